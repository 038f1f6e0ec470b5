package org.tandemrec.model.tdssm;

import static java.lang.Math.ceilDiv;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/** Rows of one length: y = γ x / |x|, so that inner products of such rows are cosines, times their factors γ. */
final class Cosine {
    /* Rows of one task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 32;

    /** Added to |x|², so that a row of zeros stays one. */
    private static final double EPSILON = 1e-12;

    private final int H;
    private final Parallel parallel;
    private final Kernels kernels = Kernels.best();
    /* By row: 1 / |x| of the last forward pass, and dy · y of the last backward one. */
    private final float[] inverse;
    private final float[] along;

    Cosine(int columns, int maxRows, Parallel parallel) {
        this.H = columns;
        this.parallel = parallel;
        this.inverse = new float[maxRows];
        this.along = new float[maxRows];
    }

    /** y (rows, H) of x (rows, H); y may be x. */
    void forward(float[] x, int rows, float gamma, float[] y) {
        parallel.forEach(ceilDiv(rows, ROWS), block -> {
            int end = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < end; row++) {
                int at = row * H;
                inverse[row] = (float) (1 / Math.sqrt(kernels.sumOfSquares(x, at, 0, H) + EPSILON));
                System.arraycopy(x, at, y, at, H);
                kernels.scale(gamma * inverse[row], y, at, H);
            }
        });
    }

    /**
     * dx = γ / |x| (dy − y (dy · y) / γ²), where y is the output of the forward pass.
     *
     * @param dy (rows, H), overwritten with dx
     * @return Σ dy · y, which is the gradient by ln γ
     */
    double backward(float[] y, int rows, float gamma, float[] dy) {
        parallel.forEach(ceilDiv(rows, ROWS), block -> {
            int end = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < end; row++) {
                int at = row * H;
                along[row] = kernels.dot(dy, at, y, at, H);
                kernels.axpy(-along[row] / (gamma * gamma), y, at, dy, at, H);
                kernels.scale(gamma * inverse[row], dy, at, H);
            }
        });
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += along[row];
        }
        return sum;
    }
}
