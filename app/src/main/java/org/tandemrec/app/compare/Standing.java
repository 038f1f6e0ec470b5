package org.tandemrec.app.compare;

import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Interval;

/**
 * A model's figure by one measure, over all its seeds.
 *
 * @param model the model's name
 * @param measure what was measured
 * @param value the mean over seeds
 * @param interval where the mean lies with a confidence of 95 %, had other users of the same kind been evaluated; null where the measure
 *     is no mean over users
 * @param deviation the standard deviation over seeds; null for a single seed
 * @param n what a seed's figure is a mean over
 * @param p the probability, adjusted by Holm, of a mean difference from the best model as large as this one by chance (randomisation);
 *     null where it was not tested, as that of the best model itself
 * @param wilcoxon the same of the signed ranks of differences (Wilcoxon); null where p is
 */
public record Standing(
        String model,
        Measure measure,
        double value,
        @Nullable Interval interval,
        @Nullable Double deviation,
        int n,
        @Nullable Double p,
        @Nullable Double wilcoxon) {
    /** A difference is called significant where its adjusted p is below this. */
    public static final double LEVEL = 0.05;

    /** The same with the p of both tests. */
    Standing tested(double randomization, double signedRanks) {
        return new Standing(model, measure, value, interval, deviation, n, randomization, signedRanks);
    }

    /** Whether a model is known to be worse than the best one. */
    public boolean isSignificant() {
        return p != null && p < LEVEL;
    }

    /** Whether only one of both tests tells a model from the best one. */
    public boolean isDisputed() {
        return wilcoxon != null && wilcoxon < LEVEL != isSignificant();
    }

    /** Stars for a significant difference: one below 0.05, two below 0.01, three below 0.001; {@code =} for one that is not. */
    public String mark() {
        if (p == null) {
            return "";
        }
        return p < 0.001 ? "***" : p < 0.01 ? "**" : isSignificant() ? "*" : "=";
    }
}
