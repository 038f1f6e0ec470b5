package org.tandemrec.recommend;

import java.util.function.IntPredicate;
import org.tandemrec.kernel.Kernels;

/**
 * The best items of a stream of scores: a bounded heap in two primitive arrays with the worst kept item at its root. A higher
 * score is better; of equal scores the lower item number is. NaN is never kept.
 */
public final class TopItems {
    private static final Kernels KERNELS = Kernels.best();
    private static final int BLOCK = 256;

    private final int[] items;
    private final float[] scores;
    private int size;

    /** Keeps at most {@code capacity} items. */
    public TopItems(int capacity) {
        items = new int[capacity];
        scores = new float[capacity];
    }

    /** Keeps the item if it is among the best so far. */
    public void offer(int item, float score) {
        if (size < items.length) {
            if (!Float.isNaN(score)) {
                siftUp(size++, item, score);
            }
        } else if (size > 0 && worse(items[0], scores[0], item, score)) {
            siftDown(item, score, size);
        }
    }

    /**
     * Offers every item, numbered from 0, that a filter lets through. The filter is asked last: of few items, once the best are kept.
     *
     * @param all the scores of all items
     */
    public void offerAll(float[] all, IntPredicate filter) {
        if (items.length == 0) {
            return;
        }
        int[] places = new int[BLOCK];
        for (int from = 0; from < all.length; from += BLOCK) {
            int n = Math.min(BLOCK, all.length - from);
            float least = size < items.length ? Float.NEGATIVE_INFINITY : scores[0];
            int count = KERNELS.placesAtLeast(all, from, n, least, places);
            for (int i = 0; i < count; i++) {
                int item = from + places[i];
                if ((size < items.length || worse(items[0], scores[0], item, all[item])) && filter.test(item)) {
                    offer(item, all[item]);
                }
            }
        }
    }

    /** The number of items kept. */
    public int size() {
        return size;
    }

    /** Brings the kept items into order, best first; nothing may be offered afterwards. */
    public void sort() {
        for (int end = size - 1; end > 0; end--) {
            int item = items[end];
            float score = scores[end];
            items[end] = items[0];
            scores[end] = scores[0];
            siftDown(item, score, end);
        }
    }

    /** The item at a place after {@link #sort}. */
    public int item(int place) {
        return items[place];
    }

    /** The score at a place after {@link #sort}. */
    public float score(int place) {
        return scores[place];
    }

    /** Whether (a, scoreA) ranks after (b, scoreB); false where scoreB is NaN. */
    private static boolean worse(int a, float scoreA, int b, float scoreB) {
        return scoreA < scoreB || (scoreA == scoreB && a > b);
    }

    private void siftUp(int place, int item, float score) {
        int child = place;
        while (child > 0) {
            int parent = (child - 1) >>> 1;
            if (!worse(item, score, items[parent], scores[parent])) {
                break;
            }
            items[child] = items[parent];
            scores[child] = scores[parent];
            child = parent;
        }
        items[child] = item;
        scores[child] = score;
    }

    /** Puts an item in place of the root of a heap of {@code end} items. */
    private void siftDown(int item, float score, int end) {
        int parent = 0;
        for (int child = 1; child < end; child = 2 * parent + 1) {
            if (child + 1 < end && worse(items[child + 1], scores[child + 1], items[child], scores[child])) {
                child++;
            }
            if (!worse(items[child], scores[child], item, score)) {
                break;
            }
            items[parent] = items[child];
            scores[parent] = scores[child];
            parent = child;
        }
        items[parent] = item;
        scores[parent] = score;
    }
}
