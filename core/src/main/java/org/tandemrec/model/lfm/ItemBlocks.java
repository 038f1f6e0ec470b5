package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.base.Seed;

/**
 * The trained items dealt into blocks of equal size: the most popular ones first, each round in a random order, so that all
 * blocks have about as many interactions.
 */
final class ItemBlocks {
    private final int[] block;
    private final int[] local;
    private final int[][] items;

    /**
     * Deals the items that occur.
     *
     * @param counts the number of interactions of every item
     * @param blocks at least 1, at most as many as items that occur
     */
    ItemBlocks(int[] counts, int blocks, Seed seed) {
        this.block = new int[counts.length];
        this.local = new int[counts.length];
        Arrays.fill(block, -1);
        int[] ranked = byPopularity(counts);
        this.items = new int[blocks][];
        for (int b = 0; b < blocks; b++) {
            items[b] = new int[ranked.length / blocks + (b < ranked.length % blocks ? 1 : 0)];
        }
        Draws draws = new Draws();
        draws.start(seed);
        int[] dealt = new int[blocks];
        Arrays.setAll(dealt, b -> b);
        for (int from = 0, round = 0; from < ranked.length; from += blocks, round++) {
            int count = Math.min(blocks, ranked.length - from);
            draws.shuffle(dealt, 0, count);
            for (int i = 0; i < count; i++) {
                int item = ranked[from + i];
                block[item] = dealt[i];
                local[item] = round;
                items[dealt[i]][round] = item;
            }
            Arrays.sort(dealt, 0, count); // the last, shorter round fills the first blocks
        }
    }

    /** The items that occur, most interactions first, ties by number. */
    private static int[] byPopularity(int[] counts) {
        long[] keys = new long[counts.length];
        int size = 0;
        for (int item = 0; item < counts.length; item++) {
            if (counts[item] > 0) {
                keys[size++] = ((long) (Integer.MAX_VALUE - counts[item]) << 32) | item;
            }
        }
        Arrays.sort(keys, 0, size);
        int[] ranked = new int[size];
        Arrays.setAll(ranked, i -> (int) keys[i]);
        return ranked;
    }

    /** The number of blocks. */
    int count() {
        return items.length;
    }

    /** The block of an item; -1 where it does not occur. */
    int block(int item) {
        return block[item];
    }

    /** The place of an item in its block. */
    int local(int item) {
        return local[item];
    }

    /** The items of a block by their places. */
    int[] items(int b) {
        return items[b];
    }
}
