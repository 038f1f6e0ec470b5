package org.tandemrec.data;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;

/** Sorts the rows of one user at a time by time, then by the tie rule, in place; rows that tie in both keep their order. */
final class UserSort {
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;
    private final @Nullable TimeColumn times;
    private final TieRule tieRule;

    /* The user's rows in their old order; times and ties also, which the sort compares; the new order; room for merging. */
    private int[] oldItems = new int[0];
    private float[] oldRatings = new float[0];
    private long[] oldTimes = new long[0];
    private long[] ties = new long[0];
    private int[] order = new int[0];
    private int[] scratch = new int[0];

    UserSort(ItemColumn items, @Nullable RatingColumn ratings, @Nullable TimeColumn times, TieRule tieRule) {
        this.items = items;
        this.ratings = ratings;
        this.times = times;
        this.tieRule = tieRule;
    }

    /** Sorts the rows {@code from … to - 1} of a user. */
    void sort(int user, int from, int to) {
        int count = to - from;
        load(user, from, count);
        for (int width = 1; width < count; width *= 2) {
            for (int left = 0; left < count - width; left += 2 * width) {
                merge(left, left + width, Math.min(left + 2 * width, count));
            }
        }
        store(from, count);
    }

    private void load(int user, int from, int count) {
        if (count > order.length) {
            int capacity = Math.max(count, order.length + (order.length >> 1));
            oldItems = new int[capacity];
            oldRatings = new float[capacity];
            oldTimes = new long[capacity];
            ties = new long[capacity];
            order = new int[capacity];
            scratch = new int[capacity];
        }
        for (int i = 0; i < count; i++) {
            order[i] = i;
            oldItems[i] = items.get(from + i);
            if (ratings != null) {
                oldRatings[i] = ratings.get(from + i);
            }
            if (times != null) {
                oldTimes[i] = times.get(from + i);
            }
        }
        switch (tieRule) {
            case FILE_ORDER -> {} // all ties are 0
            case SEEDED_HASH -> {
                for (int i = 0; i < count; i++) {
                    ties[i] = Seed.mix(Seed.mix(user) + oldItems[i]);
                }
            }
        }
    }

    private void store(int from, int count) {
        for (int i = 0; i < count; i++) {
            int old = order[i];
            items.set(from + i, oldItems[old]);
            if (ratings != null) {
                ratings.set(from + i, oldRatings[old]);
            }
            if (times != null) {
                times.set(from + i, oldTimes[old]);
            }
        }
    }

    private void merge(int left, int middle, int right) {
        if (!isAfter(order[middle - 1], order[middle])) {
            return;
        }
        int count = middle - left;
        System.arraycopy(order, left, scratch, 0, count);
        int i = 0;
        int j = middle;
        for (int out = left; i < count; out++) {
            order[out] = j < right && isAfter(scratch[i], order[j]) ? order[j++] : scratch[i++];
        }
    }

    private boolean isAfter(int a, int b) {
        return oldTimes[a] != oldTimes[b] ? oldTimes[a] > oldTimes[b] : ties[a] > ties[b];
    }
}
