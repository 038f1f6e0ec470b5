package org.tandemrec.nn;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * What a pass keeps of every row of a window, the loops over rows, and how states and their gradients get from step to step. A state
 * is cut into parts of H: the hidden units, and where the cell has them, the cell states.
 */
final class CellRows {
    /* Rows of one elementwise task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 8;

    final CellWeights weights;
    final ParallelGemm gemm;
    final Parallel parallel;
    final int maxRows;
    final float[] gates;
    /** By part (R, H): the states before the row. */
    final float[][] before;
    /** By part (R, H): the states after it. */
    final float[][] after;
    /** By part (R, H): the gradients by the states after the row, which backward steps turn into those by the states before. */
    final float[][] gradients;

    private final Kernels kernels = Kernels.best();

    CellRows(CellWeights weights, int parts, int maxRows, ParallelGemm gemm, Parallel parallel) {
        int size = Math.multiplyExact(maxRows, weights.H);
        this.weights = weights;
        this.gemm = gemm;
        this.parallel = parallel;
        this.maxRows = maxRows;
        this.gates = new float[Math.multiplyExact(maxRows, weights.G)];
        this.before = new float[parts][size];
        this.after = new float[parts][size];
        this.gradients = new float[parts][];
        for (int part = 1; part < parts; part++) {
            gradients[part] = new float[size];
        }
    }

    /** The parts of a state. */
    int parts() {
        return before.length;
    }

    /** Calls the bodies with the rows of a step: each with a few rows, which then are still in the cache for the next one. */
    void forEach(Window window, int step, IntConsumer... bodies) {
        forEach(window.start(step), window.start(step + 1), bodies);
    }

    private void forEach(int from, int to, IntConsumer... bodies) {
        parallel.forEach((to - from + ROWS - 1) / ROWS, block -> {
            int first = from + block * ROWS;
            int end = Math.min(to, first + ROWS);
            // A call of its own for each: exponentials of two bodies in one compiled loop would exceed the inlining
            // limit.
            for (IntConsumer body : bodies) {
                for (int row = first; row < end; row++) {
                    body.accept(row);
                }
            }
        });
    }

    /** Sets the states before all rows that continue no row of the window. */
    void start(Window window, float[] carried, float @Nullable [] initial) {
        int firstStep = window.start(Math.min(1, window.steps()));
        forEach(0, window.rows(), row -> {
            int source = window.source(row);
            if (source == Window.NEW) {
                start(row, initial, row);
            } else if (row < firstStep) {
                start(row, carried, source);
            }
        });
    }

    private void start(int row, float @Nullable [] states, int at) {
        int H = weights.H;
        for (int part = 0; part < parts(); part++) {
            if (states == null) {
                Arrays.fill(before[part], row * H, (row + 1) * H, 0);
            } else {
                System.arraycopy(states, (at * parts() + part) * H, before[part], row * H, H);
            }
        }
    }

    /** Hands the states after a row to the rows that continue it. */
    void handOn(Window window, int row) {
        int H = weights.H;
        for (int next = window.successor(row); next != Window.NEW; next = window.sibling(next)) {
            for (int part = 0; part < parts(); part++) {
                System.arraycopy(after[part], row * H, before[part], next * H, H);
            }
        }
    }

    /** Completes the gradients by the states after a row with what the rows that continue it hand back. */
    void takeBack(Window window, int row) {
        int H = weights.H;
        int first = window.successor(row);
        for (int part = 1; part < parts(); part++) { // nothing but the next states reads the other parts
            if (first == Window.NEW) {
                Arrays.fill(gradients[part], row * H, (row + 1) * H, 0);
            } else {
                System.arraycopy(gradients[part], first * H, gradients[part], row * H, H);
            }
        }
        if (first == Window.NEW) {
            return;
        }
        kernels.axpy(1, gradients[0], first * H, gradients[0], row * H, H);
        for (int next = window.sibling(first); next != Window.NEW; next = window.sibling(next)) {
            for (float[] gradient : gradients) {
                kernels.axpy(1, gradient, next * H, gradient, row * H, H);
            }
        }
    }

    /** Copies the gradients by the states before all new rows. */
    void initialGradients(Window window, float[] dInitial) {
        int H = weights.H;
        forEach(0, window.rows(), row -> {
            if (window.source(row) == Window.NEW) {
                for (int part = 0; part < parts(); part++) {
                    System.arraycopy(gradients[part], row * H, dInitial, (row * parts() + part) * H, H);
                }
            }
        });
    }
}
