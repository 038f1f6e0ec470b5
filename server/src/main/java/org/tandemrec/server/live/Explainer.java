package org.tandemrec.server.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.LiveState;
import org.tandemrec.recommend.Scorer;
import org.tandemrec.server.live.Recommendations.Filtered;
import org.tandemrec.server.live.Recommendations.Reason;

/**
 * Tells which events put items into a list, by leaving them out one at a time: an event's contribution to an item is by how much the
 * part's lift of the item falls without it. For the long-term part all events of an item are left out together, since it does not tell
 * when things happened.
 */
final class Explainer {
    /* The latest distinct items that are left out of the long-term part. */
    private static final int LONG_TERM_ITEMS = 200;
    /* The latest events that are left out of the short-term part. */
    private static final int SHORT_TERM_EVENTS = 20;
    private static final int REASONS = 5;

    private final Serving serving;
    private final Subject subject;
    private final Ranking list;
    private final int n;
    private final Scorer scorer;

    /**
     * Why a list is as it is.
     *
     * @param longTerm reasons of each item
     * @param shortTerm reasons of each item
     * @param filtered what would stand among the items of the list
     */
    record Reasons(List<List<Reason>> longTerm, List<List<Reason>> shortTerm, List<Filtered> filtered) {}

    /** What was left out and the lifts of the list's items without it. */
    private record Without(int item, float[] lifts) {}

    private Explainer(Serving serving, Subject subject, Ranking list, int n, Scorer scorer) {
        this.serving = serving;
        this.subject = subject;
        this.list = list;
        this.n = Math.min(n, list.count());
        this.scorer = scorer;
    }

    /** Explains the first {@code n} items of a list. */
    static Reasons explain(Serving serving, Ranker ranker, Subject subject, Ranking list, int n) {
        ItemIndex.Snapshot items = ranker.score(subject);
        Explainer explainer = new Explainer(serving, subject, list, n, ranker.scorer());
        List<Filtered> filtered = explainer.filtered(items);
        List<List<Reason>> longTerm = explainer.longTerm();
        ranker.score(subject);
        return new Reasons(longTerm, explainer.shortTerm(), filtered);
    }

    private List<List<Reason>> longTerm() {
        LiveState state = subject.state();
        Set<Integer> distinct = new LinkedHashSet<>();
        for (int event = state.events() - 1; event >= 0 && distinct.size() < LONG_TERM_ITEMS; event--) {
            distinct.add(state.item(event));
        }
        LiveModel part = serving.served().model().part(0);
        LiveState none = part.begin(state.user());
        float[] all = lifts(0);
        List<Without> without = new ArrayList<>();
        for (int item : distinct) {
            LiveState other = events(part, none, 0, event -> state.item(event) != item);
            scorer.rescore(0, other);
            without.add(new Without(item, lifts(0)));
        }
        return reasons(all, without);
    }

    private List<List<Reason>> shortTerm() {
        LiveState state = subject.state();
        int from = Math.max(0, state.events() - SHORT_TERM_EVENTS);
        LiveModel part = serving.served().model().part(1);
        LiveState before = events(part, part.begin(state.user()), 0, event -> event < from);
        float[] all = lifts(1);
        List<Without> without = new ArrayList<>();
        for (int left = state.events() - 1; left >= from; left--) {
            int out = left;
            scorer.rescore(1, events(part, before, from, event -> event != out));
            without.add(new Without(state.item(out), lifts(1)));
        }
        return reasons(all, without);
    }

    /** The state after some of the subject's events from a place on. */
    private LiveState events(LiveModel part, LiveState before, int from, IntPredicate wanted) {
        LiveState state = subject.state();
        int[] items = new int[state.events() - from];
        float[] ratings = new float[items.length];
        long[] times = new long[items.length];
        int count = 0;
        for (int event = from; event < state.events(); event++) {
            if (wanted.test(event)) {
                items[count] = state.item(event);
                ratings[count] = state.rating(event);
                times[count++] = state.time(event);
            }
        }
        return part.advance(
                before, Arrays.copyOf(items, count), Arrays.copyOf(ratings, count), Arrays.copyOf(times, count));
    }

    /** The lifts of the list's items by a part; of those that training did not see none. */
    private float[] lifts(int part) {
        float[] lifts = new float[n];
        for (int place = 0; place < n; place++) {
            int item = list.items()[place];
            lifts[place] = item >= 0 ? scorer.lift(part, item) : 0;
        }
        return lifts;
    }

    private List<List<Reason>> reasons(float[] all, List<Without> without) {
        List<List<Reason>> reasons = new ArrayList<>();
        for (int place = 0; place < n; place++) {
            List<Reason> raised = new ArrayList<>();
            for (Without left : without) {
                double contribution = (double) all[place] - left.lifts()[place];
                if (contribution > 0) {
                    ItemIndex items = serving.items();
                    raised.add(new Reason(items.id(left.item()), items.title(left.item()), contribution));
                }
            }
            raised.sort(Comparator.comparingDouble(Reason::contribution).reversed());
            reasons.add(List.copyOf(raised.subList(0, Math.min(REASONS, raised.size()))));
        }
        return reasons;
    }

    /** What was kept out of the list though it scores higher than the least of its first items, the highest first. */
    private List<Filtered> filtered(ItemIndex.Snapshot items) {
        float least = Float.POSITIVE_INFINITY;
        for (int place = 0; place < n; place++) {
            least = Math.min(least, list.scores()[place]);
        }
        List<Filtered> filtered = new ArrayList<>();
        for (int item : subject.seen()) {
            add(filtered, item, least, "seen");
        }
        for (int item : items.hidden()) {
            if (Arrays.binarySearch(subject.seen(), item) < 0) {
                add(filtered, item, least, "hidden");
            }
        }
        filtered.sort(Comparator.comparingDouble(Filtered::score).reversed());
        return List.copyOf(filtered.subList(0, Math.min(n, filtered.size())));
    }

    private void add(List<Filtered> filtered, int item, float least, String reason) {
        float score = scorer.fused()[item];
        if (score > least && serving.served().model().candidates().contains(item)) {
            filtered.add(new Filtered(serving.items().id(item), serving.items().title(item), score, reason));
        }
    }
}
