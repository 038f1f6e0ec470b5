package org.tandemrec.eval;

import org.tandemrec.kernel.Kernels;

/**
 * The first items of a full ranking, best first; items of the same score by their number, and a score that is no number before all.
 * Not safe for use by several threads.
 */
final class TopList {
    private static final int BLOCK = 64;

    private final int[] items;
    private final float[] best;
    private final Kernels kernels = Kernels.best();
    private int count;

    /** Room for so many items. */
    TopList(int limit) {
        this.items = new int[limit];
        this.best = new float[limit];
    }

    /**
     * Selects the best of a ranking's items.
     *
     * @param scores those of all items, from {@code offset} on
     */
    void select(Ranking.Full ranking, int itemCount, float[] scores, int offset) {
        count = 0;
        for (int from = 0; from < itemCount; from += BLOCK) {
            int to = Math.min(from + BLOCK, itemCount);
            if (count == items.length && !mayImprove(scores, offset + from, to - from)) {
                continue;
            }
            for (int item = from; item < to; item++) {
                float score = key(scores[offset + item]);
                if ((count < items.length || score > best[count - 1]) && !ranking.excludes(item)) {
                    insert(item, score);
                }
            }
        }
    }

    private boolean mayImprove(float[] scores, int offset, int n) {
        return kernels.countAtLeast(scores, offset, n, Math.nextUp(best[count - 1])) > 0;
    }

    private void insert(int item, float score) {
        int low = 0;
        int high = count;
        while (low < high) { // the first place whose score is lower
            int middle = (low + high) >>> 1;
            if (best[middle] >= score) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        count = Math.min(count + 1, items.length);
        System.arraycopy(items, low, items, low + 1, count - low - 1);
        System.arraycopy(best, low, best, low + 1, count - low - 1);
        items[low] = item;
        best[low] = score;
    }

    private static float key(float score) {
        return Float.isNaN(score) ? Float.POSITIVE_INFINITY : score;
    }

    /** The number of items, fewer than the limit where the ranking has fewer. */
    int count() {
        return count;
    }

    /** The item of a place, from 0. */
    int item(int place) {
        return items[place];
    }
}
