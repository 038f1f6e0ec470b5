package org.tandemrec.split;

import org.tandemrec.data.Interactions;

/** Finds the time at which the newest rows begin by counting alone: four passes over the rows, 16 bits of their times each. */
final class TimeCut {
    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;

    private TimeCut() {}

    /** The time of the {@code newest}-th newest row, from 1. */
    static long ofNewest(Interactions rows, int newest) {
        long known = 0;
        int left = newest;
        for (int shift = Long.SIZE - BITS; shift >= 0; shift -= BITS) {
            int[] counts = counts(rows, known, shift);
            int digit = MASK;
            while (counts[digit] < left) {
                left -= counts[digit--];
            }
            known |= (long) digit << shift;
        }
        return known;
    }

    /** How many times have each value in the 16 bits from {@code shift} on, of those that are as known above them. */
    private static int[] counts(Interactions rows, long known, int shift) {
        int[] counts = new int[MASK + 1];
        long above = shift + BITS == Long.SIZE ? 0 : -1L << (shift + BITS);
        for (int user = 0; user < rows.userCount(); user++) {
            for (int row = rows.start(user); row < rows.end(user); row++) {
                long time = rows.timeMillis(row); // never negative
                if (((time ^ known) & above) == 0) {
                    counts[(int) (time >>> shift) & MASK]++;
                }
            }
        }
        return counts;
    }
}
