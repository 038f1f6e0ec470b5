package org.tandemrec.kernel;

/** The layer kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarLayerKernels implements LayerKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarLayerKernels() {}

    @Override
    public void relu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.max(x[xOffset + i], 0);
        }
    }

    @Override
    public void reluBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = y[yOffset + i] <= 0 ? 0 : dy[dyOffset + i];
        }
    }

    @Override
    public void gelu(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.gelu(x[xOffset + i]);
        }
    }

    @Override
    public void geluBackward(float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOffset + i] = dy[dyOffset + i] * FloatMath.geluSlope(x[xOffset + i]);
        }
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
        normalize(0, x, xOffset, mean, inverse, gain, bias, y, yOffset, n);
    }

    /** The elements from {@code from} on. */
    static void normalize(
            int from,
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] bias,
            float[] y,
            int yOffset,
            int n) {
        for (int i = from; i < n; i++) {
            y[yOffset + i] = Math.fma(gain[i], (x[xOffset + i] - mean) * inverse, bias[i]);
        }
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
        float sum = 0;
        float products = 0;
        for (int i = 0; i < n; i++) {
            float g = gain[i] * dy[dyOffset + i];
            sum += g;
            products = Math.fma(g, (x[xOffset + i] - mean) * inverse, products);
        }
        normalizeBackward(0, x, xOffset, mean, inverse, gain, dy, dyOffset, sum / n, products / n, dx, dxOffset, n);
    }

    /** The elements from {@code from} on, given the averages of g and of g * z. */
    static void normalizeBackward(
            int from,
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] dy,
            int dyOffset,
            float average,
            float product,
            float[] dx,
            int dxOffset,
            int n) {
        for (int i = from; i < n; i++) {
            float z = (x[xOffset + i] - mean) * inverse;
            float centred = gain[i] * dy[dyOffset + i] - average;
            dx[dxOffset + i] = inverse * Math.fma(-z, product, centred);
        }
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
        normalizeSums(0, x, xOffset, mean, inverse, dy, dyOffset, sums, sumsOffset, n);
    }

    /** The elements from {@code from} on. */
    static void normalizeSums(
            int from,
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] dy,
            int dyOffset,
            float[] sums,
            int sumsOffset,
            int n) {
        for (int i = from; i < n; i++) {
            int at = sumsOffset + i;
            float gradient = dy[dyOffset + i];
            sums[at] = Math.fma(gradient, (x[xOffset + i] - mean) * inverse, sums[at]);
            sums[at + n] += gradient;
        }
    }

    @Override
    public void softmaxBackward(float[] p, int pOffset, float[] dp, int dpOffset, float shift, int n) {
        for (int i = 0; i < n; i++) {
            dp[dpOffset + i] = p[pOffset + i] * (dp[dpOffset + i] - shift);
        }
    }
}
