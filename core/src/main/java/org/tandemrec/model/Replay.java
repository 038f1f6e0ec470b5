package org.tandemrec.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.tandemrec.base.Parallel;
import org.tandemrec.split.Split;
import org.tandemrec.split.TargetRule;

/**
 * Evaluation lane by lane: every list of targets that a rule asks for, each scored by all models on the history before it. Where each
 * target is predicted in turn, the history grows with the true earlier ones.
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
    private final TargetRule rule;
    private final List<Model> models;
    private final ScoringPlan plan;

    /** Prepares a replay of {@code models} over successive targets. */
    public Replay(Split split, List<? extends Model> models) {
        this(split, TargetRule.SUCCESSIVE, models);
    }

    /** Prepares a replay of {@code models}, which share the sessions of parts that they have in common. */
    public Replay(Split split, TargetRule rule, List<? extends Model> models) {
        this.split = split;
        this.rule = rule;
        this.models = List.copyOf(models);
        this.plan = new ScoringPlan(this.models);
    }

    /** Some lists of targets with the scores of all items. By most rules a list has one target. */
    public interface Targets {
        /** The number of lists. */
        int count();

        /** The user of a list. */
        int user(int index);

        /** The row of a list's first target in the split's data; all before it is the history. */
        int row(int index);

        /** The row after a list's last target. */
        int end(int index);

        /** The scores of a model, {@code count × itemCount}, a row per list; valid during the visit only. */
        float[] scores(int model);
    }

    /** Is shown all lists, each exactly once, those of a user in their order. */
    @FunctionalInterface
    public interface Visitor {
        /** Some lists, of different users. */
        void visit(Targets targets);
    }

    /**
     * Shows all lists of targets.
     *
     * @param visitors makes a visitor for each block; visitors of different blocks run at the same time
     * @param progress is advanced by one per list
     */
    public void run(Parallel parallel, Supplier<Visitor> visitors, ProgressListener.Task progress) {
        int[][] blocks = blocks();
        parallel.forEach(blocks.length, index -> {
            new Block(blocks[index]).run(visitors.get(), progress);
        });
    }

    /** How many bytes the scores of the lists that a thread visits together take at most. */
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
     * Users with targets: longest history first, so that the longest block does not start last, then most lists first, then by number.
     */
    private int[] usersByEvents() {
        long[] keys = new long
                [split.usersWithTarget()]; // what comes first is smaller in the upper half; the user in the lower half
        int count = 0;
        for (int user = 0; user < split.all().userCount(); user++) {
            if (split.targetCount(user) > 0) {
                keys[count++] = key(historyCount(user), user);
            }
        }
        Arrays.sort(keys);
        int[] users = new int[count];
        for (int from = 0, to = 0; from < count; from = to) {
            int events = historyCount((int) keys[from]);
            for (; to < count && historyCount((int) keys[to]) == events; to++) {
                keys[to] = key(rule.lists(split, (int) keys[to]), (int) keys[to]);
            }
            Arrays.sort(keys, from, to);
            for (int i = from; i < to; i++) {
                users[i] = (int) keys[i];
            }
        }
        return users;
    }

    /** The number of events before a user's first list. */
    private int historyCount(int user) {
        return rule.firstRow(split, user) - split.all().start(user);
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
            int longest = Arrays.stream(users)
                    .map(user -> rule.lists(split, user))
                    .max()
                    .orElse(0);
            for (int t = 0; t < longest; t++) {
                gather(t);
                plan.score(sessions, fusers, lanes, count, scores);
                visitor.visit(this);
                progress.advance(count);
                advanceTargets(t);
            }
        }

        /** Runs all histories before the first lists so that they end together. */
        private void history() {
            int longest =
                    Arrays.stream(users).map(Replay.this::historyCount).max().orElse(0);
            for (int step = longest; step > 0; step--) {
                Arrays.fill(items, -1);
                for (int lane = 0; lane < users.length; lane++) {
                    int user = users[lane];
                    if (historyCount(user) >= step) {
                        put(lane, rule.firstRow(split, user) - step);
                    }
                }
                advance();
            }
        }

        private void gather(int t) {
            count = 0;
            for (int lane = 0; lane < users.length; lane++) {
                if (rule.lists(split, users[lane]) > t) {
                    lanes[count] = lane;
                    rows[count++] = rule.firstRow(split, users[lane]) + t;
                }
            }
        }

        private void advanceTargets(int t) {
            Arrays.fill(items, -1);
            for (int i = 0; i < count; i++) {
                if (rule.lists(split, users[lanes[i]]) > t + 1) {
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
        public int end(int index) {
            return rule.endRow(split, user(index), rows[index]);
        }

        @Override
        public float[] scores(int model) {
            return scores[plan.place(models.get(model))];
        }
    }
}
