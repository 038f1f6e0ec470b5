package org.tandemrec.data;

import org.tandemrec.base.Seed;

/** Sorts one user's row numbers by time, then by the tie rule: a merge sort, since rows that tie in both keep their order. */
final class RowSort {
    private final int[] users;
    private final int[] items;
    private final long[] millis;
    private final TieRule tieRule;
    private int[] scratch = new int[64];

    RowSort(int[] users, int[] items, long[] millis, TieRule tieRule) {
        this.users = users;
        this.items = items;
        this.millis = millis;
        this.tieRule = tieRule;
    }

    /** Sorts {@code order[from … to - 1]}, the row numbers of one user in the order in which they were added. */
    void sort(int[] order, int from, int to) {
        for (int width = 1; width < to - from; width *= 2) {
            for (int left = from; left < to - width; left += 2 * width) {
                merge(order, left, left + width, Math.min(left + 2 * width, to));
            }
        }
    }

    private void merge(int[] order, int left, int middle, int right) {
        if (!isAfter(order[middle - 1], order[middle])) {
            return;
        }
        int count = middle - left;
        if (count > scratch.length) {
            scratch = new int[2 * count];
        }
        System.arraycopy(order, left, scratch, 0, count);
        int i = 0;
        int j = middle;
        for (int out = left; i < count; out++) {
            order[out] = j < right && isAfter(scratch[i], order[j]) ? order[j++] : scratch[i++];
        }
    }

    private boolean isAfter(int a, int b) {
        if (millis[a] != millis[b] || tieRule == TieRule.FILE_ORDER) {
            return millis[a] > millis[b];
        }
        return tieHash(a) > tieHash(b);
    }

    private long tieHash(int row) {
        return Seed.mix(Seed.mix(users[row]) + items[row]);
    }
}
