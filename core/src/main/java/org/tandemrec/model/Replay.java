package org.tandemrec.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.Split;

/**
 * Successive evaluation: every target of a split in turn, each scored by all models on the history before it, which grows with the
 * true earlier targets.
 *
 * <p>Users run side by side in lanes, sorted by the length of their training history so that the lanes of a block reach their
 * targets together: an event costs one step of a model, not a replay, and targets are scored in full batches. Blocks are cut by
 * the data alone and run in parallel, so the scores have the same bits for any number of threads. Memory is lanes × items × models
 * per thread: 64 lanes, or as many as keep it within 32 MB, at least one.
 */
public final class Replay {
    private static final int MAX_LANES = 64;
    private static final long SCORE_BYTES = 32_000_000;

    private final Split split;
    private final List<Model> models;
    private final ScoringPlan plan;

    /** Prepares a replay of {@code models}, which share the sessions of parts that they have in common. */
    public Replay(Split split, List<? extends Model> models) {
        this.split = split;
        this.models = List.copyOf(models);
        this.plan = new ScoringPlan(this.models);
    }

    /** Some targets with the scores of all items. */
    public interface Targets {
        /** The number of targets. */
        int count();

        /** The user of a target. */
        int user(int index);

        /** The row of a target in the split's data. */
        int row(int index);

        /** The scores of a model, {@code count × itemCount}, a row per target; valid during the visit only. */
        float[] scores(int model);
    }

    /** Is shown all targets, each exactly once, those of a user in their order. */
    @FunctionalInterface
    public interface Visitor {
        /** Some targets, of different users. */
        void visit(Targets targets);
    }

    /**
     * Shows all targets.
     *
     * @param visitors makes a visitor for each block; visitors of different blocks run at the same time
     * @param progress is advanced by one per target
     */
    public void run(Parallel parallel, Supplier<Visitor> visitors, ProgressListener.Task progress) {
        int[][] blocks = blocks();
        parallel.forEach(blocks.length, index -> {
            new Block(blocks[index]).run(visitors.get(), progress);
        });
    }

    /** How many bytes the scores of the targets that a thread visits together take at most. */
    public static long scoreBytes(int itemCount, int models) {
        return (long) Float.BYTES * itemCount * models * lanes(itemCount, models);
    }

    /** The number of users who run side by side. */
    static int lanes(int itemCount, int models) {
        long bytes = (long) Float.BYTES * itemCount * models;
        return Math.clamp(SCORE_BYTES / Math.max(1, bytes), 1, MAX_LANES);
    }

    private int[][] blocks() {
        int lanes = lanes(models.getFirst().itemCount(), plan.size());
        int[] users = usersByEvents();
        int[][] blocks = new int[Math.ceilDiv(users.length, lanes)][];
        Arrays.setAll(blocks, b -> Arrays.copyOfRange(users, b * lanes, Math.min(users.length, (b + 1) * lanes)));
        return blocks;
    }

    /**
     * Users with targets: most training events first, so that the longest block does not start last, then most targets first, then by
     * number.
     */
    private int[] usersByEvents() {
        Interactions train = split.train();
        long[] keys = new long
                [split.usersWithTarget()]; // what comes first is smaller in the upper half; the user in the lower half
        int count = 0;
        for (int user = 0; user < train.userCount(); user++) {
            if (split.targetCount(user) > 0) {
                keys[count++] = key(train.count(user), user);
            }
        }
        Arrays.sort(keys);
        int[] users = new int[count];
        for (int from = 0, to = 0; from < count; from = to) {
            int events = train.count((int) keys[from]);
            for (; to < count && train.count((int) keys[to]) == events; to++) {
                keys[to] = key(split.targetCount((int) keys[to]), (int) keys[to]);
            }
            Arrays.sort(keys, from, to);
            for (int i = from; i < to; i++) {
                users[i] = (int) keys[i];
            }
        }
        return users;
    }

    private static long key(int descending, int user) {
        return (long) (Integer.MAX_VALUE - descending) << Integer.SIZE | user;
    }

    private final class Block implements Targets {
        private final int[] users;
        private final Session[] sessions;
        private final Fusion.Fuser[] fusers = plan.fusers();
        private final float[][] scores;
        private final int[] lanes;
        private final int[] rows;
        private final int[] items;
        private final long[] times;
        private int count;

        Block(int[] users) {
            this.users = users;
            this.sessions = plan.open(users.length);
            int itemCount = models.getFirst().itemCount();
            this.scores = new float[plan.size()][Math.multiplyExact(users.length, itemCount)];
            this.lanes = new int[users.length];
            this.rows = new int[users.length];
            this.items = new int[users.length];
            this.times = new long[users.length];
        }

        void run(Visitor visitor, ProgressListener.Task progress) {
            for (int lane = 0; lane < users.length; lane++) {
                for (Session session : sessions) {
                    session.reset(lane, users[lane]);
                }
            }
            history();
            int longest = Arrays.stream(users).map(split::targetCount).max().orElse(0);
            for (int t = 0; t < longest; t++) {
                gather(t);
                plan.score(sessions, fusers, lanes, count, scores);
                visitor.visit(this);
                progress.advance(count);
                advanceTargets(t);
            }
        }

        /** Runs all training histories so that they end together. */
        private void history() {
            Interactions train = split.train();
            int longest = Arrays.stream(users).map(train::count).max().orElse(0);
            for (int step = longest; step > 0; step--) {
                Arrays.fill(items, -1);
                for (int lane = 0; lane < users.length; lane++) {
                    int user = users[lane];
                    if (train.count(user) >= step) {
                        put(lane, train.end(user) - step);
                    }
                }
                advance();
            }
        }

        private void gather(int t) {
            count = 0;
            for (int lane = 0; lane < users.length; lane++) {
                if (split.targetCount(users[lane]) > t) {
                    lanes[count] = lane;
                    rows[count++] = split.train().end(users[lane]) + t;
                }
            }
        }

        private void advanceTargets(int t) {
            Arrays.fill(items, -1);
            for (int i = 0; i < count; i++) {
                if (split.targetCount(users[lanes[i]]) > t + 1) {
                    put(lanes[i], rows[i]);
                }
            }
            advance();
        }

        private void put(int lane, int row) {
            items[lane] = split.all().item(row);
            times[lane] = split.all().hasTimes() ? split.all().timeMillis(row) : Session.UNTIMED;
        }

        private void advance() {
            for (Session session : sessions) {
                session.advance(items, times);
            }
        }

        @Override
        public int count() {
            return count;
        }

        @Override
        public int user(int index) {
            return users[lanes[index]];
        }

        @Override
        public int row(int index) {
            return rows[index];
        }

        @Override
        public float[] scores(int model) {
            return scores[plan.place(models.get(model))];
        }
    }
}
