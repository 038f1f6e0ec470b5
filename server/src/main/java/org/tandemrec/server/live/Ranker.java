package org.tandemrec.server.live;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.Scorer;
import org.tandemrec.recommend.TopItems;
import org.tandemrec.server.live.Catalogue.Listing;

/** Scores and ranks for one user at a time, in arrays of its own. */
final class Ranker {
    private final int N;
    private final ItemIndex index;
    private final Scorer scorer;
    private final boolean[] excluded;
    /* Of the folded-in items: the long-term part's scores, its lifts, the model's scores. */
    private float[][] ofFolded = new float[3][0];

    Ranker(LiveModel model, ItemIndex index) {
        this.N = model.itemCount();
        this.index = index;
        this.scorer = model.scorer();
        this.excluded = new boolean[N];
    }

    Scorer scorer() {
        return scorer;
    }

    /** Scores all items for someone. */
    ItemIndex.Snapshot score(Subject subject) {
        ItemIndex.Snapshot items = index.snapshot();
        scorer.score(subject.state());
        int folded = items.folded().size();
        if (folded > 0) {
            if (ofFolded[0].length < folded) {
                ofFolded = new float[3][folded];
            }
            List<float[]> factors =
                    items.folded().stream().map(ItemIndex.Folded::factors).toList();
            scorer.scoreFoldedIn(factors, ofFolded);
        }
        return items;
    }

    /** Ranks what {@link #score} scored, without what someone has seen. */
    Ranking rank(ItemIndex.Snapshot items, Subject subject, ListRequest.Part part, List<String> categories, int count) {
        float[] scores = scores(part);
        int capacity = Math.min(count, items.count() + items.folded().size() + 1);
        TopItems top = new TopItems(capacity);
        boolean[] listed = items.listed();
        mark(subject, true);
        top.offerAll(scores, item -> listed[item] && !excluded[item] && isIn(items.listings()[item], categories));
        mark(subject, false);
        for (int place = 0; place < items.folded().size(); place++) {
            Listing listing = items.folded().get(place).listing();
            if (!subject.hasSeenNew(listing.number()) && isIn(listing, categories)) {
                top.offer(N + place, foldedScore(part, place));
            }
        }
        top.sort();
        return ranking(items, top, top.size() < capacity);
    }

    private float[] scores(ListRequest.Part part) {
        return switch (part) {
            case FUSED -> scorer.fused();
            case LONG_TERM -> scorer.longTerm();
            case SHORT_TERM -> scorer.shortTerm();
        };
    }

    /** The short-term part does not know what is new. */
    private float foldedScore(ListRequest.Part part, int place) {
        return switch (part) {
            case FUSED -> ofFolded[2][place];
            case LONG_TERM -> ofFolded[0][place];
            case SHORT_TERM -> Float.NaN;
        };
    }

    private static boolean isIn(@Nullable Listing listing, List<String> categories) {
        return categories.isEmpty() || (listing != null && listing.isIn(categories));
    }

    private void mark(Subject subject, boolean as) {
        for (int item : subject.seen()) {
            excluded[item] = as;
        }
    }

    private Ranking ranking(ItemIndex.Snapshot items, TopItems top, boolean complete) {
        int n = top.size();
        Ranking ranking = new Ranking(new int[n], new float[n], new float[n], new float[n], complete);
        for (int place = 0; place < n; place++) {
            int item = top.item(place);
            ranking.scores()[place] = top.score(place);
            if (item < N) {
                ranking.items()[place] = item;
                ranking.longTerm()[place] = scorer.lift(0, item);
                ranking.shortTerm()[place] = scorer.lift(1, item);
            } else {
                ranking.items()[place] = ~items.folded().get(item - N).listing().number();
                ranking.longTerm()[place] = ofFolded[1][item - N];
            }
        }
        return ranking;
    }

    /** Ranks by the model and by both parts. */
    Rankings rankings(Subject subject, int fusedDepth, int partDepth, Diversity diversity) {
        ItemIndex.Snapshot items = score(subject);
        return new Rankings(
                diversity.apply(rank(items, subject, ListRequest.Part.FUSED, List.of(), fusedDepth)),
                rank(items, subject, ListRequest.Part.LONG_TERM, List.of(), partDepth),
                rank(items, subject, ListRequest.Part.SHORT_TERM, List.of(), partDepth),
                items.number());
    }
}
