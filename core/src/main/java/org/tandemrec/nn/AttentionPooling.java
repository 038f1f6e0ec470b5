package org.tandemrec.nn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.FloatMath;
import org.tandemrec.kernel.Kernels;

/**
 * Attention pooling of growing sequences: row t of the outputs is the mean of the rows up to t, weighed by the softmax of their inner
 * products with the query q of the sequence (SDM, Lv et al., CIKM 2019, "user attention"), y_t = Σ_{k ≤ t} exp⟨x_k, q⟩ x_k / Σ_{k ≤ t}
 * exp⟨x_k, q⟩. The last row of a sequence is the pooling of the whole.
 *
 * <p>A row costs the same whatever its place: with a_t = ⟨x_t, q⟩, L_t = log Σ_{k ≤ t} exp a_k and w_t = exp(a_t − L_t) = σ(a_t −
 * L_{t−1}), y_t = (1 − w_t) y_{t−1} + w_t x_t and L_t = L_{t−1} + log(1 + exp(a_t − L_{t−1})). It has no weights of its own.
 *
 * <p>The result has the same bits for any number of threads. An instance makes one pass at a time.
 */
public final class AttentionPooling {
    /** The log-sum L of no row. */
    public static final float NOTHING = Float.NEGATIVE_INFINITY;

    private final int H;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    /* By row: w. */
    private final float[] weights;

    /** Pooling of rows of {@code size} columns, with room for {@code maxRows} of them. */
    public AttentionPooling(int size, int maxRows, Parallel parallel) {
        Check.argument(size >= 1, "size must be at least 1, but was %d", size);
        Check.argument(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
        this.H = size;
        this.parallel = parallel;
        this.weights = new float[maxRows];
    }

    /**
     * y (R, H) of x (R, H).
     *
     * @param queries (sequences, H)
     */
    public void forward(Sequences sequences, float[] x, float[] queries, float[] y) {
        Check.argument(
                sequences.rows() <= weights.length,
                "this pooling has room for %d rows, but there are %d",
                weights.length,
                sequences.rows());
        parallel.forEach(sequences.count(), s -> {
            float logSum = NOTHING;
            for (int row = sequences.start(s); row < sequences.start(s + 1); row++) {
                float a = kernels.dot(x, row * H, queries, s * H, H);
                float w = weight(a, logSum);
                logSum = logSum(a, logSum);
                weights[row] = w;
                if (row > sequences.start(s)) {
                    System.arraycopy(y, (row - 1) * H, y, row * H, H);
                }
                pool(w, x, row * H, y, row * H);
            }
        });
    }

    /**
     * Takes one more row into a pooled one, and returns the log-sum after it.
     *
     * @param logSum that of the rows before, {@link #NOTHING} where there are none: what y holds then is not read
     * @param y the pooled row, changed in its place
     */
    public float append(float[] x, int xOffset, float[] query, int queryOffset, float logSum, float[] y, int yOffset) {
        float a = kernels.dot(x, xOffset, query, queryOffset, H);
        pool(weight(a, logSum), x, xOffset, y, yOffset);
        return logSum(a, logSum);
    }

    private void pool(float w, float[] x, int xOffset, float[] y, int yOffset) {
        if (w == 1) {
            System.arraycopy(x, xOffset, y, yOffset, H);
        } else {
            kernels.scale(1 - w, y, yOffset, H);
            kernels.axpy(w, x, xOffset, y, yOffset, H);
        }
    }

    private static float weight(float a, float logSum) {
        return logSum == NOTHING ? 1 : FloatMath.sigmoid(a - logSum);
    }

    private static float logSum(float a, float logSum) {
        return logSum == NOTHING ? a : logSum + FloatMath.softplus(a - logSum);
    }

    /**
     * The gradients of the rows of the last forward pass. From the last row to the first, with D_t = dy_t + (1 − w_{t+1}) D_{t+1}:
     * du_t = ⟨D_t, x_t − y_{t−1}⟩ w_t (1 − w_t), da_t = du_t + w_t dL_t, dL_{t−1} = (1 − w_t) dL_t − du_t, dx_t = w_t D_t + da_t q and
     * dq = Σ da_t x_t.
     *
     * @param x (R, H), as in the forward pass; {@code queries} and {@code y} too
     * @param dy (R, H), overwritten
     * @param dx (R, H), overwritten; may be {@code dy}
     * @param dQueries (sequences, H), to which the gradients are added
     */
    public void backward(
            Sequences sequences, float[] x, float[] queries, float[] y, float[] dy, float[] dx, float[] dQueries) {
        parallel.forEach(sequences.count(), s -> {
            int first = sequences.start(s);
            float dLogSum = 0;
            for (int row = sequences.start(s + 1) - 1; row >= first; row--) {
                float w = weights[row];
                float da = dLogSum; // of the first row: L is a
                if (row > first) {
                    float slope =
                            kernels.dot(dy, row * H, x, row * H, H) - kernels.dot(dy, row * H, y, (row - 1) * H, H);
                    float du = slope * w * (1 - w);
                    da = du + w * dLogSum;
                    dLogSum = (1 - w) * dLogSum - du;
                    kernels.axpy(1 - w, dy, row * H, dy, (row - 1) * H, H);
                }
                kernels.axpy(da, x, row * H, dQueries, s * H, H);
                System.arraycopy(dy, row * H, dx, row * H, H);
                kernels.scale(w, dx, row * H, H);
                kernels.axpy(da, queries, s * H, dx, row * H, H);
            }
        });
    }
}
