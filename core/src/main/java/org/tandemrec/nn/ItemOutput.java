package org.tandemrec.nn;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * The training side of the output: scores h Vᵀ + a of all items or of a sample, their loss and its gradients.
 *
 * <p>Rows are worked off in blocks, so that the scores of a long window need no more memory than those of a short one.
 */
public final class ItemOutput {
    /* The cuts of the work: fixed, so that they do not depend on the threads. */
    private static final int MOST_ROWS = 512;
    private static final int MOST_SCORES = 1 << 24;
    private static final int ROWS_OF_TASK = 4;
    private static final int COLUMNS_OF_TASK = 512;

    private final RowTable vectors;
    private final RowTable bias;
    private final Loss loss;
    private final ScoredItems scored;
    private final ParallelGemm gemm;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    private final int blockRows;
    private final float[] scores;
    private final float[][] scratch;
    private final double[] losses;

    private ItemOutput(
            RowTable vectors,
            RowTable bias,
            Loss loss,
            ScoredItems scored,
            int maxRows,
            int maxColumns,
            ParallelGemm gemm,
            Parallel parallel) {
        this.vectors = vectors;
        this.bias = bias;
        this.loss = loss;
        this.scored = scored;
        this.gemm = gemm;
        this.parallel = parallel;
        this.blockRows = Math.clamp(MOST_SCORES / maxColumns, 1, Math.min(maxRows, MOST_ROWS));
        this.scores = new float[Math.multiplyExact(blockRows, maxColumns)];
        this.scratch = new float[tasks(blockRows)][Loss.scratchSize(maxColumns)];
        this.losses = new double[maxRows];
    }

    /**
     * The output that a config asks for: of all items, or of a sample of them.
     *
     * @param targetCounts how often each item is a target in an epoch
     */
    public static ItemOutput of(
            ScoringConfig config,
            LossConfig objective,
            RowTable vectors,
            RowTable bias,
            int[] targetCounts,
            NegativeSampler sampler,
            int maxRows,
            ParallelGemm gemm,
            Parallel parallel) {
        return switch (config.scoring()) {
            case ALL_ITEMS -> ofAllItems(vectors, bias, Loss.of(objective, 1), maxRows, gemm, parallel);
            case SAMPLED -> {
                double targets = 0;
                for (int count : targetCounts) {
                    targets += count;
                }
                double[] share = new double[targetCounts.length];
                for (int item = 0; item < share.length; item++) {
                    share[item] = targetCounts[item] / targets;
                }
                double others = Math.max(1, vectors.rows() - 1);
                double samplingRate = Math.min(1, (maxRows - 1.0 + config.negatives()) / others);
                Loss loss = Loss.of(objective, samplingRate);
                yield ofSample(vectors, bias, loss, config, share, sampler, maxRows, gemm, parallel);
            }
        };
    }

    /** An output that scores all items; {@code vectors} is V (N, H), {@code bias} is a (N, 1). */
    public static ItemOutput ofAllItems(
            RowTable vectors, RowTable bias, Loss loss, int maxRows, ParallelGemm gemm, Parallel parallel) {
        ScoredItems all = new ScoredItems.All(vectors, bias);
        return new ItemOutput(vectors, bias, loss, all, maxRows, vectors.rows(), gemm, parallel);
    }

    /**
     * An output that scores the targets of a mini-batch and {@code config.negatives()} draws.
     *
     * @param share each item's share of all targets
     */
    public static ItemOutput ofSample(
            RowTable vectors,
            RowTable bias,
            Loss loss,
            ScoringConfig config,
            double[] share,
            NegativeSampler sampler,
            int maxRows,
            ParallelGemm gemm,
            Parallel parallel) {
        ScoredItems sampled = new ScoredItems.Sampled(
                vectors, bias, maxRows, config.negatives(), config.logQ(), share, sampler, parallel);
        int maxColumns = Math.min(vectors.rows(), maxRows + config.negatives());
        return new ItemOutput(vectors, bias, loss, sampled, maxRows, maxColumns, gemm, parallel);
    }

    /**
     * Writes the gradients of {@code scale} times the sum of the rows' losses: those of both tables, whose touched rows are the scored
     * items, and dh (R, H).
     *
     * @param h (R, H)
     * @param targets the target of each row
     * @param draws the drawn negatives, of which those from {@code offset} on belong to these rows
     * @return the sum of the rows' losses
     */
    public double step(float[] h, int[] targets, int rows, int[] draws, int offset, float scale, float[] dh) {
        scored.choose(targets, rows, draws, offset);
        int columns = scored.count();
        int H = vectors.columns();
        for (int from = 0; from < rows; from += blockRows) {
            int n = Math.min(blockRows, rows - from);
            float beta = from == 0 ? 0 : 1;
            float[] V = scored.vectors();
            gemm.multiply(false, true, n, columns, H, 1, h, from * H, H, V, 0, H, 0, scores, 0, columns);
            lossGradients(from, n, columns, scale);
            gemm.multiply(
                    true, false, columns, H, n, 1, scores, 0, columns, h, from * H, H, beta, vectors.gradient(), 0, H);
            gemm.multiply(false, false, n, H, columns, 1, scores, 0, columns, V, 0, H, 0, dh, from * H, H);
            biasGradients(n, columns, from == 0);
        }
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += losses[row];
        }
        return sum;
    }

    /** The number of columns of the last step. */
    public int columns() {
        return scored.count();
    }

    private void lossGradients(int from, int n, int columns, float scale) {
        parallel.forEach(tasks(n), task -> {
            int to = Math.min(n, (task + 1) * ROWS_OF_TASK);
            for (int row = task * ROWS_OF_TASK; row < to; row++) {
                int at = row * columns;
                kernels.axpy(1, scored.bias(), 0, scores, at, columns);
                losses[from + row] = loss.row(
                        scores,
                        at,
                        columns,
                        scored.weights(),
                        scored.column(from + row),
                        scored.positiveCopies(from + row),
                        scale,
                        scratch[task]);
            }
        });
    }

    private void biasGradients(int n, int columns, boolean first) {
        float[] gradient = bias.gradient();
        parallel.forEach((columns + COLUMNS_OF_TASK - 1) / COLUMNS_OF_TASK, task -> {
            int at = task * COLUMNS_OF_TASK;
            int width = Math.min(COLUMNS_OF_TASK, columns - at);
            for (int row = 0; row < n; row++) {
                if (first && row == 0) {
                    System.arraycopy(scores, at, gradient, at, width);
                } else {
                    kernels.axpy(1, scores, row * columns + at, gradient, at, width);
                }
            }
        });
    }

    private static int tasks(int rows) {
        return (rows + ROWS_OF_TASK - 1) / ROWS_OF_TASK;
    }
}
