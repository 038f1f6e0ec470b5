package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.kernel.FactorKernels;
import org.tandemrec.kernel.FactorRows;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.kernel.Kernels;

/**
 * Stochastic gradient descent sample by sample (paper, eqs 3–4; the factor 2 of the squared loss is part of the rate). Several
 * threads may run it at once on samples that share neither a user nor an item.
 */
final class Descent {
    private final LfmConfig.Loss loss;
    private final int F;
    private final float mean;
    private final boolean biased;
    private final boolean adagrad;
    private final float[] P;
    private final float[] Q;
    private final float[] userBias;
    private final float[] itemBias;
    private final float[] userPenalty;
    private final float[] itemPenalty;
    private final FactorRows rows;
    /** With Adagrad, 1 + the sum of the mean squared gradients of each row; empty without. */
    private final float[] userSquares;

    private final float[] itemSquares;
    private final Kernels kernels = Kernels.best();
    private final FactorKernels factors = FactorKernels.best();

    Descent(LfmConfig config, FactorRows rows, float[] userSquares, float[] itemSquares) {
        this.loss = config.loss();
        this.adagrad = config.rate().adagrad();
        this.rows = rows;
        this.F = rows.factors();
        this.mean = rows.mean();
        this.biased = rows.biased();
        this.P = rows.users();
        this.Q = rows.items();
        this.userBias = rows.userBias();
        this.itemBias = rows.itemBias();
        this.userPenalty = rows.userPenalty();
        this.itemPenalty = rows.itemPenalty();
        this.userSquares = userSquares;
        this.itemSquares = itemSquares;
    }

    /** What Adagrad has seen before the first sample of {@code rows} rows. */
    static float[] squares(LfmConfig config, int rows) {
        float[] squares = new float[config.rate().adagrad() ? rows : 0];
        Arrays.fill(squares, 1); // so that no step is longer than without
        return squares;
    }

    /** Trains on the samples in their order and returns the sum of their losses, each before its step. */
    double run(Samples samples, float rate) {
        return switch (loss) {
            case SQUARED ->
                adagrad
                        ? squared(samples, rate)
                        : factors.squaredSteps(rows, samples.user, samples.item, samples.y, samples.size, rate);
            case LOGISTIC -> logistic(samples, rate);
            case BPR -> pairwise(samples, rate);
        };
    }

    private double squared(Samples samples, float rate) {
        double sum = 0;
        for (int s = 0; s < samples.size; s++) {
            int user = samples.user[s];
            int item = samples.item[s];
            float error = samples.y[s] - score(user, item);
            sum += (double) error * error;
            step(user, item, rate, error);
        }
        return sum;
    }

    private double logistic(Samples samples, float rate) {
        double sum = 0;
        for (int s = 0; s < samples.size; s++) {
            int user = samples.user[s];
            int item = samples.item[s];
            float score = score(user, item);
            float y = samples.y[s];
            sum += FloatMath.softplus(score) - score * y;
            step(user, item, rate, y - FloatMath.sigmoid(score));
        }
        return sum;
    }

    private float score(int user, int item) {
        float score = mean + kernels.dot(P, user * F, Q, item * F, F);
        return biased ? score + userBias[user] + itemBias[item] : score;
    }

    /** A step against the loss, whose derivative by the score is {@code -slope}. */
    private void step(int user, int item, float rate, float slope) {
        int p = user * F;
        int q = item * F;
        float pRate = rate;
        float qRate = rate;
        if (adagrad) {
            float pp = kernels.dot(P, p, P, p, F);
            float qq = kernels.dot(Q, q, Q, q, F);
            float pq = kernels.dot(P, p, Q, q, F);
            pRate = adagrad(userSquares, user, rate, squaredNorm(slope, qq, pq, userPenalty[user], pp));
            qRate = adagrad(itemSquares, item, rate, squaredNorm(slope, pp, pq, itemPenalty[item], qq));
        }
        float pKeep = 1 - pRate * userPenalty[user];
        float qKeep = 1 - qRate * itemPenalty[item];
        if (biased) {
            userBias[user] = pKeep * userBias[user] + pRate * slope;
            itemBias[item] = qKeep * itemBias[item] + qRate * slope;
        }
        factors.pointwise(P, p, Q, q, F, pRate * slope, pKeep, qRate * slope, qKeep);
    }

    /** |slope · x − lambda · w|², the squared length of the gradient of row w, from inner products. */
    private static float squaredNorm(float slope, float xx, float xw, float lambda, float ww) {
        return Math.max(0, slope * slope * xx - 2 * slope * lambda * xw + lambda * lambda * ww);
    }

    /** Adds a gradient to what a row has seen and returns the row's rate. */
    private float adagrad(float[] squares, int row, float rate, float squaredNorm) {
        squares[row] += squaredNorm / F;
        return rate / (float) Math.sqrt(squares[row]);
    }

    private double pairwise(Samples samples, float rate) {
        double sum = 0;
        for (int s = 0; s < samples.size; s++) {
            int user = samples.user[s];
            int higher = samples.item[s];
            int lower = samples.lower[s];
            float x = kernels.dot(P, user * F, Q, higher * F, F) - kernels.dot(P, user * F, Q, lower * F, F);
            if (biased) {
                x += itemBias[higher] - itemBias[lower];
            }
            sum += FloatMath.softplus(-x);
            pairStep(user, higher, lower, rate, FloatMath.sigmoid(-x));
        }
        return sum;
    }

    private void pairStep(int user, int higher, int lower, float rate, float slope) {
        int p = user * F;
        int i = higher * F;
        int j = lower * F;
        float pRate = rate;
        float iRate = rate;
        float jRate = rate;
        if (adagrad) {
            float pp = kernels.dot(P, p, P, p, F);
            float ii = kernels.dot(Q, i, Q, i, F);
            float jj = kernels.dot(Q, j, Q, j, F);
            float pi = kernels.dot(P, p, Q, i, F);
            float pj = kernels.dot(P, p, Q, j, F);
            float apart = ii + jj - 2 * kernels.dot(Q, i, Q, j, F);
            pRate = adagrad(userSquares, user, rate, squaredNorm(slope, apart, pi - pj, userPenalty[user], pp));
            iRate = adagrad(itemSquares, higher, rate, squaredNorm(slope, pp, pi, itemPenalty[higher], ii));
            jRate = adagrad(itemSquares, lower, rate, squaredNorm(-slope, pp, pj, itemPenalty[lower], jj));
        }
        float iKeep = 1 - iRate * itemPenalty[higher];
        float jKeep = 1 - jRate * itemPenalty[lower];
        if (biased) {
            itemBias[higher] = iKeep * itemBias[higher] + iRate * slope;
            itemBias[lower] = jKeep * itemBias[lower] - jRate * slope;
        }
        factors.pairwise(
                P,
                p,
                Q,
                i,
                j,
                F,
                pRate * slope,
                1 - pRate * userPenalty[user],
                iRate * slope,
                iKeep,
                jRate * slope,
                jKeep);
    }
}
