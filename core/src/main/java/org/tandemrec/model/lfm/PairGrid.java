package org.tandemrec.model.lfm;

import java.util.BitSet;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Repeats;

/**
 * Every (user, item) pair of the training data once, laid out in a grid of blocks of users × blocks of items (Gemulla et al., KDD
 * 2011). Blocks in different rows and columns of the grid share neither a user nor an item, so they can be trained side by side.
 *
 * <p>Users are cut into stretches with about as many pairs; items are dealt ({@link ItemBlocks}). Pairs lie block of items by
 * block of items, in it user by user, so a block of the grid is one stretch of memory. The size of the grid follows from the data
 * and the factors alone, never from the number of threads.
 */
final class PairGrid {
    /* The factors of a block's items stay in a core's second cache, beside those of the users that pass by. */
    private static final int CACHED_BYTES = 192 << 10;
    /* Enough for the blocks of a stratum to fill many processors evenly. */
    private static final int BLOCKS = 16;
    /* A block with fewer pairs is not worth its turn. */
    private static final int MIN_PAIRS = 4096;
    /* Items of a block are numbered by a char. */
    private static final int MAX_BLOCK_ITEMS = 1 << 16;

    private final ItemBlocks items;
    /** Users of block b are {@code userFrom[b] … userFrom[b + 1] - 1}. */
    private final int[] userFrom;
    /** Pairs of user u in block of items b are {@code start[b][u] … start[b][u + 1] - 1}. */
    private final int[][] start;
    /** The place of each pair's item in its block. */
    private final char[] local;
    /** The rating of each pair; empty for implicit feedback. */
    private final float[] ratings;

    private final int[] userPairs;
    private final int[] itemPairs;

    /** Lays out the last row of each pair. */
    PairGrid(Interactions training, LfmConfig config, Seed seed, Parallel parallel) {
        this(training, config.factors(), config.feedback() == LfmConfig.Feedback.EXPLICIT, seed, parallel);
    }

    private PairGrid(Interactions training, int factors, boolean rated, Seed seed, Parallel parallel) {
        BitSet last = Repeats.lastOfPair(training);
        int users = training.userCount();
        this.userPairs = new int[users];
        this.itemPairs = new int[training.itemCount()];
        int pairs = 0;
        for (int user = 0; user < users; user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                if (last.get(row)) {
                    userPairs[user]++;
                    itemPairs[training.item(row)]++;
                }
            }
            pairs += userPairs[user];
        }
        int occurring = 0;
        for (int count : itemPairs) {
            occurring += count > 0 ? 1 : 0;
        }
        int side = side(pairs, users, occurring, factors);
        this.items = new ItemBlocks(itemPairs, side, seed);
        this.userFrom = stretches(userPairs, pairs, side);
        this.start = new int[side][users + 1];
        this.local = new char[pairs];
        this.ratings = new float[rated ? pairs : 0];
        parallel.forEach(side, b -> count(training, last, b));
        for (int b = 0, sum = 0; b < side; b++) {
            for (int user = 0; user <= users; user++) {
                int count = start[b][user];
                start[b][user] = sum;
                sum += count;
            }
        }
        parallel.forEach(side, b -> fill(training, last, b));
    }

    /** What a training part takes as a grid, in bytes, and the lists of users and penalties beside it. */
    static long bytes(Interactions training, LfmConfig config) {
        int side = side(training.size(), training.userCount(), training.itemCount(), config.factors());
        boolean rated = config.feedback() == LfmConfig.Feedback.EXPLICIT;
        long pairs = (long) training.size() * (Character.BYTES + (rated ? Float.BYTES : 0));
        long users = (long) training.userCount() * Integer.BYTES * (side + 5);
        long grids = config.loss() == LfmConfig.Loss.BPR ? 2 : 1; // the next epoch's beside the last one's
        return grids * (pairs + users);
    }

    /** The number of blocks of users, and of items, for as many pairs, users and items with interactions. */
    static int side(int pairs, int users, int items, int factors) {
        int cached = Math.ceilDiv(items * factors, CACHED_BYTES / Float.BYTES);
        int filled = (int) Math.sqrt((double) pairs / MIN_PAIRS);
        int wanted = Math.min(Math.min(Math.max(BLOCKS, cached), filled), Math.min(users, items));
        return Math.max(wanted, Math.ceilDiv(items, MAX_BLOCK_ITEMS)); // some stretches may have no user then
    }

    /** Cuts the users into stretches with about as many pairs. */
    private static int[] stretches(int[] userPairs, int pairs, int count) {
        int[] from = new int[count + 1];
        long sum = 0;
        int next = 1;
        for (int user = 0; user < userPairs.length; user++) {
            sum += userPairs[user];
            while (next < count && sum * count >= (long) pairs * next) {
                from[next++] = user + 1;
            }
        }
        while (next <= count) {
            from[next++] = userPairs.length;
        }
        return from;
    }

    private void count(Interactions training, BitSet last, int userBlock) {
        for (int user = userFrom[userBlock]; user < userFrom[userBlock + 1]; user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                if (last.get(row)) {
                    start[items.block(training.item(row))][user]++;
                }
            }
        }
    }

    private void fill(Interactions training, BitSet last, int userBlock) {
        int[] next = new int[items.count()];
        for (int user = userFrom[userBlock]; user < userFrom[userBlock + 1]; user++) {
            for (int b = 0; b < next.length; b++) {
                next[b] = start[b][user];
            }
            for (int row = training.start(user); row < training.end(user); row++) {
                if (last.get(row)) {
                    int item = training.item(row);
                    int pair = next[items.block(item)]++;
                    local[pair] = (char) items.local(item);
                    if (ratings.length > 0) {
                        ratings[pair] = training.rating(row);
                    }
                }
            }
        }
    }

    /** The number of blocks of users, and of items. */
    int side() {
        return items.count();
    }

    /** The number of pairs. */
    int pairs() {
        return local.length;
    }

    /** The number of pairs in a block of the grid. */
    int pairs(int userBlock, int itemBlock) {
        return start[itemBlock][userFrom[userBlock + 1]] - start[itemBlock][userFrom[userBlock]];
    }

    /** The first user of a block; that of {@code side()} is the number of users. */
    int userFrom(int userBlock) {
        return userFrom[userBlock];
    }

    /** The first pair of a user in a block of items; that of the next user is where they end. */
    int start(int itemBlock, int user) {
        return start[itemBlock][user];
    }

    /** The place of a pair's item in its block. */
    int local(int pair) {
        return local[pair];
    }

    /** The rating of a pair; explicit feedback only. */
    float rating(int pair) {
        return ratings[pair];
    }

    /** The dealt items. */
    ItemBlocks items() {
        return items;
    }

    /** The number of pairs of a user. */
    int userPairs(int user) {
        return userPairs[user];
    }

    /** The number of pairs of an item. */
    int itemPairs(int item) {
        return itemPairs[item];
    }

    /** The mean rating; explicit feedback only. */
    double meanRating() {
        double sum = 0;
        for (float rating : ratings) {
            sum += rating;
        }
        return sum / ratings.length;
    }
}
