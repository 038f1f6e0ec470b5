package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorKernels.fold;
import static org.tandemrec.kernel.VectorKernels.load;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * The passes of losses on the Vector API, a vector of lanes at a time, the rest by the scalar twin. Make it through
 * {@link LossKernels#best()}, which knows whether the module is there.
 */
public final class VectorLossKernels implements LossKernels {
    /*
     * No branch in a loop gives a vector: where the compiler cannot lift it, it allocates. So no weights are ones from one place, and
     * the derivative of ELU below 0 is rise * x + level: x + alpha or, without ELU, 1.
     */
    private static final float[] ONES = ones();

    private static final ScalarLossKernels TAIL = new ScalarLossKernels();

    VectorLossKernels() {}

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
    }

    @Override
    public float max(float[] x, int xOffset, float @Nullable [] w, int wOffset, int n) {
        FloatVector max0 = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector max1 = max0;
        int i = 0;
        if (w == null) {
            for (; i <= n - 2 * LANES; i += 2 * LANES) {
                max0 = larger(max0, load(x, xOffset + i));
                max1 = larger(max1, load(x, xOffset + i + LANES));
            }
        } else {
            for (; i <= n - 2 * LANES; i += 2 * LANES) {
                max0 = larger(max0, present(x, xOffset + i, w, wOffset + i));
                max1 = larger(max1, present(x, xOffset + i + LANES, w, wOffset + i + LANES));
            }
        }
        float max = larger(max0, max1).reduceLanes(VectorOperators.MAX); // any order, same bits
        return Math.max(max, TAIL.max(x, xOffset + i, w, wOffset + i, n - i));
    }

    @Override
    public void elu(float alpha, float[] x, int xOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.elu(load(x, xOffset + i), alpha).intoArray(x, xOffset + i);
        }
        TAIL.elu(alpha, x, xOffset + i, n - i);
    }

    @Override
    public float expSum(float[] x, int xOffset, float shift, float @Nullable [] w, int wOffset, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = expBelow(load(x, xOffset + i), shift);
            e.intoArray(x, xOffset + i);
            sum = sum.add(e.mul(load(weights, first + i * stride)));
        }
        return fold(sum) + TAIL.expSum(x, xOffset + i, shift, w, wOffset + i, n - i);
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xOffset, float @Nullable [] w, int wOffset, int n) {
        FloatVector added = FloatVector.broadcast(SPECIES, beta);
        FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xOffset + i)
                    .fma(factor, added)
                    .mul(load(weights, first + i * stride))
                    .intoArray(x, xOffset + i);
        }
        TAIL.affine(alpha, beta, x, xOffset + i, w, wOffset + i, n - i);
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
            float[] sums,
            int sumsOffset) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector losses = FloatVector.zero(SPECIES);
        FloatVector sigmoids = losses;
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            VectorMask<Float> below = y.lt(0f);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1f));
            FloatVector sigmoid = inverse.blend(a.mul(inverse), below).mul(load(weights, first + i * stride));
            losses = losses.add(y.blend(0f, below).add(VectorMath.log1p(a)).mul(load(weights, first + i * stride)));
            sigmoids = sigmoids.add(sigmoid);
            chained(sigmoid.mul(factor), value, rise, level).intoArray(x, xOffset + i);
        }
        sums[sumsOffset] += fold(sigmoids);
        return fold(losses)
                + TAIL.logistic(x, xOffset + i, shift, elu, factor, w, wOffset + i, n - i, sums, sumsOffset);
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
            float[] sums,
            int sumsOffset) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector losses = FloatVector.zero(SPECIES);
        FloatVector slopes = losses;
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1f));
            FloatVector sigmoid = a.mul(inverse);
            FloatVector slope = sigmoid.mul(inverse);
            FloatVector z = VectorMath.exp(value.mul(value).neg());
            FloatVector square = one.div(z.add(1f));
            losses = losses.add(inverse.blend(sigmoid, y.lt(0f)).add(square).mul(load(weights, first + i * stride)));
            slopes = slopes.add(slope.mul(load(weights, first + i * stride)));
            FloatVector gradient = value.add(value).fma(z.mul(square).mul(square), slope);
            chained(gradient.mul(load(weights, first + i * stride)).mul(factor), value, rise, level)
                    .intoArray(x, xOffset + i);
        }
        sums[sumsOffset] += fold(slopes);
        return fold(losses) + TAIL.top1(x, xOffset + i, shift, elu, factor, w, wOffset + i, n - i, sums, sumsOffset);
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
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector total = FloatVector.zero(SPECIES);
        FloatVector losses = total;
        FloatVector slopes = total;
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1f));
            FloatVector sigmoid = a.mul(inverse);
            FloatVector slope = sigmoid.mul(inverse);
            FloatVector z = VectorMath.exp(value.mul(value).neg());
            FloatVector square = one.div(z.add(1f));
            FloatVector f = inverse.blend(sigmoid, y.lt(0f)).add(square);
            FloatVector e = expBelow(value, max);
            e.intoArray(scratch, eOffset + i);
            FloatVector gradient = value.add(value).fma(z.mul(square).mul(square), slope);
            f.add(gradient).intoArray(scratch, hOffset + i);
            FloatVector share = e.mul(load(weights, first + i * stride));
            total = total.add(share);
            losses = share.fma(f, losses);
            slopes = share.fma(slope, slopes);
        }
        sums[sumsOffset] += fold(losses);
        sums[sumsOffset + 1] += fold(slopes);
        float rest = TAIL.top1Max(
                x, xOffset + i, shift, max, w, wOffset + i, n - i, scratch, eOffset + i, hOffset + i, sums, sumsOffset);
        return fold(total) + rest;
    }

    @Override
    public void top1MaxBackward(
            float[] x,
            int xOffset,
            float elu,
            float factor,
            float loss,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset) {
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector share = load(scratch, eOffset + i)
                    .mul(load(weights, first + i * stride))
                    .mul(factor);
            FloatVector gradient = share.mul(load(scratch, hOffset + i).sub(loss));
            chained(gradient, load(x, xOffset + i), rise, level).intoArray(x, xOffset + i);
        }
        TAIL.top1MaxBackward(
                x, xOffset + i, elu, factor, loss, w, wOffset + i, n - i, scratch, eOffset + i, hOffset + i);
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
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector constant = FloatVector.broadcast(SPECIES, a);
        FloatVector slope = FloatVector.broadcast(SPECIES, b);
        FloatVector total = FloatVector.zero(SPECIES);
        FloatVector products = total;
        FloatVector squares = total;
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector e = expBelow(value, max);
            FloatVector inverse = one.div(slope.fma(e, constant));
            e.intoArray(scratch, eOffset + i);
            inverse.intoArray(scratch, iOffset + i);
            FloatVector share = e.mul(load(weights, first + i * stride));
            FloatVector t = share.mul(inverse);
            total = total.add(t);
            products = t.fma(e, products);
            squares = share.mul(value).fma(value, squares);
        }
        sums[sumsOffset] += fold(products);
        sums[sumsOffset + 1] += fold(squares);
        float rest = TAIL.bprMax(
                x, xOffset + i, max, a, b, w, wOffset + i, n - i, scratch, eOffset + i, iOffset + i, sums, sumsOffset);
        return fold(total) + rest;
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
            int iOffset) {
        FloatVector constant = FloatVector.broadcast(SPECIES, a);
        FloatVector pulled = FloatVector.broadcast(SPECIES, pull);
        FloatVector mean = FloatVector.broadcast(SPECIES, -meanSquare);
        FloatVector squares = FloatVector.zero(SPECIES);
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector e = load(scratch, eOffset + i);
            FloatVector inverse = load(scratch, iOffset + i);
            FloatVector t = e.mul(inverse);
            squares = t.mul(load(weights, first + i * stride)).fma(t, squares);
            FloatVector ranking =
                    pulled.fma(constant.fma(t, e), inverse.mul(push).neg());
            FloatVector penalty = e.mul(shrink).mul(value.fma(value.add(2f), mean));
            FloatVector gradient = t.fma(ranking, penalty).mul(load(weights, first + i * stride));
            chained(gradient, value, rise, level).intoArray(x, xOffset + i);
        }
        float rest = TAIL.bprMaxBackward(
                x,
                xOffset + i,
                elu,
                a,
                pull,
                push,
                shrink,
                meanSquare,
                w,
                wOffset + i,
                n - i,
                scratch,
                eOffset + i,
                iOffset + i);
        return fold(squares) + rest;
    }

    private static float[] ones() {
        float[] ones = new float[LANES];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static FloatVector larger(FloatVector max, FloatVector x) {
        return max.blend(x, x.compare(VectorOperators.GT, max)); // a NaN is not greater
    }

    private static FloatVector present(float[] x, int xAt, float[] w, int wAt) {
        return load(x, xAt).blend(Float.NEGATIVE_INFINITY, load(w, wAt).compare(VectorOperators.LE, 0f));
    }

    private static FloatVector expBelow(FloatVector x, float max) {
        FloatVector distance = x.sub(max);
        return VectorMath.exp(distance.blend(0f, distance.compare(VectorOperators.GT, 0f)));
    }

    private static FloatVector chained(FloatVector gradient, FloatVector x, FloatVector rise, FloatVector level) {
        return gradient.mul(x.fma(rise, level).blend(1f, x.compare(VectorOperators.GT, 0f)));
    }
}
