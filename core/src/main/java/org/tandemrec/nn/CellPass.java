package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.kernel.Kernels;

/** The way of every cell through a window; the {@link CellStep} makes the difference. */
final class CellPass implements Cell.Pass {
    /* Columns of one task of the bias gradient: fixed, so that the cut does not depend on the threads. */
    private static final int COLUMNS = 128;

    private final CellWeights weights;
    private final CellRows rows;
    private final CellStep cellStep;
    private final Kernels kernels = Kernels.best();

    CellPass(CellRows rows, CellStep cellStep) {
        this.weights = rows.weights;
        this.rows = rows;
        this.cellStep = cellStep;
    }

    @Override
    public float[] gates() {
        return rows.gates;
    }

    @Override
    public float[] hidden() {
        return rows.after[0];
    }

    @Override
    public void project(float[] x, int count) {
        checkFit(count);
        int D = weights.D;
        int G = weights.G;
        rows.gemm.multiply(false, false, count, G, D, 1, x, 0, D, weights.input.value(), 0, G, 0, rows.gates, 0, G);
    }

    @Override
    public void recur(Window window, float[] carried, float @Nullable [] initial) {
        checkFit(window.rows());
        rows.start(window, carried, initial);
        for (int step = 0; step < window.steps(); step++) {
            cellStep.forward(window, step);
        }
    }

    @Override
    public void carry(Window window, float[] carried) {
        int H = weights.H;
        int last = window.steps() - 1;
        if (last < 0) {
            return;
        }
        int from = window.start(last);
        int parts = rows.parts();
        for (int part = 0; part < parts; part++) {
            float[] states = rows.after[part];
            if (parts == 1) {
                System.arraycopy(states, from * H, carried, 0, window.size(last) * H);
            } else {
                for (int lane = 0; lane < window.size(last); lane++) {
                    System.arraycopy(states, (from + lane) * H, carried, (lane * parts + part) * H, H);
                }
            }
        }
    }

    @Override
    public void copyState(int row, float[] states, int lane) {
        int H = weights.H;
        int parts = rows.parts();
        for (int part = 0; part < parts; part++) {
            System.arraycopy(rows.after[part], row * H, states, (lane * parts + part) * H, H);
        }
    }

    @Override
    public void backward(
            Window window, float[] x, float[] dHidden, float @Nullable [] dx, float @Nullable [] dInitial) {
        checkFit(window.rows());
        rows.gradients[0] = dHidden;
        for (int step = window.steps() - 1; step >= 0; step--) {
            cellStep.backward(window, step, step > 0 || dInitial != null);
        }
        int R = window.rows();
        int D = weights.D;
        int G = weights.G;
        float[] dGates = rows.gates;
        cellStep.hiddenGradient(R);
        rows.gemm.multiply(true, false, D, G, R, 1, x, 0, D, dGates, 0, G, 0, weights.input.gradient(), 0, G);
        if (weights.bias != null) {
            sum(dGates, R, weights.bias.gradient());
        }
        if (dx != null) {
            rows.gemm.multiply(false, true, R, D, G, 1, dGates, 0, G, weights.input.value(), 0, G, 0, dx, 0, D);
        }
        if (dInitial != null) {
            rows.initialGradients(window, dInitial);
        }
    }

    /** dBias (G) = the sum of dGates (R, G) over the rows. */
    private void sum(float[] dGates, int R, float[] dBias) {
        int G = weights.G;
        rows.parallel.forEach(ceilDiv(G, COLUMNS), block -> {
            int from = block * COLUMNS;
            int n = Math.min(COLUMNS, G - from);
            Arrays.fill(dBias, from, from + n, 0);
            for (int row = 0; row < R; row++) {
                kernels.axpy(1, dGates, row * G + from, dBias, from, n);
            }
        });
    }

    private void checkFit(int count) {
        if (count > rows.maxRows) {
            throw new IllegalArgumentException(
                    "this pass has room for " + rows.maxRows + " rows, but there are " + count);
        }
    }
}
