package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * TOP1 (Hidasi et al., Session-based Recommendations with Recurrent Neural Networks, ICLR 2016):
 * (1/N) Σ_j w_j (σ(r_j − r_p) + σ(r_j²)), N = Σ_j w_j. Gradients: w_j (σ'(r_j − r_p) + 2 r_j σ'(r_j²)) / N, and
 * −Σ_j w_j σ'(r_j − r_p) / N at the positive, where σ' = σ (1 − σ).
 */
final class Top1 implements Loss {
    private final float elu;
    private final Kernels kernels = Kernels.best();
    private final LossKernels lossKernels = LossKernels.best();

    Top1(float elu) {
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
        double negatives = LossRow.negatives(kernels, n, weights, positive, positiveCopies);
        if (negatives == 0) {
            return LossRow.withoutNegatives(kernels, scores, offset, n);
        }
        LossRow.elu(lossKernels, elu, scores, offset, n);
        float own = scores[offset + positive];
        double factor = scale / negatives;
        double square = LossRow.sigmoid((double) own * own);
        double loss = positiveCopies * (0.5 + square);
        scratch[n] = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            loss += lossKernels.top1(
                    scores, offset + from, own, elu, (float) factor, weights, from, count, scratch, 0, scratch, n);
        }
        double gradient = positiveCopies * 2 * own * square * (1 - square) - scratch[n];
        scores[offset + positive] = (float) (factor * gradient * LossRow.eluSlope(elu, own));
        return loss / negatives;
    }
}
