package org.tandemrec.kernel;

/** The kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarKernels implements Kernels {
    /** Makes the kernels; they hold no state. */
    public ScalarKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) { // four sums in flight: each addition waits for the one before it
            sum0 = Math.fma(a[aOffset + i], b[bOffset + i], sum0);
            sum1 = Math.fma(a[aOffset + i + 1], b[bOffset + i + 1], sum1);
            sum2 = Math.fma(a[aOffset + i + 2], b[bOffset + i + 2], sum2);
            sum3 = Math.fma(a[aOffset + i + 3], b[bOffset + i + 3], sum3);
        }
        float sum = (sum0 + sum2) + (sum1 + sum3);
        for (; i < n; i++) {
            sum = Math.fma(a[aOffset + i], b[bOffset + i], sum);
        }
        return sum;
    }

    @Override
    public void matrixVector(
            float[] a, int aOffset, int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        for (int row = 0; row < rows; row++) {
            y[yOffset + row] = dot(a, aOffset + row * columns, x, xOffset, columns);
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
        }
    }

    @Override
    public void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
        for (int i = 0; i < n; i++) {
            out[outOffset + i] = a[aOffset + i] * b[bOffset + i];
        }
    }

    @Override
    public void scale(float alpha, float[] x, int xOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = alpha * x[xOffset + i];
        }
    }

    @Override
    public void add(float alpha, float[] x, int xOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = x[xOffset + i] + alpha;
        }
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.tanh(x[xOffset + i]);
        }
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
        for (int i = 0; i < n; i++) {
            y[yOffset + i] = FloatMath.sigmoid(x[xOffset + i]);
        }
    }

    @Override
    public void tanhBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yOffset + i];
            dx[dxOffset + i] = dy[dyOffset + i] * Math.fma(-value, value, 1);
        }
    }

    @Override
    public void sigmoidBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        for (int i = 0; i < n; i++) {
            float value = y[yOffset + i];
            dx[dxOffset + i] = dy[dyOffset + i] * (value * (1 - value));
        }
    }

    @Override
    public float max(float[] x, int xOffset, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xOffset + i]);
        }
        return max;
    }

    @Override
    public float sum(float[] x, int xOffset, int n) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int i = 0;
        for (; i < n - 3; i += 4) {
            sum0 += x[xOffset + i];
            sum1 += x[xOffset + i + 1];
            sum2 += x[xOffset + i + 2];
            sum3 += x[xOffset + i + 3];
        }
        float sum = (sum0 + sum2) + (sum1 + sum3);
        for (; i < n; i++) {
            sum += x[xOffset + i];
        }
        return sum;
    }

    @Override
    public double sumOfSquares(float[] x, int xOffset, float mean, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = x[xOffset + i] - mean;
            sum = Math.fma(difference, difference, sum);
        }
        return sum;
    }

    @Override
    public float expSum(float[] x, int xOffset, float shift, float[] y, int yOffset, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float value = FloatMath.exp(x[xOffset + i] - shift);
            y[yOffset + i] = value;
            sum += value;
        }
        return sum;
    }

    @Override
    public float expSum(float[] x, int xOffset, float shift, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += FloatMath.exp(x[xOffset + i] - shift);
        }
        return sum;
    }

    @Override
    public void dropout(float[] x, int xOffset, float[] y, int yOffset, int n, int seed, int firstIndex, float rate) {
        float scale = DropoutMask.scale(rate);
        int threshold = DropoutMask.threshold(rate);
        int start = DropoutMask.mix(seed);
        for (int i = 0; i < n; i++) {
            int hash = DropoutMask.mix((firstIndex + i) * DropoutMask.GOLDEN_GAMMA + start);
            y[yOffset + i] = hash >>> 1 < threshold ? 0 : x[xOffset + i] * scale;
        }
    }

    @Override
    public int countAtLeast(float[] x, int xOffset, int n, float threshold) {
        int less = 0;
        for (int i = 0; i < n; i++) {
            if (x[xOffset + i] < threshold) {
                less++;
            }
        }
        return n - less;
    }

    @Override
    public int placesAtLeast(float[] x, int xOffset, int n, float threshold, int[] places) {
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (x[xOffset + i] >= threshold) {
                places[count++] = i;
            }
        }
        return count;
    }
}
