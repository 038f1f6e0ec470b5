package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A linear layer from D inputs to E outputs: y (R, E) = x (R, D) W (D, E) + b (E), where b is an option and zeros at first.
 *
 * <p>Gradients of the parameters are overwritten by each {@link #backward}: who uses one layer twice in a step has to sum them. The
 * result has the same bits for any number of threads. A layer makes one pass at a time.
 */
public final class Linear {
    /* Rows of one task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 64;

    private final int D;
    private final int E;
    private final Parameter weights;
    private final @Nullable Parameter bias;
    private final Kernels kernels = Kernels.best();
    private final RowSums sums = new RowSums();

    /**
     * A layer with drawn weights.
     *
     * @param name the first part of its parameters' names
     */
    public Linear(String name, int inputs, int outputs, boolean biased, InitConfig init, Seed seed) {
        this(name, inputs, outputs, outputs, biased, init, seed);
    }

    /** A layer whose weights are drawn as those of several layers side by side, of {@code blockWidth} outputs each. */
    Linear(String name, int inputs, int outputs, int blockWidth, boolean biased, InitConfig init, Seed seed) {
        Check.argument(inputs >= 1, "inputs of layer %s must be at least 1, but was %d", name, inputs);
        Check.argument(outputs >= 1, "outputs of layer %s must be at least 1, but was %d", name, outputs);
        this.D = inputs;
        this.E = outputs;
        this.weights = new Parameter(name + ".weights", D, E).initialize(blockWidth, init, seed);
        this.bias = biased ? new Parameter(name + ".bias", 1, E) : null;
    }

    /** D, the number of inputs. */
    public int inputs() {
        return D;
    }

    /** E, the number of outputs. */
    public int outputs() {
        return E;
    }

    /** {@code NAME.weights} (D × E) and, if biased, {@code NAME.bias} (1 × E). */
    public List<Parameter> parameters() {
        return bias == null ? List.of(weights) : List.of(weights, bias);
    }

    /** y (rows, E) of x (rows, D); they must not overlap. */
    public void forward(float[] x, int rows, float[] y, ParallelGemm gemm, Parallel parallel) {
        if (bias != null) {
            float[] b = bias.value();
            parallel.forEach(ceilDiv(rows, ROWS), block -> {
                int end = Math.min(rows, (block + 1) * ROWS);
                for (int row = block * ROWS; row < end; row++) {
                    System.arraycopy(b, 0, y, row * E, E);
                }
            });
        }
        gemm.multiply(false, false, rows, E, D, 1, x, 0, D, weights.value(), 0, E, bias == null ? 0 : 1, y, 0, E);
    }

    /**
     * The gradients dW = xᵀ dy and db = Σ dy, which are overwritten, and dx = dy Wᵀ.
     *
     * @param x (rows, D), as in the forward pass
     * @param dy (rows, E)
     * @param dx (rows, D), overwritten; null where nobody needs it
     */
    public void backward(float[] x, int rows, float[] dy, float @Nullable [] dx, ParallelGemm gemm, Parallel parallel) {
        gemm.multiply(true, false, D, E, rows, 1, x, 0, D, dy, 0, E, 0, weights.gradient(), 0, E);
        if (bias != null) {
            RowSums.Row add = (row, to, at) -> kernels.axpy(1, dy, row * E, to, at, E);
            sums.sum(rows, E, add, bias.gradient(), parallel);
        }
        if (dx != null) {
            gemm.multiply(false, true, rows, D, E, 1, dy, 0, E, weights.value(), 0, E, 0, dx, 0, D);
        }
    }
}
