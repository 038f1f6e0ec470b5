package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorKernels.fold;
import static org.tandemrec.kernel.VectorKernels.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The vector twin of {@link ScalarLayerKernels}, which also computes the elements that fill no vector. */
final class VectorLayerKernels implements LayerKernels {
    private static final ScalarLayerKernels TAIL = new ScalarLayerKernels();
    private static final FloatVector ONE = FloatVector.broadcast(SPECIES, 1);
    private static final FloatVector GELU_LINEAR = FloatVector.broadcast(SPECIES, FloatMath.GELU_LINEAR);
    private static final FloatVector GELU_CUBIC = FloatVector.broadcast(SPECIES, FloatMath.GELU_CUBIC);
    private static final FloatVector GELU_SLOPE = FloatVector.broadcast(SPECIES, 3 * FloatMath.GELU_CUBIC);

    VectorLayerKernels() {}

    @Override
    public void relu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xOffset + i).max(0).intoArray(y, yOffset + i);
        }
        TAIL.relu(x, xOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void reluBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(dy, dyOffset + i)
                    .blend(0, load(y, yOffset + i).compare(VectorOperators.LE, 0))
                    .intoArray(dx, dxOffset + i);
        }
        TAIL.reluBackward(y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i, n - i);
    }

    @Override
    public void gelu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector argument = value.mul(value).fma(GELU_CUBIC, GELU_LINEAR).mul(value);
            VectorMath.sigmoid(argument).mul(value).intoArray(y, yOffset + i);
        }
        TAIL.gelu(x, xOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void geluBackward(float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector square = value.mul(value);
            FloatVector slope = square.fma(GELU_SLOPE, GELU_LINEAR).mul(value);
            FloatVector gate =
                    VectorMath.sigmoid(square.fma(GELU_CUBIC, GELU_LINEAR).mul(value));
            load(dy, dyOffset + i).mul(gate.mul(slope.fma(ONE.sub(gate), ONE))).intoArray(dx, dxOffset + i);
        }
        TAIL.geluBackward(x, xOffset + i, dy, dyOffset + i, dx, dxOffset + i, n - i);
    }

    @Override
    public void normalize(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] bias,
            float[] y,
            int yOffset,
            int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector z = load(x, xOffset + i).sub(mean).mul(inverse);
            load(gain, i).fma(z, load(bias, i)).intoArray(y, yOffset + i);
        }
        ScalarLayerKernels.normalize(i, x, xOffset, mean, inverse, gain, bias, y, yOffset, n);
    }

    @Override
    public void normalizeBackward(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] dy,
            int dyOffset,
            float[] dx,
            int dxOffset,
            int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector products = sums;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = load(gain, i).mul(load(dy, dyOffset + i));
            sums = sums.add(g);
            products = g.fma(load(x, xOffset + i).sub(mean).mul(inverse), products);
        }
        float sum = fold(sums);
        float product = fold(products);
        for (; i < n; i++) {
            float g = gain[i] * dy[dyOffset + i];
            sum += g;
            product = Math.fma(g, (x[xOffset + i] - mean) * inverse, product);
        }
        sum /= n;
        product /= n;
        FloatVector average = FloatVector.broadcast(SPECIES, product);
        i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector z = load(x, xOffset + i).sub(mean).mul(inverse);
            FloatVector centred = load(gain, i).mul(load(dy, dyOffset + i)).sub(sum);
            z.neg().fma(average, centred).mul(inverse).intoArray(dx, dxOffset + i);
        }
        ScalarLayerKernels.normalizeBackward(
                i, x, xOffset, mean, inverse, gain, dy, dyOffset, sum, product, dx, dxOffset, n);
    }

    @Override
    public void normalizeSums(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] dy,
            int dyOffset,
            float[] sums,
            int sumsOffset,
            int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            int at = sumsOffset + i;
            FloatVector gradient = load(dy, dyOffset + i);
            FloatVector z = load(x, xOffset + i).sub(mean).mul(inverse);
            gradient.fma(z, load(sums, at)).intoArray(sums, at);
            load(sums, at + n).add(gradient).intoArray(sums, at + n);
        }
        ScalarLayerKernels.normalizeSums(i, x, xOffset, mean, inverse, dy, dyOffset, sums, sumsOffset, n);
    }

    @Override
    public void softmaxBackward(float[] p, int pOffset, float[] dp, int dpOffset, float shift, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(p, pOffset + i).mul(load(dp, dpOffset + i).sub(shift)).intoArray(dp, dpOffset + i);
        }
        TAIL.softmaxBackward(p, pOffset + i, dp, dpOffset + i, shift, n - i);
    }
}
