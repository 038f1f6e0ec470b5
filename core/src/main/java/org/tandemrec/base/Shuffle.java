package org.tandemrec.base;

import java.util.SplittableRandom;

/** Random orders, each equally likely (Fisher and Yates, 1938, in the forms of Durstenfeld, 1964). */
public final class Shuffle {
    private Shuffle() {}

    /** Returns {@code 0 … count - 1} in a random order. */
    public static int[] order(int count, SplittableRandom random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Puts {@code values} into a random order. */
    public static void shuffle(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
