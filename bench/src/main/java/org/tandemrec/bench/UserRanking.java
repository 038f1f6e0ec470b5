package org.tandemrec.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;

/**
 * The best ten unseen items of every user from the full history. Users run side by side in blocks, longest histories first, so that
 * the lanes of a block are about equally long; blocks run in parallel.
 */
final class UserRanking {
    private static final int LANES = 64;
    private static final int TOP = 10;

    private final Model model;
    private final Interactions histories;
    private final Parallel parallel;
    private final int[][] blocks;
    private final int[][] best;

    UserRanking(Model model, Interactions histories, Parallel parallel) {
        this.model = model;
        this.histories = histories;
        this.parallel = parallel;
        int[] users = IntStream.range(0, histories.userCount())
                .boxed()
                .sorted(Comparator.comparingInt((Integer user) -> -histories.count(user)))
                .mapToInt(Integer::intValue)
                .toArray();
        this.blocks = new int[Math.ceilDiv(users.length, LANES)][];
        Arrays.setAll(blocks, b -> Arrays.copyOfRange(users, b * LANES, Math.min(users.length, (b + 1) * LANES)));
        this.best = new int[users.length][];
    }

    /** Ranks for all users; returns how many seconds it took. */
    double run() {
        long start = System.nanoTime();
        parallel.forEach(blocks.length, block -> rank(blocks[block]));
        return (System.nanoTime() - start) / 1e9;
    }

    /** The best items of a user in the last {@link #run}, best first. */
    int[] best(int user) {
        return best[user];
    }

    /**
     * Compares a user's items with those of a query of its own.
     *
     * @throws IllegalArgumentException if an item is a seen one, or scores below the last one of the other list
     */
    void verify(int user) {
        int itemCount = model.itemCount();
        int[] history = IntStream.range(histories.start(user), histories.end(user))
                .map(histories::item)
                .toArray();
        float[] scores = new float[itemCount];
        model.score(Query.ofHistory(history), scores);
        for (int item : history) {
            scores[item] = Float.NEGATIVE_INFINITY;
        }
        float[] sorted = scores.clone();
        Arrays.sort(sorted);
        float last = sorted[itemCount - Math.max(1, best[user].length)];
        for (int item : best[user]) {
            Check.argument(
                    scores[item] >= last - 1e-4,
                    "item %d is among the best of user %d, but its score is %s, below %s",
                    item,
                    user,
                    scores[item],
                    last);
        }
    }

    private void rank(int[] users) {
        int itemCount = model.itemCount();
        Session session = model.open(users.length);
        for (int lane = 0; lane < users.length; lane++) {
            session.reset(lane, Query.UNKNOWN_USER);
        }
        advance(session, users);
        float[] scores = new float[users.length * itemCount];
        session.score(IntStream.range(0, users.length).toArray(), users.length, scores);
        TopItems top = new TopItems(TOP);
        for (int lane = 0; lane < users.length; lane++) {
            int user = users[lane];
            for (int row = histories.start(user); row < histories.end(user); row++) {
                scores[lane * itemCount + histories.item(row)] = Float.NEGATIVE_INFINITY;
            }
            top.select(scores, lane * itemCount, itemCount);
            best[user] = IntStream.range(0, top.size()).map(top::item).toArray();
        }
    }

    /** Runs all histories so that they end together. */
    private void advance(Session session, int[] users) {
        int[] items = new int[users.length];
        long[] times = new long[users.length];
        Arrays.fill(times, Session.UNTIMED);
        for (int step = histories.count(users[0]); step > 0; step--) {
            for (int lane = 0; lane < users.length; lane++) {
                int user = users[lane];
                items[lane] = histories.count(user) >= step ? histories.item(histories.end(user) - step) : -1;
            }
            session.advance(items, times);
        }
    }
}
