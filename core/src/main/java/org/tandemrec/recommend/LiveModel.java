package org.tandemrec.recommend;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.model.Fusion;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.lfm.LfmModel;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.split.Candidates;

/**
 * A model that follows single users event by event: what it knows of a user is a {@link LiveState}, which grows by an event without a
 * look at the training data and is what a replay of all events would give, to the bit.
 *
 * <p>A part that is GRU4Rec makes a step of its network an event. A factor model folds in the distinct items of all events, the
 * known users' too: what counts is what they did, not what they did until training. Any other part reads all events for each list.
 *
 * <p>Works for any model; safe for use by any number of threads, each with a {@link Scorer} of its own.
 */
public final class LiveModel {
    private final Model model;
    private final Candidates candidates;
    private final List<LivePart> parts;
    private final @Nullable Similarity itemSimilarity;
    private final @Nullable Similarity userSimilarity;

    private LiveModel(Model model, Candidates candidates) {
        this.model = model;
        this.candidates = candidates;
        List<Model> models = model instanceof Fusion fusion ? fusion.parts() : List.of(model);
        this.parts = models.stream().map(LivePart::of).toList();
        ItemVectors ofItems = Similarity.find(model, ItemVectors.class);
        this.itemSimilarity = ofItems == null ? null : new Similarity(ofItems.itemVectors(), ofItems.vectorSize());
        LfmModel factors = userFactors();
        this.userSimilarity = factors == null ? null : new Similarity(factors.userVectors(), factors.vectorSize());
    }

    /**
     * The live model of a trained one.
     *
     * @param candidates the items of its training data, over which lifts are means
     */
    public static LiveModel of(Model model, Candidates candidates) {
        return new LiveModel(model, candidates);
    }

    /** The model itself. */
    public Model model() {
        return model;
    }

    /** The items that the model was trained on. */
    public Candidates candidates() {
        return candidates;
    }

    /** The number of items. */
    public int itemCount() {
        return model.itemCount();
    }

    /** The weight of the short-term part; NaN where the model has none. */
    public double theta() {
        return model instanceof RaLstModel fused ? fused.weights().theta() : Double.NaN;
    }

    /** The live model of one part alone: of the long-term part (0), of the short-term part (1); this one where it has but one. */
    public LiveModel part(int part) {
        return model instanceof Fusion fusion ? new LiveModel(fusion.parts().get(part), candidates) : this;
    }

    /** The number of parts: 1 where the model fuses nothing, else 2 or more, the long-term one first and the short-term one second. */
    public int parts() {
        return parts.size();
    }

    /**
     * The state of a user without events.
     *
     * @param user the dense user, or {@link Query#UNKNOWN_USER}
     * @throws IllegalArgumentException if there is no such user
     */
    public LiveState begin(int user) {
        model.checkUser(user);
        LiveState.Past past = new LiveState.Past(user, new int[0], new float[0], new long[0]);
        return new LiveState(
                past, parts.stream().map(part -> part.begin(user)).toArray(LivePart.Memory[]::new));
    }

    /**
     * The state after one more event.
     *
     * @param rating NaN for none; read only where ratings were learned
     * @param timeMillis the event's time, or {@link org.tandemrec.model.Session#UNTIMED}
     * @throws IllegalArgumentException if there is no such item, or the rating is infinite
     */
    public LiveState advance(LiveState state, int item, float rating, long timeMillis) {
        return advance(state, new int[] {item}, new float[] {rating}, new long[] {timeMillis});
    }

    /** The state after more events; arguments and errors as for {@link #advance(LiveState, int, float, long)}, one element an event. */
    public LiveState advance(LiveState state, int[] items, float[] ratings, long[] times) {
        Check.argument(
                items.length == ratings.length && items.length == times.length,
                "every event has an item, a rating and a time, but there are %d, %d and %d",
                items.length,
                ratings.length,
                times.length);
        for (int i = 0; i < items.length; i++) {
            model.checkItem(items[i]);
            Check.argument(!Float.isInfinite(ratings[i]), "ratings must be finite, but one is %s", ratings[i]);
        }
        if (items.length == 0) {
            return state;
        }
        LiveState.Past past = state.past();
        int from = past.count();
        int[] allItems = Arrays.copyOf(past.items(), from + items.length);
        System.arraycopy(items, 0, allItems, from, items.length);
        float[] allRatings = Arrays.copyOf(past.ratings(), allItems.length);
        System.arraycopy(ratings, 0, allRatings, from, items.length);
        long[] allTimes = Arrays.copyOf(past.times(), allItems.length);
        System.arraycopy(times, 0, allTimes, from, items.length);
        LiveState.Past all = new LiveState.Past(past.user(), allItems, allRatings, allTimes);
        LivePart.Memory[] memories = new LivePart.Memory[parts.size()];
        Arrays.setAll(memories, part -> parts.get(part).advance(state.memory(part), all, from));
        return new LiveState(all, memories);
    }

    /** The state after all of a user's events; arguments and errors as for {@link #begin} and {@link #advance}. */
    public LiveState replay(int user, int[] items, float[] ratings, long[] times) {
        return advance(begin(user), items, ratings, times);
    }

    /** A scorer with room of its own; each thread needs another one. */
    public Scorer scorer() {
        return new Scorer(this, parts);
    }

    /**
     * The long-term factors of an item that training did not see, from the users who took it.
     *
     * @param users dense users, whom training knows
     * @param ratings what each of them gave; read only where ratings were learned
     * @return the factors, or null where the long-term part is no factor model
     */
    public float @Nullable [] foldInItem(int[] users, float[] ratings) {
        return parts.getFirst().foldInItem(users, ratings);
    }

    /** Whether the long-term part learned ratings, so that items are folded in from them. */
    public boolean foldsInRatings() {
        return parts.getFirst() instanceof LivePart.Folded folded && folded.model().predictsRatings();
    }

    /**
     * The users of the training data whose long-term taste is most like someone's, by the cosine of their factors; empty where no part
     * is a factor model. A user is not their own neighbour.
     */
    public TopItems nearestUsers(LiveState state, int count) {
        for (int part = 0; part < parts.size(); part++) {
            if (userSimilarity != null && state.memory(part) instanceof LivePart.Memory.Factors factors) {
                return userSimilarity.nearest(factors.values(), state.user(), count);
            }
        }
        return new TopItems(0);
    }

    /** How alike two items are: the cosine of their vectors; 0 where the model has none, or an item has a vector of zeros. */
    public float similarity(int item, int other) {
        return itemSimilarity == null ? 0 : itemSimilarity.cosine(item, other);
    }

    private @Nullable LfmModel userFactors() {
        for (LivePart part : parts) {
            if (part instanceof LivePart.Folded folded) {
                return folded.model();
            }
        }
        return null;
    }
}
