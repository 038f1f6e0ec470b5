package org.tandemrec.model.lfm;

import org.tandemrec.nn.AliasTable;

/**
 * What stands for "not interacted": for every user, items without an interaction of theirs, uniform or by popularity^α.
 *
 * <p>A user's negatives of an epoch are spread over the blocks of items in proportion to the weight of what the user has not seen in
 * each, rounded at random, and drawn in a block by rejection. Each is thus distributed as a draw from all unseen items.
 */
final class UnseenItems {
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
        boolean uniform = config.negativesAlpha() == 0;
        this.weights = new double[uniform ? 0 : side][];
        this.tables = new AliasTable[weights.length];
        this.blockWeight = new double[side];
        double total = 0;
        for (int b = 0; b < side; b++) {
            int[] items = grid.items().items(b);
            if (uniform) {
                blockWeight[b] = items.length;
            } else {
                weights[b] = new double[items.length];
                for (int i = 0; i < items.length; i++) {
                    weights[b][i] = StrictMath.pow(grid.itemPairs(items[i]), config.negativesAlpha());
                    blockWeight[b] += weights[b][i];
                }
                tables[b] = new AliasTable(weights[b]);
            }
            total += blockWeight[b];
        }
        this.unseenWeight = new double[users];
        for (int user = 0; user < users; user++) {
            double seen = 0;
            for (int b = 0; b < side; b++) {
                seen += seen(user, b);
            }
            unseenWeight[user] = total - seen;
        }
    }

    private double seen(int user, int b) {
        int from = grid.start(b, user);
        int to = grid.start(b, user + 1);
        if (weights.length == 0) {
            return to - from;
        }
        double seen = 0;
        for (int pair = from; pair < to; pair++) {
            seen += weights[b][grid.local(pair)];
        }
        return seen;
    }

    /** How many negatives of an epoch a user has in a block of items. */
    int count(int user, int b, Draws draws) {
        int pairs = grid.start(b, user + 1) - grid.start(b, user);
        if (grid.userPairs(user) == 0 || pairs == grid.items().items(b).length) {
            return 0; // nobody to draw for, or nothing left to draw
        }
        double share = (blockWeight[b] - seen(user, b)) / unseenWeight[user];
        return (int) ((double) perPositive * grid.userPairs(user) * share + draws.unit());
    }

    /** The mean number of negatives in an epoch for an item. */
    double expected(int item) {
        int b = grid.items().block(item);
        double weight = weights.length == 0 ? 1 : weights[b][grid.items().local(item)];
        double total = 0;
        for (double w : blockWeight) {
            total += w;
        }
        return (double) perPositive * grid.pairs() * weight / total;
    }

    /** Draws for one user and block of items at a time; one for each worker. */
    final class Sampler {
        private int[] seenIn = new int[0];
        private int run;
        private int b;

        /** Starts the draws for a user in a block of which the user has not seen everything. */
        void begin(int user, int itemBlock) {
            b = itemBlock;
            int size = grid.items().items(b).length;
            if (seenIn.length < size || run == Integer.MAX_VALUE) {
                seenIn = new int[size];
                run = 0;
            }
            run++;
            int to = grid.start(b, user + 1);
            for (int pair = grid.start(b, user); pair < to; pair++) {
                seenIn[grid.local(pair)] = run;
            }
        }

        /** An unseen item. */
        int draw(Draws draws) {
            int[] items = grid.items().items(b);
            while (true) {
                int place = tables.length == 0 ? draws.below(items.length) : tables[b].draw(draws.bits());
                if (seenIn[place] != run) {
                    return items[place];
                }
            }
        }
    }
}
