package org.tandemrec.model.lfm;

import java.util.Arrays;

/** The samples of a stretch of an epoch, in the order in which they are trained: a user, an item, and a label or another item. */
final class Samples {
    int[] user = new int[0];
    int[] item = new int[0];
    /** The label of each sample; not used by pairwise losses. */
    float[] y = new float[0];
    /** The item that is to rank lower; not used by pointwise losses. */
    int[] lower = new int[0];

    int size;

    void add(int u, int i, float label) {
        require(size + 1, false);
        user[size] = u;
        item[size] = i;
        y[size++] = label;
    }

    void addPair(int u, int i, int j) {
        require(size + 1, true);
        user[size] = u;
        item[size] = i;
        lower[size++] = j;
    }

    private void require(int count, boolean pairs) {
        if (count > user.length) {
            int room = Math.max(1024, 2 * user.length);
            user = Arrays.copyOf(user, room);
            item = Arrays.copyOf(item, room);
            y = pairs ? y : Arrays.copyOf(y, room);
            lower = pairs ? Arrays.copyOf(lower, room) : lower;
        }
    }

    /** Puts the samples from {@code from} on into a random order (Fisher and Yates). */
    void shuffle(int from, Draws draws) {
        boolean pairs = lower.length > 0;
        for (int i = size - 1; i > from; i--) {
            int j = from + draws.below(i - from + 1);
            swap(user, i, j);
            swap(item, i, j);
            if (pairs) {
                swap(lower, i, j);
            } else {
                float label = y[i];
                y[i] = y[j];
                y[j] = label;
            }
        }
    }

    private static void swap(int[] values, int i, int j) {
        int swapped = values[i];
        values[i] = values[j];
        values[j] = swapped;
    }
}
