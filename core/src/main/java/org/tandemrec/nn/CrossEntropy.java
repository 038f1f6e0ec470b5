package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * Cross-entropy of a softmax over all columns: −Σ_j y_j log(exp(r_j) / Z), Z = Σ_j W_j exp(r_j), where W_j = w_j of a negative and
 * W_p = 1 + the positive's copies. The target is y = 1 at the positive; with label smoothing ε it is (1 − ε) there, and ε split over
 * all columns in proportion to W (Szegedy et al., Rethinking the Inception Architecture, CVPR 2016, section 7). The gradient is
 * W_j exp(r_j) / Z − y_j. With weights as the columns' expected counts this is sampled softmax.
 */
final class CrossEntropy implements Loss {
    private final double labelSmoothing;
    private final Kernels kernels = Kernels.best();
    private final LossKernels lossKernels = LossKernels.best();

    CrossEntropy(float labelSmoothing) {
        this.labelSmoothing = labelSmoothing;
    }

    @Override
    public double row(
            float[] scores,
            int offset,
            int n,
            float @Nullable [] weights,
            int positive,
            float positiveCopies,
            float scale,
            float[] scratch) {
        LossRow.check(scores, offset, n, weights, positive, positiveCopies, scratch);
        float own = scores[offset + positive];
        float max = Math.max(own, LossRow.max(lossKernels, scores, offset, n, weights, positive, positiveCopies));
        double ownWeight = 1 + (double) positiveCopies;
        double smoothed = 0;
        double share = 0; // of one of the columns that split the smoothed part of the target
        double othersShare = 0;
        if (labelSmoothing > 0) {
            double others = LossRow.negatives(kernels, n, weights, positive, 0);
            share = labelSmoothing / (ownWeight + others);
            othersShare = share * others;
            smoothed = othersShare * own - share * weightedSum(scores, offset, n, weights, positive);
        }
        double others = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            others += lossKernels.expSum(scores, offset + from, max, weights, from, count, scratch, 0);
        }
        double total = ownWeight * StrictMath.exp(own - (double) max) + others;
        lossKernels.affine((float) (scale / total), (float) (-scale * share), scores, offset, weights, 0, n);
        scores[offset + positive] = (float) (scale * (othersShare - others / total));
        return StrictMath.log(total) + ((double) max - own) + smoothed;
    }

    /** Σ w_j r_j over the negatives. */
    private double weightedSum(float[] scores, int offset, int n, float @Nullable [] weights, int positive) {
        double sum = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            sum += weights == null
                    ? kernels.sum(scores, offset + from, count)
                    : kernels.dot(weights, from, scores, offset + from, count);
        }
        return sum;
    }
}
