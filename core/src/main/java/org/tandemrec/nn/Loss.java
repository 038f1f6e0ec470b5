package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.LossKernels;

/**
 * How far the scores of one row are from ranking its positive column first, with the gradient.
 *
 * <p>In all formulas r_j is the score of column j, p the positive column, w_j how often column j stands among the negatives and σ the
 * logistic function; sums over j go over the negatives. A column that stands there m times gives the loss and the gradient of m equal
 * columns. A row without negatives has loss 0 where the loss compares the positive with them.
 *
 * <p>Reductions are sums of floats in the fixed order of {@link LossKernels}; what a row's sums come to is
 * combined in doubles. A score that is NaN gives a loss that is NaN. A loss holds no state: rows may be computed
 * by several threads at once.
 */
public sealed interface Loss permits CrossEntropy, GeneralizedBce, Bpr, BprMax, Top1, Top1Max {
    /**
     * Makes the loss.
     *
     * @param samplingRate scored negatives / (items − 1), above 0, what is above 1 counting as 1: only generalised binary
     *     cross-entropy depends on it
     */
    static Loss of(LossConfig config, double samplingRate) {
        return switch (config.loss()) {
            case CROSS_ENTROPY -> new CrossEntropy(config.labelSmoothing());
            case GBCE -> new GeneralizedBce(samplingRate, config.calibration());
            case BPR -> new Bpr(config.elu());
            case BPR_MAX -> new BprMax(config.elu(), config.scoreRegularization());
            case TOP1 -> new Top1(config.elu());
            case TOP1_MAX -> new Top1Max(config.elu());
        };
    }

    /** How many floats of scratch a row of {@code n} columns needs. */
    static int scratchSize(int n) {
        return Math.addExact(Math.multiplyExact(2, n), LossKernels.SUMS);
    }

    /**
     * Replaces the scores of one row by the gradient of {@code scale * loss} and returns the loss, not scaled.
     *
     * @param scores the n scores of distinct columns from {@code offset} on
     * @param weights how often each column stands among the negatives, at least 0; once each if null. The positive's is ignored
     * @param positive the positive column, from 0 to n − 1
     * @param positiveCopies how often the positive stands among its own negatives, at least 0
     * @param scratch at least {@link #scratchSize} floats, overwritten
     * @throws IllegalArgumentException if an argument breaks these rules (weights' values are not checked)
     */
    double row(
            float[] scores,
            int offset,
            int n,
            float @Nullable [] weights,
            int positive,
            float positiveCopies,
            float scale,
            float[] scratch);
}
