package org.tandemrec.recommend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.Histories;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.UserVectors;
import org.tandemrec.split.Candidates;

/**
 * Answers questions about raw ids with ranked items and reasons. Candidates are the items with training events; items of equal
 * score rank by their number. Immutable and safe for use by any number of threads.
 */
public final class Recommender {
    private final Model model;
    private final Vocabulary users;
    private final Vocabulary items;
    private final Map<String, String> titles;
    private final Candidates candidates;
    private final Histories histories;
    private final @Nullable Similarity itemSimilarity;
    private final @Nullable Similarity userSimilarity;

    private Recommender(
            Model model,
            Vocabulary users,
            Vocabulary items,
            Map<String, String> titles,
            Candidates candidates,
            Histories histories) {
        this.model = model;
        this.users = users;
        this.items = items;
        this.titles = titles;
        this.candidates = candidates;
        this.histories = histories;
        ItemVectors ofItems = Similarity.find(model, ItemVectors.class);
        this.itemSimilarity = ofItems == null ? null : new Similarity(ofItems.itemVectors(), ofItems.vectorSize());
        UserVectors ofUsers = Similarity.find(model, UserVectors.class);
        this.userSimilarity = ofUsers == null ? null : new Similarity(ofUsers.userVectors(), ofUsers.vectorSize());
    }

    /**
     * Loads a bundle of one of Tandem's models.
     *
     * @throws org.tandemrec.bundle.BundleException if it cannot be read
     */
    public static Recommender load(Path bundle) {
        return of(BundleReader.read(bundle, ModelCatalog.standard()));
    }

    /** The recommender of a bundle. */
    public static Recommender of(Bundle bundle) {
        return new Recommender(
                bundle.model(),
                bundle.users(),
                bundle.items(),
                bundle.titles(),
                Candidates.ofCounts(bundle.itemCounts()),
                bundle.histories());
    }

    /**
     * The recommender of a model that was trained on {@code training}, a part of the data set.
     *
     * @throws IllegalArgumentException if the model has other numbers of users or items
     */
    public static Recommender of(Model model, Dataset dataset, Interactions training) {
        Check.argument(
                (model.userCount() == 0 || model.userCount() == dataset.users().size())
                        && model.itemCount() == dataset.items().size()
                        && training.userCount() == dataset.users().size()
                        && training.itemCount() == model.itemCount(),
                "the model has %d users and %d items, but the data set %s has %d and %d",
                model.userCount(),
                model.itemCount(),
                dataset.name(),
                dataset.users().size(),
                dataset.items().size());
        return new Recommender(
                model,
                dataset.users(),
                dataset.items(),
                Map.copyOf(dataset.titles()),
                Candidates.of(training),
                Histories.of(training, model.readsTimes()));
    }

    /**
     * Recommends the best unseen items to a user.
     *
     * @throws RecommendException if the user is unknown
     */
    public List<Recommendation> recommend(String userId, int count) {
        return recommend(userId, RecommendOptions.top(count));
    }

    /** Recommends to a user; errors as for {@link #recommend(String, int)}. */
    public List<Recommendation> recommend(String userId, RecommendOptions options) {
        int user = users.indexOf(userId);
        if (user < 0) {
            throw new RecommendException("no user \"" + userId
                    + "\" in the data of this model; for someone new give items as a history (--history id,id,…)");
        }
        return answer(new Query(user, histories.of(user), histories.timesOf(user)), options);
    }

    /**
     * Recommends the best unseen items to someone of whom only a history is known.
     *
     * @param itemIds the items so far, oldest first; may be empty
     * @throws RecommendException if an item is unknown, naming all that are
     */
    public List<Recommendation> recommendForHistory(List<String> itemIds, int count) {
        return recommendForHistory(itemIds, RecommendOptions.top(count));
    }

    /** Recommends to someone of whom only a history is known; errors as for {@link #recommendForHistory(List, int)}. */
    public List<Recommendation> recommendForHistory(List<String> itemIds, RecommendOptions options) {
        int[] history = new int[itemIds.size()];
        List<String> unknown = new ArrayList<>();
        for (int i = 0; i < history.length; i++) {
            history[i] = items.indexOf(itemIds.get(i));
            if (history[i] < 0) {
                unknown.add("\"" + itemIds.get(i) + "\"");
            }
        }
        if (!unknown.isEmpty()) {
            throw unknownItems(unknown);
        }
        return answer(Query.ofHistory(history), options);
    }

    /**
     * Finds the items most similar to an item, by the cosine of their vectors.
     *
     * @throws RecommendException if the item is unknown or has no training events, or the model has no item vectors
     */
    public List<SimilarItem> similar(String itemId, int count) {
        Check.argument(count >= 1, "a list needs at least 1 item, but %d were asked for", count);
        if (itemSimilarity == null) {
            throw noVectors("item");
        }
        int item = items.indexOf(itemId);
        if (item < 0) {
            throw unknownItems(List.of("\"" + itemId + "\""));
        }
        if (!candidates.contains(item)) {
            throw new RecommendException("item \"" + itemId
                    + "\" has no training events, so the model cannot tell what resembles it; "
                    + "ask for an item that has, or train without --split");
        }
        TopItems top = itemSimilarity.nearest(item, candidates.items(), count);
        List<SimilarItem> similar = new ArrayList<>(top.size());
        for (int place = 0; place < top.size(); place++) {
            String id = items.id(top.item(place));
            similar.add(new SimilarItem(id, titles.getOrDefault(id, id), top.score(place)));
        }
        return List.copyOf(similar);
    }

    /**
     * Finds the users most similar to a user, by the cosine of their vectors.
     *
     * @throws RecommendException if the user is unknown or has no training events, or the model has no user vectors
     */
    public List<SimilarUser> similarUsers(String userId, int count) {
        Check.argument(count >= 1, "a list needs at least 1 user, but %d were asked for", count);
        if (userSimilarity == null) {
            throw noVectors("user");
        }
        int user = users.indexOf(userId);
        if (user < 0) {
            throw new RecommendException("no user \"" + userId + "\" in the data of this model");
        }
        if (histories.count(user) == 0) {
            throw new RecommendException("user \"" + userId
                    + "\" has no training events, so the model cannot tell who is like them; "
                    + "ask for a user who has, or train without --split");
        }
        int[] others = IntStream.range(0, users.size())
                .filter(other -> histories.count(other) > 0)
                .toArray();
        TopItems top = userSimilarity.nearest(user, others, count);
        List<SimilarUser> similar = new ArrayList<>(top.size());
        for (int place = 0; place < top.size(); place++) {
            similar.add(new SimilarUser(users.id(top.item(place)), top.score(place)));
        }
        return List.copyOf(similar);
    }

    private RecommendException noVectors(String of) {
        return new RecommendException("a model of kind " + model.kind() + " has no " + of
                + " vectors to compare; use a bundle whose model or part has, for example lfm");
    }

    private static RecommendException unknownItems(List<String> ids) {
        return new RecommendException("no item " + String.join(", ", ids)
                + " in the data of this model; item ids are those of its items.json, not titles");
    }

    private List<Recommendation> answer(Query query, RecommendOptions options) {
        int itemCount = model.itemCount();
        float[] scores = new float[itemCount];
        if (!(model instanceof Fusion fusion)) {
            model.score(query, scores);
            return describe(rank(scores, query, options), item -> null);
        }
        List<Model> parts = fusion.parts();
        float[][] addends = new float[parts.size()][itemCount];
        for (int part = 0; part < addends.length; part++) {
            parts.get(part).score(query, addends[part]);
        }
        Fusion.Fuser fuser = fusion.fuser();
        fuser.fuse(addends, 0, scores);
        fuser.contributions(addends, 0, addends);
        for (float[] addend : addends) {
            centre(addend);
        }
        List<String> names = fusion.partNames();
        return describe(rank(scores, query, options), item -> lifts(names, addends, item));
    }

    private static Recommendation.Parts lifts(List<String> names, float[][] addends, int item) {
        Map<String, Float> others = new LinkedHashMap<>();
        for (int part = 2; part < addends.length; part++) {
            others.put(names.get(part), addends[part][item]);
        }
        return new Recommendation.Parts(addends[0][item], addends[1][item], others);
    }

    /** Subtracts the mean over the candidates; an addend that is no finite number does not count. */
    private void centre(float[] part) {
        float mean = (float) Scorer.mean(part, candidates);
        for (int item = 0; item < part.length; item++) {
            part[item] -= mean;
        }
    }

    private TopItems rank(float[] scores, Query query, RecommendOptions options) {
        boolean[] excluded = new boolean[model.itemCount()];
        if (!options.includeSeen()) {
            for (int item : query.history()) {
                excluded[item] = true;
            }
        }
        TopItems top = new TopItems(Math.min(options.count(), candidates.size()));
        top.offerAll(scores, item -> !excluded[item] && candidates.contains(item));
        top.sort();
        return top;
    }

    /** What lifts an item, where a model tells. */
    private interface Reasons {
        Recommendation.@Nullable Parts of(int item);
    }

    private List<Recommendation> describe(TopItems top, Reasons reasons) {
        List<Recommendation> list = new ArrayList<>(top.size());
        for (int place = 0; place < top.size(); place++) {
            int item = top.item(place);
            String id = items.id(item);
            list.add(new Recommendation(id, titles.getOrDefault(id, id), top.score(place), reasons.of(item)));
        }
        return List.copyOf(list);
    }
}
