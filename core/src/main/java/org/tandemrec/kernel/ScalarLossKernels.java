package org.tandemrec.kernel;

import org.jspecify.annotations.Nullable;

/** The passes of losses element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarLossKernels implements LossKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarLossKernels() {}

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public float max(float[] x, int xOffset, float @Nullable [] w, int wOffset, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            if (value > max && (w == null || w[wOffset + i] > 0)) {
                max = value;
            }
        }
        return max;
    }

    @Override
    public void elu(float alpha, float[] x, int xOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = FloatMath.elu(x[xOffset + i], alpha);
        }
    }

    @Override
    public float expSum(
            float[] x,
            int xOffset,
            float shift,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] sums,
            int sumsOffset) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float e = FloatMath.expNegative(-Math.abs(x[xOffset + i] - shift));
            x[xOffset + i] = e;
            sum += weighted(e, w, wOffset + i);
        }
        return sum;
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xOffset, float @Nullable [] w, int wOffset, int n) {
        for (int i = 0; i < n; i++) {
            x[xOffset + i] = weighted(Math.fma(x[xOffset + i], alpha, beta), w, wOffset + i);
        }
    }

    @Override
    public float logistic(
            float[] x,
            int xOffset,
            float shift,
            float elu,
            float factor,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset) {
        float losses = 0;
        float sigmoids = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            float y = value - shift;
            float e = FloatMath.expNegative(-Math.abs(y));
            float inverse = 1 / (1 + e);
            float sigmoid = weighted(y < 0 ? e * inverse : inverse, w, wOffset + i);
            losses += weighted((y < 0 ? 0 : y) + FloatMath.log1p(e), w, wOffset + i);
            sigmoids += sigmoid;
            scratch[eOffset + i] = e;
            x[xOffset + i] = chained(sigmoid * factor, value, elu);
        }
        sums[sumsOffset] += sigmoids;
        return losses;
    }

    @Override
    public float top1(
            float[] x,
            int xOffset,
            float shift,
            float elu,
            float factor,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset) {
        float losses = 0;
        float slopes = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            float z = FloatMath.expNegative(-(value * value));
            float square = 1 / (1 + z);
            float squareSlope = 0 + (value + value) * (z * square * square); // 0 for -0
            float y = value - shift;
            float a = FloatMath.expNegative(-Math.abs(y));
            float inverse = 1 / (1 + a);
            float slope = a * inverse * inverse;
            losses += weighted((y < 0 ? a * inverse : inverse) + square, w, wOffset + i);
            slopes += weighted(slope, w, wOffset + i);
            scratch[eOffset + i] = squareSlope;
            x[xOffset + i] = chained(weighted(slope + squareSlope, w, wOffset + i) * factor, value, elu);
        }
        sums[sumsOffset] += slopes;
        return losses;
    }

    @Override
    public float top1Max(
            float[] x,
            int xOffset,
            float shift,
            float max,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset,
            float[] sums,
            int sumsOffset) {
        float total = 0;
        float losses = 0;
        float slopes = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            float e = weighted(FloatMath.expNegative(-Math.abs(value - max)), w, wOffset + i);
            float z = FloatMath.expNegative(-(value * value));
            float square = 1 / (1 + z);
            float squareSlope = 0 + (value + value) * (z * square * square); // 0 for -0
            float y = value - shift;
            float a = FloatMath.expNegative(-Math.abs(y));
            float inverse = 1 / (1 + a);
            float slope = a * inverse * inverse;
            float sigmoid = y < 0 ? a * inverse : inverse;
            scratch[eOffset + i] = e;
            scratch[hOffset + i] = (square + squareSlope) + (sigmoid + slope);
            total += e;
            losses = Math.fma(e, sigmoid + square, losses);
            slopes = Math.fma(e, slope, slopes);
        }
        sums[sumsOffset] += losses;
        sums[sumsOffset + 1] += slopes;
        return total;
    }

    @Override
    public void top1MaxBackward(
            float[] x,
            int xOffset,
            float elu,
            float factor,
            float loss,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset) {
        for (int i = 0; i < n; i++) {
            float share = scratch[eOffset + i] * factor;
            x[xOffset + i] = chained(share * (scratch[hOffset + i] - loss), x[xOffset + i], elu);
        }
    }

    @Override
    public float bprMax(
            float[] x,
            int xOffset,
            float max,
            float a,
            float b,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int iOffset,
            float[] sums,
            int sumsOffset) {
        float total = 0;
        float products = 0;
        float squares = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            float e = FloatMath.expNegative(-Math.abs(value - max));
            float inverse = 1 / Math.fma(b, e, a);
            scratch[eOffset + i] = e;
            scratch[iOffset + i] = inverse;
            float share = weighted(e, w, wOffset + i);
            float t = share * inverse;
            total += t;
            products = Math.fma(t, e, products);
            squares = Math.fma(share * value, value, squares);
        }
        sums[sumsOffset] += products;
        sums[sumsOffset + 1] += squares;
        return total;
    }

    @Override
    public float bprMaxBackward(
            float[] x,
            int xOffset,
            float elu,
            float a,
            float pull,
            float push,
            float shrink,
            float meanSquare,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int iOffset,
            float[] sums,
            int sumsOffset) {
        float squares = 0;
        for (int i = 0; i < n; i++) {
            float value = x[xOffset + i];
            float e = scratch[eOffset + i];
            float inverse = scratch[iOffset + i];
            float t = e * inverse;
            squares = Math.fma(weighted(t, w, wOffset + i), t, squares);
            float ranking = Math.fma(pull, Math.fma(a, t, e), -(push * inverse));
            float penalty = e * shrink * Math.fma(value, value + 2, -meanSquare);
            x[xOffset + i] = chained(weighted(Math.fma(t, ranking, penalty), w, wOffset + i), value, elu);
        }
        return squares;
    }

    private static float weighted(float value, float @Nullable [] w, int at) {
        return w == null ? value : value * w[at];
    }

    /** The gradient by the input of ELU, whose derivative at its output x is 1 above 0 and x + alpha below. */
    private static float chained(float gradient, float x, float elu) {
        return elu > 0 ? gradient * (x > 0 ? 1 : x + elu) : gradient;
    }
}
