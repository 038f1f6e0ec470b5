package org.tandemrec.nn;

import org.tandemrec.kernel.GateKernels;
import org.tandemrec.kernel.Kernels;

/** A step of a GRU with the reset before the product (RA_LST, equations 5 to 7). */
final class GruStep implements CellStep {
    private final CellRows rows;
    private final CellWeights weights;
    /** r ⊙ h before (R, H). */
    private final float[] resetHidden;
    /** The gradient by {@link #resetHidden} of one step's rows. */
    private final float[] dResetHidden;

    private final Kernels kernels = Kernels.best();
    private final GateKernels gateKernels = GateKernels.best();

    GruStep(CellRows rows) {
        this.rows = rows;
        this.weights = rows.weights;
        this.resetHidden = new float[rows.maxRows * weights.H];
        this.dResetHidden = new float[rows.maxRows * weights.H];
    }

    @Override
    public void forward(Window window, int step) {
        int H = weights.H;
        int G = weights.G;
        int from = window.start(step);
        int B = window.size(step);
        float[] gates = rows.gates;
        float[] before = rows.before[0];
        float[] after = rows.after[0];
        float[] bias = weights.biasValues;
        float[] Wh = weights.hidden.value();
        rows.gemm.multiply(false, false, B, 2 * H, H, 1, before, from * H, H, Wh, 0, G, 1, gates, from * G, G);
        rows.forEach(
                window,
                step,
                row -> gateKernels.sigmoid(gates, row * G, bias, 0, 2 * H),
                row -> kernels.multiply(gates, row * G, before, row * H, resetHidden, row * H, H));
        rows.gemm.multiply(
                false, false, B, H, H, 1, resetHidden, from * H, H, Wh, 2 * H, G, 1, gates, from * G + 2 * H, G);
        rows.forEach(window, step, row -> {
            gateKernels.gruState(gates, row * G, bias, before, row * H, after, row * H, H);
            rows.handOn(window, row);
        });
    }

    @Override
    public void backward(Window window, int step, boolean wanted) {
        int H = weights.H;
        int G = weights.G;
        int from = window.start(step);
        int B = window.size(step);
        float[] gates = rows.gates;
        float[] before = rows.before[0];
        float[] dh = rows.gradients[0];
        float[] Wh = weights.hidden.value();
        rows.forEach(window, step, row -> {
            rows.takeBack(window, row);
            gateKernels.gruStateBackward(gates, row * G, before, row * H, dh, row * H, H);
        });
        rows.gemm.multiply(false, true, B, H, H, 1, gates, from * G + 2 * H, G, Wh, 2 * H, G, 0, dResetHidden, 0, H);
        rows.forEach(
                window,
                step,
                row -> gateKernels.gruResetBackward(
                        gates, row * G, before, row * H, dResetHidden, (row - from) * H, dh, row * H, H));
        if (wanted) {
            rows.gemm.multiply(false, true, B, H, 2 * H, 1, gates, from * G, G, Wh, 0, G, 1, dh, from * H, H);
        }
    }

    @Override
    public void hiddenGradient(int R) {
        int H = weights.H;
        int G = weights.G;
        float[] dWh = weights.hidden.gradient();
        rows.gemm.multiply(true, false, H, 2 * H, R, 1, rows.before[0], 0, H, rows.gates, 0, G, 0, dWh, 0, G);
        rows.gemm.multiply(true, false, H, H, R, 1, resetHidden, 0, H, rows.gates, 2 * H, G, 0, dWh, 2 * H, G);
    }
}
