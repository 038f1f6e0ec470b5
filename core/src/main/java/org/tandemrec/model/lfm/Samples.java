package org.tandemrec.model.lfm;

import java.util.Arrays;

/** The samples of a stretch of an epoch, in the order in which they are trained: a user, an item, and a label or another item. */
final class Samples {
    private final boolean pairwise;
    int[] user = new int[0];
    int[] item = new int[0];
    /** The label of each sample; not used by pairwise losses. */
    float[] y = new float[0];
    /** The item that is to rank lower; not used by pointwise losses. */
    int[] lower = new int[0];

    int size;

    Samples(boolean pairwise) {
        this.pairwise = pairwise;
    }

    /** Makes room for {@code count} more. */
    void require(int count) {
        if (size + count > user.length) {
            int room = Math.max(size + count, 2 * user.length);
            user = Arrays.copyOf(user, room);
            item = Arrays.copyOf(item, room);
            y = pairwise ? y : Arrays.copyOf(y, room);
            lower = pairwise ? Arrays.copyOf(lower, room) : lower;
        }
    }

    /**
     * Adds a sample at {@code slot}, whose sample moves to the end: one of the same user, or the end itself. A slot drawn from all
     * of a user's samples so far and the end puts these into a random order (Fisher and Yates, inside out).
     */
    void add(int slot, int u, int i, float label) {
        user[size] = u;
        item[size] = item[slot];
        item[slot] = i;
        y[size++] = y[slot];
        y[slot] = label;
    }

    /** Adds a pair of items at {@code slot}, as {@link #add} does. */
    void addPair(int slot, int u, int i, int j) {
        user[size] = u;
        item[size] = item[slot];
        item[slot] = i;
        lower[size++] = lower[slot];
        lower[slot] = j;
    }

    /** Puts all samples into a random order (Fisher and Yates). */
    void shuffle(Draws draws) {
        for (int i = size - 1; i > 0; i--) {
            int j = draws.below(i + 1);
            Draws.swap(user, i, j);
            Draws.swap(item, i, j);
            if (pairwise) {
                Draws.swap(lower, i, j);
            } else {
                float label = y[i];
                y[i] = y[j];
                y[j] = label;
            }
        }
    }
}
