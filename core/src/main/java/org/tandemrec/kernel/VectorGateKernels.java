package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The vector twin of {@link ScalarGateKernels}, which also computes the units that fill no vector. */
final class VectorGateKernels implements GateKernels {
    /*
     * The compiler inlines up to a limit, and where a method that takes or gives vectors is beyond it, vectors are allocated, ten
     * times slower. So a kernel has at most one exponential, and only methods of the vectors themselves, which are always inlined,
     * come after it. For the same reason callers do not follow one kernel by another in the same loop if the first one has an
     * exponential.
     */
    private static final ScalarGateKernels TAIL = new ScalarGateKernels();
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);

    VectorGateKernels() {}

    @Override
    public void sigmoid(float[] x, int xOffset, float[] bias, int biasOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.sigmoid(load(x, xOffset + i).add(load(bias, biasOffset + i)))
                    .intoArray(x, xOffset + i);
        }
        TAIL.sigmoid(x, xOffset + i, bias, biasOffset + i, n - i);
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, float[] bias, int biasOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector sum = load(x, xOffset + i).add(load(y, yOffset + i)).add(load(bias, biasOffset + i));
            VectorMath.sigmoid(sum).intoArray(x, xOffset + i);
        }
        TAIL.sigmoid(x, xOffset + i, y, yOffset + i, bias, biasOffset + i, n - i);
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] bias, int biasOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.tanh(load(x, xOffset + i).add(load(bias, biasOffset + i)))
                    .intoArray(y, yOffset + i);
        }
        TAIL.tanh(x, xOffset + i, bias, biasOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void gruState(
            float[] gates, int gatesOffset, float[] bias, float[] h, int hOffset, float[] next, int nextOffset, int H) {
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int c = gatesOffset + 2 * H + i;
            FloatVector update = load(gates, c - H);
            FloatVector kept = ONE.sub(update).mul(load(h, hOffset + i));
            FloatVector candidate = VectorMath.tanh(load(gates, c).add(load(bias, 2 * H + i)));
            candidate.intoArray(gates, c);
            update.fma(candidate, kept).intoArray(next, nextOffset + i);
        }
        ScalarGateKernels.gruState(i, gates, gatesOffset, bias, h, hOffset, next, nextOffset, H);
    }

    @Override
    public void gruStateBackward(
            float[] gates, int gatesOffset, float[] h, int hOffset, float[] dh, int dhOffset, int H) {
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int z = gatesOffset + H + i;
            FloatVector update = load(gates, z);
            FloatVector candidate = load(gates, z + H);
            FloatVector gradient = load(dh, dhOffset + i);
            FloatVector kept = gradient.mul(ONE.sub(update));
            candidate.sub(load(h, hOffset + i)).mul(update).mul(kept).intoArray(gates, z);
            gradient.mul(update).mul(candidate.neg().fma(candidate, ONE)).intoArray(gates, z + H);
            kept.intoArray(dh, dhOffset + i);
        }
        ScalarGateKernels.gruStateBackward(i, gates, gatesOffset, h, hOffset, dh, dhOffset, H);
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
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            FloatVector reset = load(gates, gatesOffset + i);
            FloatVector gradient = load(drh, drhOffset + i);
            gradient.mul(load(h, hOffset + i)).mul(slope(reset)).intoArray(gates, gatesOffset + i);
            gradient.fma(reset, load(dh, dhOffset + i)).intoArray(dh, dhOffset + i);
        }
        ScalarGateKernels.gruResetBackward(i, gates, gatesOffset, h, hOffset, drh, drhOffset, dh, dhOffset, H);
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
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int c = gatesOffset + 2 * H + i;
            FloatVector update = load(gates, c - H);
            FloatVector kept = ONE.sub(update).mul(load(h, hOffset + i));
            FloatVector input = load(gates, c).add(load(bias, 2 * H + i));
            FloatVector recurrent = load(products, productsOffset + 2 * H + i);
            FloatVector candidate = VectorMath.tanh(load(gates, c - 2 * H).fma(recurrent, input));
            candidate.intoArray(gates, c);
            update.fma(candidate, kept).intoArray(next, nextOffset + i);
        }
        ScalarGateKernels.resetAfterState(
                i, gates, gatesOffset, bias, products, productsOffset, h, hOffset, next, nextOffset, H);
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
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int r = gatesOffset + i;
            int u = productsOffset + i;
            FloatVector reset = load(gates, r);
            FloatVector update = load(gates, r + H);
            FloatVector candidate = load(gates, r + 2 * H);
            FloatVector gradient = load(dh, dhOffset + i);
            FloatVector kept = gradient.mul(ONE.sub(update));
            FloatVector dz = candidate.sub(load(h, hOffset + i)).mul(update).mul(kept);
            FloatVector dc = gradient.mul(update).mul(candidate.neg().fma(candidate, ONE));
            FloatVector dr = dc.mul(load(products, u + 2 * H)).mul(slope(reset));
            dr.intoArray(gates, r);
            dz.intoArray(gates, r + H);
            dc.intoArray(gates, r + 2 * H);
            dr.intoArray(products, u);
            dz.intoArray(products, u + H);
            dc.mul(reset).intoArray(products, u + 2 * H);
            kept.intoArray(dh, dhOffset + i);
        }
        ScalarGateKernels.resetAfterBackward(
                i, gates, gatesOffset, products, productsOffset, h, hOffset, dh, dhOffset, H);
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
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int at = gatesOffset + i;
            FloatVector added = load(gates, at).mul(load(gates, at + 3 * H));
            FloatVector state = load(gates, at + H).fma(load(cell, cellOffset + i), added);
            FloatVector output = load(gates, at + 2 * H);
            FloatVector value = VectorMath.tanh(state);
            state.intoArray(next, nextOffset + i);
            value.intoArray(squashed, squashedOffset + i);
            output.mul(value).intoArray(h, hOffset + i);
        }
        ScalarGateKernels.lstmState(
                i, gates, gatesOffset, cell, cellOffset, next, nextOffset, squashed, squashedOffset, h, hOffset, H);
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
        int i = 0;
        for (; i <= H - LANES; i += LANES) {
            int at = gatesOffset + i;
            FloatVector input = load(gates, at);
            FloatVector forget = load(gates, at + H);
            FloatVector output = load(gates, at + 2 * H);
            FloatVector candidate = load(gates, at + 3 * H);
            FloatVector value = load(squashed, squashedOffset + i);
            FloatVector gradient = load(dh, dhOffset + i);
            FloatVector d = gradient.mul(output).fma(value.neg().fma(value, ONE), load(dCell, dCellOffset + i));
            d.mul(candidate).mul(slope(input)).intoArray(gates, at);
            d.mul(load(cell, cellOffset + i)).mul(slope(forget)).intoArray(gates, at + H);
            gradient.mul(value).mul(slope(output)).intoArray(gates, at + 2 * H);
            d.mul(input).mul(candidate.neg().fma(candidate, ONE)).intoArray(gates, at + 3 * H);
            d.mul(forget).intoArray(dCell, dCellOffset + i);
        }
        ScalarGateKernels.lstmBackward(
                i, gates, gatesOffset, cell, cellOffset, squashed, squashedOffset, dh, dhOffset, dCell, dCellOffset, H);
    }

    /** The derivative of the sigmoid by its argument, from its value. */
    private static FloatVector slope(FloatVector sigmoid) {
        return sigmoid.mul(ONE.sub(sigmoid));
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
