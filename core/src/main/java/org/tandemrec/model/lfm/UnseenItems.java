package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.base.AliasTable;

/**
 * What stands for "not interacted": for every user, items without an interaction of theirs, uniform or by popularity^α.
 *
 * <p>A user's negatives of an epoch are spread over the blocks of items in proportion to the weight of what the user has not seen in
 * each, rounded at random, and drawn in the block from what is unseen. Each is thus distributed as a draw from all unseen items.
 */
final class UnseenItems {
    /* Where less of a block's weight than this is unseen, unseen items are listed instead of drawn until one is unseen. */
    private static final double LISTED_BELOW = 1.0 / 32;

    private final PairGrid grid;
    private final int perPositive;
    /** count^α by block and place; empty where draws are uniform. */
    private final double[][] weights;
    /** A table of draws for each block; empty where draws are uniform. */
    private final AliasTable[] tables;
    /** The weight of each block. */
    private final double[] blockWeight;
    /** The weight of all items that a user has not seen. */
    private final double[] unseenWeight;

    UnseenItems(PairGrid grid, LfmConfig.NegativesConfig config, int users) {
        this.grid = grid;
        this.perPositive = config.negatives();
        int side = grid.side();
        this.weights = new double[config.negativesAlpha() == 0 ? 0 : side][];
        this.tables = new AliasTable[weights.length];
        this.blockWeight = new double[side];
        for (int b = 0; b < side; b++) {
            int[] items = grid.items().items(b);
            if (weights.length > 0) {
                weights[b] = new double[items.length];
                for (int place = 0; place < items.length; place++) {
                    weights[b][place] = StrictMath.pow(grid.itemPairs(items[place]), config.negativesAlpha());
                }
                tables[b] = new AliasTable(weights[b]);
            }
            for (int place = 0; place < items.length; place++) {
                blockWeight[b] += weight(b, place);
            }
        }
        this.unseenWeight = new double[users];
        Sampler sampler = new Sampler();
        for (int user = 0; user < users; user++) {
            for (int b = 0; b < side; b++) {
                unseenWeight[user] += sampler.unseen(user, b);
            }
        }
    }

    private double weight(int b, int place) {
        return weights.length == 0 ? 1 : weights[b][place];
    }

    /** The mean number of negatives in an epoch for an item that occurs. */
    double expected(int item) {
        int b = grid.items().block(item);
        double total = 0;
        for (double w : blockWeight) {
            total += w;
        }
        return (double) perPositive * grid.pairs() * weight(b, grid.items().local(item)) / total;
    }

    /** Draws for one user and block of items at a time; one for each worker. */
    final class Sampler {
        /** The run in which an item of the block was last marked as seen. */
        private int[] seenIn = new int[0];

        private int run;
        private int b;
        /** The places of unseen items and the sums of their weights up to each, where they are listed. */
        private int[] listed = new int[0];

        private double[] sums = new double[0];
        private int count;

        /** How many negatives of an epoch a user has in a block of items. */
        int negatives(int user, int block, Draws draws) {
            if (grid.userPairs(user) == 0 || unseenWeight[user] == 0) {
                return 0; // nobody to draw for, or nothing to draw
            }
            double share = unseen(user, block) / unseenWeight[user];
            return (int) ((double) perPositive * grid.userPairs(user) * share + draws.unit());
        }

        /** The weight of what a user has not seen in a block; summed itself where it is a small rest of the block's. */
        private double unseen(int user, int block) {
            double unseen = rest(user, block);
            if (unseen >= LISTED_BELOW * blockWeight[block]) {
                return unseen;
            }
            mark(user, block);
            list();
            return count == 0 ? 0 : sums[count - 1];
        }

        private double rest(int user, int block) {
            int from = grid.start(block, user);
            int to = grid.start(block, user + 1);
            if (weights.length == 0) {
                return blockWeight[block] - (to - from);
            }
            double seen = 0;
            for (int pair = from; pair < to; pair++) {
                seen += weights[block][grid.local(pair)];
            }
            return blockWeight[block] - seen;
        }

        /** Starts the draws for a user in a block of which the user has not seen everything. */
        void begin(int user, int block) {
            mark(user, block);
            count = 0;
            if (rest(user, block) < LISTED_BELOW * blockWeight[block]) {
                list();
            }
        }

        private void mark(int user, int block) {
            b = block;
            int size = grid.items().items(block).length;
            if (seenIn.length < size || run == Integer.MAX_VALUE) {
                seenIn = new int[size];
                run = 0;
            }
            run++;
            int to = grid.start(block, user + 1);
            for (int pair = grid.start(block, user); pair < to; pair++) {
                seenIn[grid.local(pair)] = run;
            }
        }

        private void list() {
            int size = grid.items().items(b).length;
            if (listed.length < size) {
                listed = new int[size];
                sums = new double[size];
            }
            count = 0;
            double sum = 0;
            for (int place = 0; place < size; place++) {
                if (seenIn[place] != run) {
                    sum += weight(b, place);
                    listed[count] = place;
                    sums[count++] = sum;
                }
            }
        }

        /** An unseen item. */
        int draw(Draws draws) {
            int[] items = grid.items().items(b);
            if (count > 0) {
                int found = Arrays.binarySearch(sums, 0, count, draws.unit() * sums[count - 1]);
                return items[listed[found >= 0 ? Math.min(found + 1, count - 1) : -found - 1]];
            }
            while (true) {
                int place = tables.length == 0 ? draws.below(items.length) : tables[b].draw(draws.bits());
                if (seenIn[place] != run) {
                    return items[place];
                }
            }
        }
    }
}
