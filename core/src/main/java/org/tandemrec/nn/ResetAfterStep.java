package org.tandemrec.nn;

import org.tandemrec.kernel.GateKernels;

/** A step of a GRU with the reset after the product. */
final class ResetAfterStep implements CellStep {
    private final CellRows rows;
    private final CellWeights weights;
    /** h before times the hidden weights (R, G); on the way back their gradients, in place. */
    private final float[] products;

    private final GateKernels kernels = GateKernels.best();

    ResetAfterStep(CellRows rows) {
        this.rows = rows;
        this.weights = rows.weights;
        this.products = new float[rows.gates.length];
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
        rows.gemm.multiply(
                false, false, B, G, H, 1, before, from * H, H, weights.hidden.value(), 0, G, 0, products, from * G, G);
        rows.forEach(window, step, row -> kernels.sigmoid(gates, row * G, products, row * G, bias, 0, 2 * H), row -> {
            kernels.resetAfterState(gates, row * G, bias, products, row * G, before, row * H, after, row * H, H);
            rows.handOn(window, row);
        });
    }

    @Override
    public void backward(Window window, int step, boolean wanted) {
        int H = weights.H;
        int G = weights.G;
        int from = window.start(step);
        int B = window.size(step);
        float[] before = rows.before[0];
        float[] dh = rows.gradients[0];
        rows.forEach(window, step, row -> {
            rows.takeBack(window, row);
            kernels.resetAfterBackward(rows.gates, row * G, products, row * G, before, row * H, dh, row * H, H);
        });
        if (wanted) {
            float[] Wh = weights.hidden.value();
            rows.gemm.multiply(false, true, B, H, G, 1, products, from * G, G, Wh, 0, G, 1, dh, from * H, H);
        }
    }

    @Override
    public void hiddenGradient(int R) {
        int H = weights.H;
        int G = weights.G;
        float[] dWh = weights.hidden.gradient();
        rows.gemm.multiply(true, false, H, G, R, 1, rows.before[0], 0, H, products, 0, G, 0, dWh, 0, G);
    }
}
