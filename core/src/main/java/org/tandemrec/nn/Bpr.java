package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * Bayesian personalised ranking (Rendle et al., UAI 2009), averaged over the negatives as in GRU4Rec (Hidasi et al., ICLR 2016):
 * −(1/N) Σ_j w_j log σ(r_p − r_j), N = Σ_j w_j. Gradients: w_j σ(r_j − r_p) / N, and less their sum at the positive.
 */
final class Bpr implements Loss {
    private static final double LN_2 = 0.6931471805599453;

    private final float elu;
    private final Kernels kernels = Kernels.best();
    private final LossKernels lossKernels = LossKernels.best();

    Bpr(float elu) {
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
        double loss = positiveCopies * (LN_2 + 0 * own); // a copy has the positive's own score; NaN stays NaN
        scratch[n] = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            loss += lossKernels.logistic(
                    scores, offset + from, own, elu, (float) factor, weights, from, count, scratch, 0, scratch, n);
        }
        scores[offset + positive] = (float) (-factor * scratch[n] * LossRow.eluSlope(elu, own));
        return loss / negatives;
    }
}
