package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;

/**
 * Moves the factors of one row towards the solution of {@link RowSolver} by a few conjugate gradients (Hestenes and Stiefel, 1952; for
 * implicit feedback Takács, Pilászy and Tikk, RecSys 2011), without forming the row's matrix. For labels without biases.
 *
 * <p>An instance serves one thread.
 */
final class RowDescent {
    private static final Kernels KERNELS = Kernels.best();
    /* Squared residuals below this part of the first are rounding errors of floats: no step is better. */
    private static final double ROUNDING = 1e-13;

    private final FixedSide side;
    private final RowObjective objective;
    private final int steps;
    private final int F;
    private final int width;
    private final float[] p;
    private final float[] rightSide;
    private final float[] residual;
    private final float[] direction;
    private final float[] product;

    RowDescent(FixedSide side, RowObjective objective, int steps) {
        this.side = side;
        this.objective = objective;
        this.steps = steps;
        this.F = side.size();
        this.width = side.width();
        this.p = new float[width];
        this.rightSide = new float[width];
        this.residual = new float[width];
        this.direction = new float[width];
        this.product = new float[width];
    }

    /**
     * Improves a row.
     *
     * @param others S, the rows of the other side that it has a pair with
     * @param count how many of them there are
     * @param row holds the row's F factors from {@code offset} on, and receives the better ones
     * @return by how much they lower the objective below that of a row of zeros
     */
    double improve(int[] others, int count, float[] row, int offset) {
        System.arraycopy(row, offset, p, 0, F);
        System.arraycopy(side.pull(), 0, rightSide, 0, width);
        KERNELS.scale((float) objective.unobserved().weight(count, side.totalWeight()), rightSide, 0, width);
        for (int i = 0; i < count; i++) {
            KERNELS.axpy(side.rest(others[i], objective.label()), side.factors(), others[i] * F, rightSide, 0, F);
        }
        multiply(others, count, p);
        for (int f = 0; f < F; f++) {
            residual[f] = rightSide[f] - product[f];
        }
        System.arraycopy(residual, 0, direction, 0, width);
        double square = KERNELS.sumOfSquares(residual, 0, 0, F);
        double least = ROUNDING * (square + KERNELS.sumOfSquares(rightSide, 0, 0, F));
        for (int step = 0; step < steps && square > least; step++) {
            multiply(others, count, direction);
            float length = (float) (square / KERNELS.dot(direction, 0, product, 0, F));
            KERNELS.axpy(length, direction, 0, p, 0, F);
            KERNELS.axpy(-length, product, 0, residual, 0, F);
            double next = KERNELS.sumOfSquares(residual, 0, 0, F);
            KERNELS.scale((float) (next / square), direction, 0, F);
            KERNELS.axpy(1, residual, 0, direction, 0, F);
            square = next;
        }
        System.arraycopy(p, 0, row, offset, F);
        return KERNELS.dot(p, 0, rightSide, 0, F) + (double) KERNELS.dot(p, 0, residual, 0, F);
    }

    /** product = (Σ_{j∈S} x_j x_jᵀ + c Σ_j w_j x_j x_jᵀ + ridge I) v. */
    private void multiply(int[] others, int count, float[] v) {
        Arrays.fill(product, 0);
        KERNELS.matrixVector(side.gram(), 0, F, width, v, 0, product, 0);
        KERNELS.scale((float) objective.unobserved().weight(count, side.totalWeight()), product, 0, F);
        KERNELS.axpy((float) objective.ridge().of(count, side.totalWeight()), v, 0, product, 0, F);
        float[] factors = side.factors();
        for (int i = 0; i < count; i++) {
            int at = others[i] * F;
            KERNELS.axpy(KERNELS.dot(factors, at, v, 0, F), factors, at, product, 0, F);
        }
    }
}
