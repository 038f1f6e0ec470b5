package org.tandemrec.model.ralst;

import java.util.Arrays;

/**
 * The weights that θ may have where more than two parts are fused: none negative, and a sum of at most 1, because what is left to 1
 * is the weight of the long-term part.
 */
final class Simplex {
    private Simplex() {}

    /**
     * Moves θ to the nearest such point (Duchi, Shalev-Shwartz, Singer, Chandra, ICML 2008, figure 1): negative weights become 0, and
     * where the sum is still above 1, θ_k = max(θ_k − τ, 0) with the τ that makes it 1. What is no finite number stays as it is.
     *
     * @param theta of which the first {@code size} elements are projected in place
     * @param sorted room for {@code size} numbers
     */
    static void project(double[] theta, int size, double[] sorted) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            if (!Double.isFinite(theta[k])) {
                return;
            }
            sum += Math.max(theta[k], 0);
        }
        double tau = sum > 1 ? threshold(theta, size, sorted) : 0;
        for (int k = 0; k < size; k++) {
            theta[k] = Math.max(theta[k] - tau, 0);
        }
    }

    /** τ = (Σ_{r ≤ ρ} u_r − 1) / ρ with u sorted descending and ρ the last place where u_ρ is above the τ of its own prefix. */
    private static double threshold(double[] theta, int size, double[] sorted) {
        System.arraycopy(theta, 0, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
        double sum = 0;
        double tau = 0;
        for (int place = 1; place <= size; place++) {
            double value = sorted[size - place];
            sum += value;
            double ofPrefix = (sum - 1) / place;
            if (value <= ofPrefix) {
                break;
            }
            tau = ofPrefix;
        }
        return tau;
    }
}
