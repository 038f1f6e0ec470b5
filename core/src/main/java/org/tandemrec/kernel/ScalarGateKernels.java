package org.tandemrec.kernel;

/**
 * The passes of recurrent cells element by element: the readable reference, and what runs where the Vector API is not there.
 *
 * <p>Each has a form that starts at a unit of the row, for the units that a vector twin leaves over.
 */
public final class ScalarGateKernels implements GateKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarGateKernels() {}

    @Override
    public void sigmoid(float[] x, int xOffset, float[] bias, int biasOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = FloatMath.sigmoid(x[xOffset + i] + bias[biasOffset + i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, float[] bias, int biasOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = FloatMath.sigmoid(x[xOffset + i] + y[yOffset + i] + bias[biasOffset + i]);
        }
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] bias, int biasOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.tanh(x[xOffset + i] + bias[biasOffset + i]);
        }
    }

    @Override
    public void gruState(
            float[] gates, int gatesOffset, float[] bias, float[] h, int hOffset, float[] next, int nextOffset, int H) {
        gruState(0, gates, gatesOffset, bias, h, hOffset, next, nextOffset, H);
    }

    static void gruState(
            int first,
            float[] gates,
            int gatesOffset,
            float[] bias,
            float[] h,
            int hOffset,
            float[] next,
            int nextOffset,
            int H) {
        for (int i = first; i < H; i++) {
            int z = gatesOffset + H + i;
            int c = z + H;
            float candidate = FloatMath.tanh(gates[c] + bias[2 * H + i]);
            gates[c] = candidate;
            next[nextOffset + i] = Math.fma(gates[z], candidate, (1 - gates[z]) * h[hOffset + i]);
        }
    }

    @Override
    public void gruStateBackward(
            float[] gates, int gatesOffset, float[] h, int hOffset, float[] dh, int dhOffset, int H) {
        gruStateBackward(0, gates, gatesOffset, h, hOffset, dh, dhOffset, H);
    }

    static void gruStateBackward(
            int first, float[] gates, int gatesOffset, float[] h, int hOffset, float[] dh, int dhOffset, int H) {
        for (int i = first; i < H; i++) {
            int z = gatesOffset + H + i;
            int c = z + H;
            float update = gates[z];
            float candidate = gates[c];
            float gradient = dh[dhOffset + i];
            float kept = gradient * (1 - update);
            gates[z] = (candidate - h[hOffset + i]) * update * kept;
            gates[c] = gradient * update * Math.fma(-candidate, candidate, 1);
            dh[dhOffset + i] = kept;
        }
    }

    @Override
    public void gruResetBackward(
            float[] gates,
            int gatesOffset,
            float[] h,
            int hOffset,
            float[] drh,
            int drhOffset,
            float[] dh,
            int dhOffset,
            int H) {
        gruResetBackward(0, gates, gatesOffset, h, hOffset, drh, drhOffset, dh, dhOffset, H);
    }

    static void gruResetBackward(
            int first,
            float[] gates,
            int gatesOffset,
            float[] h,
            int hOffset,
            float[] drh,
            int drhOffset,
            float[] dh,
            int dhOffset,
            int H) {
        for (int i = first; i < H; i++) {
            float reset = gates[gatesOffset + i];
            float gradient = drh[drhOffset + i];
            gates[gatesOffset + i] = gradient * h[hOffset + i] * (reset * (1 - reset));
            dh[dhOffset + i] = Math.fma(gradient, reset, dh[dhOffset + i]);
        }
    }

    @Override
    public void resetAfterState(
            float[] gates,
            int gatesOffset,
            float[] bias,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] next,
            int nextOffset,
            int H) {
        resetAfterState(0, gates, gatesOffset, bias, products, productsOffset, h, hOffset, next, nextOffset, H);
    }

    static void resetAfterState(
            int first,
            float[] gates,
            int gatesOffset,
            float[] bias,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] next,
            int nextOffset,
            int H) {
        for (int i = first; i < H; i++) {
            int r = gatesOffset + i;
            int z = r + H;
            int c = z + H;
            float recurrent = products[productsOffset + 2 * H + i];
            float candidate = FloatMath.tanh(Math.fma(gates[r], recurrent, gates[c] + bias[2 * H + i]));
            gates[c] = candidate;
            next[nextOffset + i] = Math.fma(gates[z], candidate, (1 - gates[z]) * h[hOffset + i]);
        }
    }

    @Override
    public void resetAfterBackward(
            float[] gates,
            int gatesOffset,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] dh,
            int dhOffset,
            int H) {
        resetAfterBackward(0, gates, gatesOffset, products, productsOffset, h, hOffset, dh, dhOffset, H);
    }

    static void resetAfterBackward(
            int first,
            float[] gates,
            int gatesOffset,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] dh,
            int dhOffset,
            int H) {
        gruStateBackward(first, gates, gatesOffset, h, hOffset, dh, dhOffset, H);
        for (int i = first; i < H; i++) {
            int r = gatesOffset + i;
            int u = productsOffset + i;
            float reset = gates[r];
            float dc = gates[r + 2 * H];
            float dr = dc * products[u + 2 * H] * (reset * (1 - reset));
            gates[r] = dr;
            products[u] = dr;
            products[u + H] = gates[r + H];
            products[u + 2 * H] = dc * reset;
        }
    }

    @Override
    public void lstmState(
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] next,
            int nextOffset,
            float[] squashed,
            int squashedOffset,
            float[] h,
            int hOffset,
            int H) {
        lstmState(0, gates, gatesOffset, cell, cellOffset, next, nextOffset, squashed, squashedOffset, h, hOffset, H);
    }

    static void lstmState(
            int first,
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] next,
            int nextOffset,
            float[] squashed,
            int squashedOffset,
            float[] h,
            int hOffset,
            int H) {
        for (int i = first; i < H; i++) {
            int at = gatesOffset + i;
            float state = Math.fma(gates[at + H], cell[cellOffset + i], gates[at] * gates[at + 3 * H]);
            float value = FloatMath.tanh(state);
            next[nextOffset + i] = state;
            squashed[squashedOffset + i] = value;
            h[hOffset + i] = gates[at + 2 * H] * value;
        }
    }

    @Override
    public void lstmBackward(
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] squashed,
            int squashedOffset,
            float[] dh,
            int dhOffset,
            float[] dCell,
            int dCellOffset,
            int H) {
        lstmBackward(
                0, gates, gatesOffset, cell, cellOffset, squashed, squashedOffset, dh, dhOffset, dCell, dCellOffset, H);
    }

    static void lstmBackward(
            int first,
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] squashed,
            int squashedOffset,
            float[] dh,
            int dhOffset,
            float[] dCell,
            int dCellOffset,
            int H) {
        for (int i = first; i < H; i++) {
            int at = gatesOffset + i;
            float input = gates[at];
            float forget = gates[at + H];
            float output = gates[at + 2 * H];
            float candidate = gates[at + 3 * H];
            float value = squashed[squashedOffset + i];
            float gradient = dh[dhOffset + i];
            float d = Math.fma(gradient * output, Math.fma(-value, value, 1), dCell[dCellOffset + i]);
            gates[at] = d * candidate * (input * (1 - input));
            gates[at + H] = d * cell[cellOffset + i] * (forget * (1 - forget));
            gates[at + 2 * H] = gradient * value * (output * (1 - output));
            gates[at + 3 * H] = d * input * Math.fma(-candidate, candidate, 1);
            dCell[dCellOffset + i] = d * forget;
        }
    }
}
