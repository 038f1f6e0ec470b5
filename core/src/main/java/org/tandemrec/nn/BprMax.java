package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LossKernels;

/**
 * BPR-max (Hidasi and Karatzoglou, Recurrent Neural Networks with Top-k Gains, CIKM 2018):
 * −log Σ_j s_j σ(r_p − r_j) + λ Σ_j s_j r_j², with s the softmax over the negatives alone, s_j = w_j exp(r_j) / Σ_k w_k exp(r_k).
 *
 * <p>With m the largest negative score and e_j = exp(r_j − m), no exponential but e_j is needed:
 * σ(r_p − r_j) = a / (a + b e_j), where (a, b) = (1, exp(m − r_p)) if r_p ≥ m and (exp(r_p − m), 1) if not. With t_j = e_j / (a + b e_j),
 * S = Σ w t, U = Σ w t e, T = Σ w t² the softmax has the denominator Z = Σ w e = a S + b U, and
 *
 * <ul>
 *   <li>the loss is log(Z / (a S)) = log(1 + b U / (a S)),
 *   <li>its gradient at r_j is w_j t_j (b / Z) (a t_j + e_j − a U / (S (a + b e_j))), at r_p it is −b T / S,
 *   <li>that of the regulariser, with its mean square R, is λ (w_j e_j / Z) (r_j (2 + r_j) − R):
 * </ul>
 *
 * sums of terms of one sign, but for one difference, however far the positive is above the negatives.
 */
final class BprMax implements Loss {
    /* Beyond it exp(r_p − m) leaves the range where its inverse and products with it are floats. */
    private static final float FARTHEST_BELOW = 80;

    private final float elu;
    private final double lambda;
    private final Kernels kernels = Kernels.best();
    private final LossKernels lossKernels = LossKernels.best();

    BprMax(float elu, float scoreRegularization) {
        this.elu = elu;
        this.lambda = scoreRegularization;
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
        float max = LossRow.max(lossKernels, scores, offset, n, weights, positive, positiveCopies);
        if (max - scores[offset + positive] > FARTHEST_BELOW) {
            return farBelow(scores, offset, n, weights, positive, positiveCopies, scale, scratch, max);
        }
        return near(scores, offset, n, weights, positive, positiveCopies, scale, scratch, max);
    }

    private double near(
            float[] r,
            int offset,
            int n,
            float @Nullable [] w,
            int p,
            float copies,
            float scale,
            float[] scratch,
            float max) {
        float own = r[offset + p];
        float distance = own - max;
        float a = (float) StrictMath.exp(Math.min(distance, 0));
        float b = (float) StrictMath.exp(-Math.max(distance, 0));
        int inverses = n - 1; // scratch: n - 1 exponentials, n - 1 inverses, the sums
        int sums = 2 * n - 2;
        scratch[sums] = 0;
        scratch[sums + 1] = 0;
        double S = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, p);
            int count = LossRow.count(side, p, n);
            int at = from - side; // the positive has no place in the scratch
            S += lossKernels.bprMax(
                    r, offset + from, max, a, b, w, from, count, scratch, at, inverses + at, scratch, sums);
        }
        double ownE = copies == 0 ? 0 : a; // a copy's exponential: a copy is among the negatives, so r_p is at most max
        double ownT = ownE == 0 ? 0 : 0.5;
        S += copies * ownT;
        double U = scratch[sums] + copies * ownT * ownE;
        double Z = a * S + b * U;
        double R = (scratch[sums + 1] + copies * ownE * own * own) / Z;
        double pull = b / Z;
        double push = a * b * U / (Z * S);
        double shrink = lambda / Z;
        double T = 0;
        for (int side = 0; side < 2; side++) {
            int from = LossRow.from(side, p);
            int count = LossRow.count(side, p, n);
            int at = from - side;
            T += lossKernels.bprMaxBackward(
                    r,
                    offset + from,
                    elu,
                    a,
                    (float) (scale * pull),
                    (float) (scale * push),
                    (float) (scale * shrink),
                    (float) R,
                    w,
                    from,
                    count,
                    scratch,
                    at,
                    inverses + at,
                    scratch,
                    sums);
        }
        T += copies * ownT * ownT;
        double ranking = copies == 0 ? 0 : ownT * (pull * (a * ownT + ownE) - push / (a + b * ownE));
        double gradient = copies * (ranking + ownE * shrink * (own * (2.0 + own) - R)) - b * T / S;
        r[offset + p] = (float) (scale * gradient * LossRow.eluSlope(elu, own));
        return StrictMath.log1p(b * U / (a * S)) + lambda * R;
    }

    /**
     * The same where no float holds exp(r_p − m), in doubles: now s_j σ(r_p − r_j) = exp(r_p − m) w_j τ_j / Z with τ_j = σ(r_j − r_p),
     * and the ranking's gradient is w_j e_j / Z − w_j τ_j (1 − τ_j) / Σ w τ at r_j and −Σ w τ² / Σ w τ at r_p.
     */
    private double farBelow(
            float[] r,
            int offset,
            int n,
            float @Nullable [] w,
            int p,
            float copies,
            float scale,
            float[] scratch,
            float max) {
        double own = r[offset + p];
        double Z = 0;
        double S = 0;
        double T = 0;
        double squares = 0;
        for (int j = 0; j < n; j++) {
            double weight = j == p ? copies : w == null ? 1 : w[j];
            double x = r[offset + j];
            double e = StrictMath.exp(Math.min(x - max, 0));
            double tau = LossRow.sigmoid(x - own);
            scratch[j] = (float) e;
            scratch[n + j] = (float) tau;
            Z += weight * e;
            S += weight * tau;
            T += weight * tau * tau;
            squares += weight * e * x * x;
        }
        double R = squares / Z;
        for (int j = 0; j < n; j++) {
            double weight = j == p ? copies : w == null ? 1 : w[j];
            float x = r[offset + j];
            double tau = scratch[n + j];
            double softmax = scratch[j] / Z * (1 + lambda * (x * (2.0 + x) - R));
            double gradient = weight * (softmax - tau * (1 - tau) / S) - (j == p ? T / S : 0);
            r[offset + j] = (float) (scale * gradient * LossRow.eluSlope(elu, x));
        }
        return StrictMath.log(Z / S) + (max - own) + lambda * R;
    }
}
