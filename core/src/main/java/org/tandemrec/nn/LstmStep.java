package org.tandemrec.nn;

import org.tandemrec.kernel.GateKernels;

/** A step of an LSTM with forget gate. */
final class LstmStep implements CellStep {
    private final CellRows rows;
    private final CellWeights weights;
    /** tanh of the cell states after (R, H). */
    private final float[] squashed;

    private final GateKernels kernels = GateKernels.best();

    LstmStep(CellRows rows) {
        this.rows = rows;
        this.weights = rows.weights;
        this.squashed = new float[rows.maxRows * weights.H];
    }

    @Override
    public void forward(Window window, int step) {
        int H = weights.H;
        int G = weights.G;
        int from = window.start(step);
        int B = window.size(step);
        float[] gates = rows.gates;
        float[] hidden = rows.after[0];
        float[] cell = rows.before[1];
        float[] next = rows.after[1];
        float[] bias = weights.biasValues;
        float[] Wh = weights.hidden.value();
        rows.gemm.multiply(false, false, B, G, H, 1, rows.before[0], from * H, H, Wh, 0, G, 1, gates, from * G, G);
        rows.forEach(
                window,
                step,
                row -> kernels.sigmoid(gates, row * G, bias, 0, 3 * H),
                row -> kernels.tanh(gates, row * G + 3 * H, bias, 3 * H, gates, row * G + 3 * H, H),
                row -> {
                    int at = row * H;
                    kernels.lstmState(gates, row * G, cell, at, next, at, squashed, at, hidden, at, H);
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
        float[] cell = rows.before[1];
        float[] dh = rows.gradients[0];
        float[] dCell = rows.gradients[1];
        rows.forEach(window, step, row -> {
            int at = row * H;
            rows.takeBack(window, row);
            kernels.lstmBackward(gates, row * G, cell, at, squashed, at, dh, at, dCell, at, H);
        });
        if (wanted) {
            float[] Wh = weights.hidden.value();
            rows.gemm.multiply(false, true, B, H, G, 1, gates, from * G, G, Wh, 0, G, 0, dh, from * H, H);
        }
    }

    @Override
    public void hiddenGradient(int R) {
        int H = weights.H;
        int G = weights.G;
        float[] dWh = weights.hidden.gradient();
        rows.gemm.multiply(true, false, H, G, R, 1, rows.before[0], 0, H, rows.gates, 0, G, 0, dWh, 0, G);
    }
}
