package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * TOP1-max (Hidasi and Karatzoglou, Recurrent Neural Networks with Top-k Gains, CIKM 2018):
 * Σ_j s_j f_j with f_j = σ(r_j − r_p) + σ(r_j²) and s the softmax over the negatives alone, s_j = w_j exp(r_j) / Σ_k w_k exp(r_k).
 * Gradients: s_j (f_j − loss + σ'(r_j − r_p) + 2 r_j σ'(r_j²)), and −Σ_j s_j σ'(r_j − r_p) at the positive, where σ' = σ (1 − σ).
 */
final class Top1Max implements Loss {
    private final float elu;
    private final Kernels kernels = Kernels.best();
    private final LossKernels lossKernels = LossKernels.best();

    Top1Max(float elu) {
        this.elu = elu;
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
        if (LossRow.negatives(kernels, n, weights, positive, positiveCopies) == 0) {
            return LossRow.withoutNegatives(kernels, scores, offset, n);
        }
        LossRow.elu(lossKernels, elu, scores, offset, n);
        float own = scores[offset + positive];
        float max = LossRow.max(lossKernels, scores, offset, n, weights, positive, positiveCopies);
        int h = n - 1; // scratch: n - 1 shares, n - 1 slopes, the sums
        int sums = 2 * n - 2;
        scratch[sums] = 0;
        scratch[sums + 1] = 0;
        double total = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            int at = from - side; // the positive has no place in the scratch
            total += lossKernels.top1Max(
                    scores, offset + from, own, max, weights, from, count, scratch, at, h + at, scratch, sums);
        }
        double square = LossRow.sigmoid((double) own * own);
        double copies = positiveCopies == 0 ? 0 : positiveCopies * StrictMath.exp(own - (double) max);
        total += copies;
        double loss = (scratch[sums] + copies * (0.5 + square)) / total;
        double slope = copies * (0.5 + square - loss + 2 * own * square * (1 - square)) - scratch[sums + 1];
        double factor = scale / total;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            int at = from - side;
            lossKernels.top1MaxBackward(
                    scores, offset + from, elu, (float) factor, (float) loss, count, scratch, at, h + at);
        }
        scores[offset + positive] = (float) (factor * slope * LossRow.eluSlope(elu, own));
        return loss;
    }
}
