package org.tandemrec.eval;

import java.util.Arrays;

/** How evenly counts are spread over items. */
final class CountShares {
    private CountShares() {}

    /** The share of items whose count is positive; 0 of no items. */
    static double coverage(int[] counts) {
        int covered = 0;
        for (int count : counts) {
            covered += count > 0 ? 1 : 0;
        }
        return counts.length == 0 ? 0 : (double) covered / counts.length;
    }

    /**
     * Σ_i (2i − N − 1) c_(i) / ((N − 1) Σ c) with counts in ascending order (Castells, Hurley and Vargas, 2015, section 26.3.5); 0
     * of fewer than two items, or of none that counts.
     */
    static double gini(int[] counts) {
        int[] ascending = counts.clone();
        Arrays.sort(ascending);
        long N = ascending.length;
        double weighted = 0;
        double total = 0;
        for (int i = 0; i < ascending.length; i++) {
            weighted += (2.0 * (i + 1) - N - 1) * ascending[i];
            total += ascending[i];
        }
        return N < 2 || total == 0 ? 0 : weighted / ((N - 1) * total);
    }
}
