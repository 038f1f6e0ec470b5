package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.kernel.LossKernels;

/**
 * Generalised binary cross-entropy (Petrov and Macdonald, gSASRec, RecSys 2023):
 * −β log σ(r_p) − Σ_j w_j log(1 − σ(r_j)), where β = α (t (1 − 1/α) + 1/α) = 1 − t (1 − α) makes up for the positives that sampling
 * overrates: α is the sampling rate and t the calibration. The paper also divides by the number of scored columns, a factor that is
 * left to the learning rate. Gradients: β (σ(r_p) − 1) and w_j σ(r_j).
 */
final class GeneralizedBce implements Loss {
    private final double beta;
    private final LossKernels kernels = LossKernels.best();

    GeneralizedBce(double samplingRate, float calibration) {
        Check.argument(
                samplingRate > 0 && samplingRate < Double.POSITIVE_INFINITY,
                "samplingRate (negatives / (items - 1)) must be above 0, but was %s",
                samplingRate);
        this.beta = 1 - calibration * (1 - Math.min(samplingRate, 1));
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
        double own = scores[offset + positive];
        double loss = beta * LossRow.softplus(-own) + positiveCopies * LossRow.softplus(own);
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, positive);
            int count = LossRow.count(side, positive, n);
            loss += kernels.logistic(scores, offset + from, 0, 0, scale, weights, from, count, scratch, 0, scratch, n);
        }
        double gradient = positiveCopies * LossRow.sigmoid(own) - beta * LossRow.sigmoid(-own);
        scores[offset + positive] = (float) (scale * gradient);
        return loss;
    }
}
