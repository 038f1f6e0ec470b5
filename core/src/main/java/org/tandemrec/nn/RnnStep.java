package org.tandemrec.nn;

import org.tandemrec.kernel.GateKernels;
import org.tandemrec.kernel.Kernels;

/** A step of a plain recurrent unit, whose only gate is the candidate. */
final class RnnStep implements CellStep {
    private final CellRows rows;
    private final CellWeights weights;
    private final Kernels kernels = Kernels.best();
    private final GateKernels gateKernels = GateKernels.best();

    RnnStep(CellRows rows) {
        this.rows = rows;
        this.weights = rows.weights;
    }

    @Override
    public void forward(Window window, int step) {
        int H = weights.H;
        int from = window.start(step);
        int B = window.size(step);
        float[] gates = rows.gates;
        float[] after = rows.after[0];
        float[] bias = weights.biasValues;
        float[] Wh = weights.hidden.value();
        rows.gemm.multiply(false, false, B, H, H, 1, rows.before[0], from * H, H, Wh, 0, H, 1, gates, from * H, H);
        rows.forEach(window, step, row -> {
            gateKernels.tanh(gates, row * H, bias, 0, after, row * H, H);
            rows.handOn(window, row);
        });
    }

    @Override
    public void backward(Window window, int step, boolean wanted) {
        int H = weights.H;
        int from = window.start(step);
        int B = window.size(step);
        float[] gates = rows.gates;
        float[] after = rows.after[0];
        float[] dh = rows.gradients[0];
        rows.forEach(window, step, row -> {
            rows.takeBack(window, row);
            kernels.tanhBackward(after, row * H, dh, row * H, gates, row * H, H);
        });
        if (wanted) {
            float[] Wh = weights.hidden.value();
            rows.gemm.multiply(false, true, B, H, H, 1, gates, from * H, H, Wh, 0, H, 0, dh, from * H, H);
        }
    }

    @Override
    public void hiddenGradient(int R) {
        int H = weights.H;
        float[] dWh = weights.hidden.gradient();
        rows.gemm.multiply(true, false, H, H, R, 1, rows.before[0], 0, H, rows.gates, 0, H, 0, dWh, 0, H);
    }
}
