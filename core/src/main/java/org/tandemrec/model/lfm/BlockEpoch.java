package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.model.ProgressListener;

/**
 * One epoch over a {@link PairGrid}. Stratum s trains, for every block b of users, the block {@code (b + shift(s)) mod side} of
 * items; the shifts and the order of users are drawn anew in every epoch.
 */
final class BlockEpoch {
    /* Samples that are set down before they are trained: few enough for a core's second cache. */
    private static final int CHUNK = 16_384;
    /* Users who are visited in their order, so that their rows and samples are read along; any other order takes twice as long. */
    private static final int NEIGHBOURS = 64;

    private final LfmConfig config;
    private final PairGrid grid;
    private final Descent descent;
    private final float rate;
    private final Seed seed;
    private final int[] shifts;
    private final int[] users;
    private final Worker[] workers;

    /**
     * What a stratum gave.
     *
     * @param loss the sum of the samples' losses
     */
    record Result(double loss, long samples) {}

    BlockEpoch(LfmConfig config, PairGrid grid, @Nullable UnseenItems unseen, Descent descent, float rate, Seed seed) {
        this.config = config;
        this.grid = grid;
        this.descent = descent;
        this.rate = rate;
        this.seed = seed;
        Draws draws = new Draws();
        draws.start(seed.child("order"));
        this.shifts = new int[grid.side()];
        Arrays.setAll(shifts, s -> s);
        draws.shuffle(shifts, 0, shifts.length);
        this.users = new int[grid.userFrom(grid.side())];
        this.workers = new Worker[grid.side()];
        for (int b = 0; b < workers.length; b++) {
            drawOrder(grid.userFrom(b), grid.userFrom(b + 1), draws);
            workers[b] = new Worker(unseen);
        }
    }

    /** Puts the users of a block into a random order, {@value #NEIGHBOURS} neighbours at a time. */
    private void drawOrder(int from, int to, Draws draws) {
        int[] groups = new int[Math.ceilDiv(to - from, NEIGHBOURS)];
        Arrays.setAll(groups, g -> g);
        draws.shuffle(groups, 0, groups.length);
        int filled = from;
        for (int group : groups) {
            int end = Math.min(to, from + (group + 1) * NEIGHBOURS);
            for (int user = from + group * NEIGHBOURS; user < end; user++) {
                users[filled++] = user;
            }
        }
    }

    /** Trains the blocks of a stratum, the largest first. */
    Result stratum(int stratum, Parallel parallel, ProgressListener.Task progress) {
        int side = grid.side();
        long[] keys = new long[side];
        for (int b = 0; b < side; b++) {
            keys[b] = ((long) (Integer.MAX_VALUE - grid.pairs(b, itemBlock(b, stratum))) << 32) | b;
        }
        Arrays.sort(keys);
        parallel.forEach(side, place -> {
            int b = (int) keys[place];
            workers[b].train(b, itemBlock(b, stratum));
            progress.advance(grid.pairs(b, itemBlock(b, stratum)));
        });
        double loss = 0;
        long samples = 0;
        for (Worker worker : workers) {
            loss += worker.loss;
            samples += worker.count;
        }
        return new Result(loss, samples);
    }

    private int itemBlock(int userBlock, int stratum) {
        return (userBlock + shifts[stratum]) % grid.side();
    }

    /** Trains one block at a time of a block of users. */
    private final class Worker {
        private final boolean pairwise = config.loss() == LfmConfig.Loss.BPR;
        private final boolean rated = config.feedback() == LfmConfig.Feedback.EXPLICIT;
        private final boolean byUser = config.order() == LfmConfig.SampleOrder.BY_USER;
        private final Samples samples = new Samples(pairwise);
        private final Draws draws = new Draws();
        private final UnseenItems.@Nullable Sampler sampler;
        /** The first sample of the user who is being added. */
        private int first;

        private double loss;
        private long count;

        Worker(@Nullable UnseenItems unseen) {
            this.sampler = unseen == null ? null : unseen.new Sampler();
        }

        void train(int userBlock, int itemBlock) {
            loss = 0;
            count = 0;
            draws.start(seed.child("samples").child((long) userBlock * grid.side() + itemBlock));
            for (int i = grid.userFrom(userBlock); i < grid.userFrom(userBlock + 1); i++) {
                first = samples.size;
                if (pairwise) {
                    addPairs(users[i], itemBlock);
                } else {
                    addLabelled(users[i], itemBlock);
                }
                if (samples.size >= CHUNK) {
                    flush();
                }
            }
            flush();
        }

        private void flush() {
            if (!byUser) {
                samples.shuffle(draws);
            }
            loss += descent.run(samples, rate);
            count += samples.size;
            samples.size = 0;
        }

        /** Where the next sample goes: at random among those of its user, or at the end of samples that are all shuffled later. */
        private int slot() {
            return byUser ? first + draws.below(samples.size - first + 1) : samples.size;
        }

        private void addLabelled(int user, int itemBlock) {
            int[] items = grid.items().items(itemBlock);
            int from = grid.start(itemBlock, user);
            int to = grid.start(itemBlock, user + 1);
            samples.require(to - from);
            for (int pair = from; pair < to; pair++) {
                samples.add(slot(), user, items[grid.local(pair)], rated ? grid.rating(pair) : 1);
            }
            if (sampler != null) {
                addNegatives(user, itemBlock);
            }
        }

        private void addNegatives(int user, int itemBlock) {
            UnseenItems.Sampler drawn = Objects.requireNonNull(sampler);
            int negatives = drawn.negatives(user, itemBlock, draws);
            if (negatives == 0) {
                return;
            }
            drawn.begin(user, itemBlock);
            samples.require(negatives);
            for (int n = 0; n < negatives; n++) {
                samples.add(slot(), user, drawn.draw(draws), 0);
            }
        }

        private void addPairs(int user, int itemBlock) {
            int from = grid.start(itemBlock, user);
            int to = grid.start(itemBlock, user + 1);
            int[] items = grid.items().items(itemBlock);
            if (from == to || to - from == items.length) {
                return; // nothing to put first, or nothing to put after it
            }
            UnseenItems.Sampler drawn = Objects.requireNonNull(sampler);
            drawn.begin(user, itemBlock);
            int negatives = config.sampling().negatives();
            samples.require((to - from) * negatives);
            for (int pair = from; pair < to; pair++) {
                for (int n = 0; n < negatives; n++) {
                    samples.addPair(slot(), user, items[grid.local(pair)], drawn.draw(draws));
                }
            }
        }
    }
}
