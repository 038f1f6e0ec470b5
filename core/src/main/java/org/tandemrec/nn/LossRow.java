package org.tandemrec.nn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * What all losses do with a row. Its negatives are two ranges of columns, before the positive (side 0) and behind it (side 1), so
 * that the positive never has to be subtracted from a sum.
 */
final class LossRow {
    private LossRow() {}

    static void check(
            float[] scores,
            int offset,
            int n,
            float @Nullable [] weights,
            int positive,
            float positiveCopies,
            float[] scratch) {
        Check.argument(
                n >= 1 && offset >= 0 && offset <= scores.length - n,
                "a row must be at least one column within its array, but was [%d, %d) of %d",
                offset,
                (long) offset + n,
                scores.length);
        Check.argument(
                weights == null || weights.length >= n,
                "weights must be null or one for each of %d columns, but were fewer",
                n);
        Check.argument(positive >= 0 && positive < n, "positive must be a column of %d, but was %d", n, positive);
        Check.argument(
                positiveCopies >= 0 && positiveCopies < Float.POSITIVE_INFINITY,
                "positiveCopies must be at least 0, but was %s",
                positiveCopies);
        Check.argument(
                scratch.length >= Loss.scratchSize(n),
                "scratch must have %d floats for %d columns, but has %d",
                Loss.scratchSize(n),
                n,
                scratch.length);
    }

    /** The first column of a side. */
    static int from(int side, int positive) {
        return side == 0 ? 0 : positive + 1;
    }

    /** The columns of a side. */
    static int count(int side, int positive, int n) {
        return side == 0 ? positive : n - positive - 1;
    }

    /** How many negatives there are: the sum of the weights, and of the positive's copies. */
    static double negatives(Kernels kernels, int n, float @Nullable [] weights, int positive, float positiveCopies) {
        if (weights == null) {
            return n - 1 + (double) positiveCopies;
        }
        double before = kernels.sum(weights, 0, positive);
        return before + kernels.sum(weights, positive + 1, n - positive - 1) + positiveCopies;
    }

    /** The largest score of the negatives: negative infinity where there are none, or all are NaN. */
    static float max(
            LossKernels kernels,
            float[] scores,
            int offset,
            int n,
            float @Nullable [] weights,
            int positive,
            float positiveCopies) {
        float before = kernels.max(scores, offset, weights, 0, positive);
        int behind = positive + 1;
        float max = Math.max(before, kernels.max(scores, offset + behind, weights, behind, n - behind));
        return positiveCopies > 0 ? Math.max(max, scores[offset + positive]) : max;
    }

    /** Applies ELU to the whole row. */
    static void elu(LossKernels kernels, float elu, float[] scores, int offset, int n) {
        if (elu > 0) {
            kernels.elu(elu, scores, offset, n);
        }
    }

    /** The derivative of ELU where its output is {@code x}. */
    static double eluSlope(float elu, float x) {
        return elu > 0 && !(x > 0) ? x + (double) elu : 1;
    }

    /** The loss and the gradient where there is nothing to compare the positive with. */
    static double withoutNegatives(Kernels kernels, float[] scores, int offset, int n) {
        boolean finite = Float.isFinite(kernels.sum(scores, offset, n));
        Arrays.fill(scores, offset, offset + n, 0);
        return finite ? 0 : Double.NaN;
    }

    /** log(1 + exp(x)). */
    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** The logistic function. */
    static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }
}
