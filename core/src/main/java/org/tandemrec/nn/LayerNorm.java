package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LayerKernels;

/**
 * Layer normalisation (Ba, Kiros and Hinton, arXiv:1607.06450, equation 4) of rows of H: y = g ⊙ (x − μ) / √(σ² + ε) + b with mean μ
 * and variance σ² of the row, ε = 1e-5; g starts as ones, b as zeros.
 *
 * <p>Gradients of the parameters are overwritten by each {@link #backward}: who uses one layer twice in a step has to sum them. The
 * result has the same bits for any number of threads. A layer makes one pass at a time.
 */
public final class LayerNorm {
    private static final double EPSILON = 1e-5;

    /* Rows of one task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 32;

    private final int H;
    private final Parameter gain;
    private final Parameter bias;
    private final Kernels kernels = Kernels.best();
    private final LayerKernels layerKernels = LayerKernels.best();
    private final RowSums sums = new RowSums();
    private final float[] sumsOfBoth;

    /**
     * A layer for rows of {@code size}.
     *
     * @param name the first part of its parameters' names
     */
    public LayerNorm(String name, int size) {
        Check.argument(size >= 1, "size of layer %s must be at least 1, but was %d", name, size);
        this.H = size;
        this.gain = new Parameter(name + ".gain", 1, H);
        this.bias = new Parameter(name + ".bias", 1, H);
        this.sumsOfBoth = new float[2 * H];
        Arrays.fill(gain.value(), 1);
    }

    /** {@code NAME.gain} and {@code NAME.bias} (1 × H). */
    public List<Parameter> parameters() {
        return List.of(gain, bias);
    }

    /** The floats that {@code rows} rows need for what the backward pass has to know of them. */
    public static int statisticsSize(int rows) {
        return Math.multiplyExact(2, rows);
    }

    /**
     * y (rows, H) of x (rows, H).
     *
     * @param y may be {@code x} where no backward pass follows
     * @param statistics receives μ and 1 / √(σ² + ε) of each row, for the backward pass
     */
    public void forward(float[] x, int rows, float[] y, float[] statistics, Parallel parallel) {
        parallel.forEach(ceilDiv(rows, ROWS), block -> {
            int end = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < end; row++) {
                int at = row * H;
                float mean = kernels.sum(x, at, H) / H;
                float inverse = (float) (1 / Math.sqrt(kernels.sumOfSquares(x, at, mean, H) / H + EPSILON));
                statistics[2 * row] = mean;
                statistics[2 * row + 1] = inverse;
                layerKernels.normalize(x, at, mean, inverse, gain.value(), bias.value(), y, at, H);
            }
        });
    }

    /**
     * The gradients of the parameters, which are overwritten, and dx: with z = (x − μ) / √(σ² + ε), dg = Σ dy ⊙ z, db = Σ dy and, with
     * a = g ⊙ dy, dx = (a − mean(a) − z mean(a ⊙ z)) / √(σ² + ε).
     *
     * @param x (rows, H), as in the forward pass
     * @param statistics as the forward pass has written them
     * @param dy (rows, H)
     * @param dx (rows, H), overwritten; may be {@code dy}
     */
    public void backward(float[] x, int rows, float[] statistics, float[] dy, float[] dx, Parallel parallel) {
        RowSums.Row add = (row, to, at) -> layerKernels.normalizeSums(
                x, row * H, statistics[2 * row], statistics[2 * row + 1], dy, row * H, to, at, H);
        sums.sum(rows, 2 * H, add, sumsOfBoth, parallel);
        System.arraycopy(sumsOfBoth, 0, gain.gradient(), 0, H);
        System.arraycopy(sumsOfBoth, H, bias.gradient(), 0, H);
        parallel.forEach(ceilDiv(rows, ROWS), block -> {
            int end = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < end; row++) {
                int at = row * H;
                float mean = statistics[2 * row];
                float inverse = statistics[2 * row + 1];
                layerKernels.normalizeBackward(x, at, mean, inverse, gain.value(), dy, at, dx, at, H);
            }
        });
    }
}
