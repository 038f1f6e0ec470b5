package org.tandemrec.model.ease;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.SymmetricInverse;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.SingleEpochRun;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;

/**
 * Solves for the weights of EASE (Steck, <em>Embarrassingly Shallow Autoencoders for Sparse Data</em>, WWW 2019): of all B with a
 * diagonal of 0, the one that minimises {@code |X - X B|² + lambda |B|²}, X the 0/1 matrix of users and items.
 *
 * <p>With G = XᵀX and P = (G + lambda I)⁻¹ it is B_ij = -P_ij / P_jj (equation 8), and the objective is Σ_j 1 / P_jj - lambda N.
 */
public record EaseTrainer(EaseConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "ease";

    /* Rows that one call works on. */
    private static final int CHUNK = 16;

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public long trainingBytes(Interactions training, TrainingContext context) {
        long items = training.itemCount();
        return items * items * Float.BYTES
                + SymmetricInverse.bytes(training.itemCount())
                + PairRows.bytes(training.size(), training.itemCount())
                + PairRows.bytes(training.size(), training.userCount());
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        int items = training.itemCount();
        Check.argument(
                items <= EaseModel.MAX_ITEMS,
                "%s holds a weight for every pair of items, at most %,d squared, but the data has %,d items; "
                        + "leave rare items out of the file, since a filter keeps their numbers, or use item-knn",
                kind(),
                EaseModel.MAX_ITEMS,
                items);
        return new SingleEpochRun(
                2L * items, "items", progress -> fit(training, context.parallel(), progress), EaseModel::load);
    }

    private SingleEpochRun.Fitted fit(Interactions training, Parallel parallel, ProgressListener.Task progress) {
        int N = training.itemCount();
        PairRows users = PairRows.byUser(training, parallel);
        float[] matrix = new float[N * N];
        addGram(users, matrix, N, parallel, progress);
        for (int i = 0; i < N; i++) {
            matrix[i * N + i] += config.regularization();
        }
        boolean inverted = new SymmetricInverse(Gemm.best(), parallel).invert(matrix, N, progress::advance);
        double loss = inverted ? loss(matrix, N) / users.size() : Double.NaN;
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException(
                    KIND, 1, 1, loss, "raise regularization (now " + config.regularization() + ")");
        }
        toWeights(matrix, N, parallel);
        return new SingleEpochRun.Fitted(new EaseModel(N, matrix), loss);
    }

    /** Sets the upper triangle of G: how many users two items have in common. */
    private static void addGram(
            PairRows users, float[] gram, int N, Parallel parallel, ProgressListener.Task progress) {
        PairRows items = users.transposed(N);
        parallel.forEach(Math.ceilDiv(N, CHUNK), chunk -> {
            int[] common = new int[N];
            int end = Math.min(N, (chunk + 1) * CHUNK);
            for (int i = chunk * CHUNK; i < end; i++) {
                items.multiply(i, users, common);
                for (int j = i; j < N; j++) {
                    gram[i * N + j] = common[j];
                }
            }
            progress.advance(end - chunk * CHUNK);
        });
    }

    /** The objective at its minimum: Σ_j 1 / P_jj - lambda N. */
    private double loss(float[] inverse, int N) {
        double sum = 0;
        for (int j = 0; j < N; j++) {
            sum += 1.0 / inverse[j * N + j] - config.regularization();
        }
        return sum;
    }

    /** B_ij = -P_ij / P_jj, B_ii = 0. */
    private static void toWeights(float[] inverse, int N, Parallel parallel) {
        float[] negated = new float[N];
        for (int j = 0; j < N; j++) {
            negated[j] = -1 / inverse[j * N + j];
        }
        parallel.forEach(Math.ceilDiv(N, CHUNK), chunk -> {
            for (int i = chunk * CHUNK; i < Math.min(N, (chunk + 1) * CHUNK); i++) {
                for (int j = 0; j < N; j++) {
                    inverse[i * N + j] = i == j ? 0 : inverse[i * N + j] * negated[j];
                }
            }
        });
    }
}
