package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Factors for someone never seen in training, from a few items.
 *
 * <p>They minimise the expected training loss (paper, eq 2) of these items with everything else fixed. Each item counts once,
 * however often it comes, with y = 1 and brings {@code negatives} draws with y = 0, whose expectation is an equal weight on every
 * trained item; the regularisation counts once per sample, as in training. That is a ridge regression of F unknowns, solved by
 * Cholesky. Where there is no item, or where ratings were learned and these items have none, the factors are the mean of all
 * trained users'.
 */
final class FoldIn {
    private final LfmConfig config;
    private final LfmWeights weights;
    /** The mean of the trained users' factors. */
    private final double[] meanFactors;
    /** The number of trained items, among which negatives are drawn. */
    private final int trainedItems;
    /** Σ Q_i Q_iᵀ over all items, F × F. */
    private final double[] gram;
    /** Σ −b_i Q_i over all items, F: what the draws with y = 0 pull towards. */
    private final double[] negativePull;

    FoldIn(LfmConfig config, LfmWeights weights) {
        this.config = config;
        this.weights = weights;
        int F = weights.factors();
        this.meanFactors = meanOfTrainedUsers(weights);
        this.trainedItems = (int)
                IntStream.range(0, weights.items()).filter(weights::itemTrained).count();
        this.gram = new double[F * F];
        this.negativePull = new double[F];
        if (implicit()) {
            for (int item = 0; item < weights.items(); item++) {
                addOuter(gram, weights.itemFactors(), item * F, F);
                addScaled(negativePull, -bias(item), weights.itemFactors(), item * F, F);
            }
        }
    }

    /** Writes the factors for a history of {@code count} items to {@code factors} from {@code offset} on. */
    void solve(int[] history, int count, float[] factors, int offset) {
        double[] solution = count == 0 || !implicit() ? meanFactors : ridge(history, count);
        for (int f = 0; f < solution.length; f++) {
            factors[offset + f] = (float) solution[f];
        }
    }

    private double[] ridge(int[] history, int count) {
        int F = weights.factors();
        int[] items = Arrays.stream(history, 0, count).distinct().toArray();
        double perItem = (double) config.sampling().negatives() * items.length / Math.max(1, trainedItems);
        double[] A = new double[F * F];
        double[] b = new double[F];
        Arrays.setAll(A, i -> perItem * gram[i]);
        Arrays.setAll(b, f -> perItem * negativePull[f]);
        for (int item : items) {
            addOuter(A, weights.itemFactors(), item * F, F);
            addScaled(b, 1 - bias(item), weights.itemFactors(), item * F, F);
        }
        double samples = items.length * (1.0 + config.sampling().negatives());
        for (int f = 0; f < F; f++) {
            A[f * F + f] += Math.max(samples * config.penalty().regularization(), 1e-6);
        }
        return cholesky(A, b, F);
    }

    private boolean implicit() {
        return config.feedback() == LfmConfig.Feedback.IMPLICIT;
    }

    private double bias(int item) {
        return weights.biased() ? weights.itemBias()[item] : 0;
    }

    private static void addOuter(double[] sum, float[] rows, int offset, int F) {
        for (int f = 0; f < F; f++) {
            for (int g = 0; g < F; g++) {
                sum[f * F + g] += (double) rows[offset + f] * rows[offset + g];
            }
        }
    }

    private static void addScaled(double[] sum, double scale, float[] rows, int offset, int F) {
        for (int f = 0; f < F; f++) {
            sum[f] += scale * rows[offset + f];
        }
    }

    /** Solves A x = b for a symmetric positive definite A (F × F), which is overwritten. */
    private static double[] cholesky(double[] A, double[] b, int F) {
        for (int j = 0; j < F; j++) {
            for (int i = j; i < F; i++) {
                double sum = A[i * F + j];
                for (int k = 0; k < j; k++) {
                    sum -= A[i * F + k] * A[j * F + k];
                }
                A[i * F + j] = i == j ? Math.sqrt(sum) : sum / A[j * F + j];
            }
        }
        double[] x = b.clone();
        for (int i = 0; i < F; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= A[i * F + k] * x[k];
            }
            x[i] /= A[i * F + i];
        }
        for (int i = F - 1; i >= 0; i--) {
            for (int k = i + 1; k < F; k++) {
                x[i] -= A[k * F + i] * x[k];
            }
            x[i] /= A[i * F + i];
        }
        return x;
    }

    private static double[] meanOfTrainedUsers(LfmWeights weights) {
        double[] mean = new double[weights.factors()];
        int count = 0;
        for (int user = 0; user < weights.users(); user++) {
            if (weights.userTrained(user)) {
                addScaled(mean, 1, weights.userFactors(), user * mean.length, mean.length);
                count++;
            }
        }
        for (int f = 0; f < mean.length; f++) {
            mean[f] /= Math.max(1, count);
        }
        return mean;
    }
}
