package org.tandemrec.model.lfm;

import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.SymmetricKernels;

/**
 * Solves for the factors of one row exactly: the normal equations of its {@link RowObjective}, in floats, by Cholesky.
 *
 * <p>Matrix: Σ_{j∈S} x_j x_jᵀ + c Σ_j w_j x_j x_jᵀ + ridge I; right-hand side: Σ_{j∈S} r_j x_j + c Σ_j w_j r⁰_j x_j. The ridge is at
 * least a millionth of the matrix's trace, below which floats cannot solve.
 *
 * <p>An instance serves one thread: the matrix lives in it.
 */
final class RowSolver {
    private static final Kernels KERNELS = Kernels.best();
    private static final SymmetricKernels SYMMETRIC = SymmetricKernels.best();
    private static final double LEAST_RIDGE = 1e-6;
    /* Of a row without anything: factors of 0. */
    private static final double EMPTY_RIDGE = 1e-9;

    private final FixedSide side;
    private final RowObjective objective;
    private final int size;
    private final int width;
    private final float[] matrix;
    private final float[] solution;
    private final float[] rightSide;
    private final float[] x;

    RowSolver(FixedSide side, RowObjective objective) {
        this.side = side;
        this.objective = objective;
        this.size = side.size();
        this.width = side.width();
        this.matrix = new float[width * width];
        this.solution = new float[width];
        this.rightSide = new float[width];
        this.x = new float[FixedSide.CHUNK * width];
    }

    /**
     * Solves for a row.
     *
     * @param others S, the rows of the other side that it has a pair with
     * @param count how many of them there are
     * @param ratings the label of each pair; not read where the objective has a label of its own
     * @param row receives the solution from {@code offset} on: F factors, then the bias where biases are learned
     * @return by how much the solution lowers the objective below that of a row of zeros
     */
    double solve(int[] others, int count, float[] ratings, float[] row, int offset) {
        float unobserved = (float) objective.unobserved().weight(count, side.totalWeight());
        System.arraycopy(side.gram(), 0, matrix, 0, matrix.length);
        System.arraycopy(side.pull(), 0, rightSide, 0, width);
        if (unobserved != 1) {
            KERNELS.scale(unobserved, matrix, 0, matrix.length);
            KERNELS.scale(unobserved, rightSide, 0, width);
        }
        for (int from = 0; from < count; from += FixedSide.CHUNK) {
            add(others, ratings, from, Math.min(FixedSide.CHUNK, count - from));
        }
        addRidge(count);
        SYMMETRIC.cholesky(matrix, 0, size, width);
        substitute();
        System.arraycopy(solution, 0, row, offset, size);
        return KERNELS.dot(solution, 0, rightSide, 0, size);
    }

    private void add(int[] others, float[] ratings, int from, int rows) {
        for (int i = 0; i < rows; i++) {
            int other = others[from + i];
            side.gather(other, x, i * width);
            float label = objective.ratings() ? ratings[from + i] : objective.label();
            KERNELS.axpy(side.rest(other, label), x, i * width, rightSide, 0, width);
        }
        SYMMETRIC.addProduct(x, 0, rows, width, matrix, 0);
    }

    private void addRidge(int count) {
        double trace = EMPTY_RIDGE;
        for (int i = 0; i < size; i++) {
            trace += matrix[i * width + i];
        }
        double ridge = objective.ridge().of(count, side.totalWeight());
        float added = (float) Math.max(ridge, LEAST_RIDGE * trace);
        for (int i = 0; i < size; i++) {
            matrix[i * width + i] += added;
        }
    }

    /** Solves UᵀU p = v by way of Uᵀz = v and U p = z. */
    private void substitute() {
        System.arraycopy(rightSide, 0, solution, 0, width);
        for (int i = 0; i < size; i++) {
            int diagonal = i * width + i;
            solution[i] /= matrix[diagonal];
            KERNELS.axpy(-solution[i], matrix, diagonal + 1, solution, i + 1, size - i - 1);
        }
        for (int i = size - 1; i >= 0; i--) {
            int diagonal = i * width + i;
            float known = KERNELS.dot(matrix, diagonal + 1, solution, i + 1, size - i - 1);
            solution[i] = (solution[i] - known) / matrix[diagonal];
        }
    }
}
