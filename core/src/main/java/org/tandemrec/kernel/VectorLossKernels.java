package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorKernels.fold;
import static org.tandemrec.kernel.VectorKernels.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.jspecify.annotations.Nullable;

/**
 * The passes of losses on the Vector API, a vector of lanes at a time, the rest by the scalar twin. Make it through
 * {@link LossKernels#best()}, which knows whether the module is there.
 */
public final class VectorLossKernels implements LossKernels {
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
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            max0 = larger(max0, present(x, xOffset + i, w, wOffset + i));
            max1 = larger(max1, present(x, xOffset + i + LANES, w, wOffset + i + LANES));
        }
        for (; i <= n - LANES; i += LANES) {
            max0 = larger(max0, present(x, xOffset + i, w, wOffset + i));
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = expBelow(load(x, xOffset + i), shift);
            e.intoArray(x, xOffset + i);
            sum = sum.add(weighted(e, w, wOffset + i));
        }
        return fold(sum) + TAIL.expSum(x, xOffset + i, shift, w, wOffset + i, n - i);
    }

    @Override
    public void affine(float alpha, float beta, float[] x, int xOffset, float @Nullable [] w, int wOffset, int n) {
        FloatVector added = FloatVector.broadcast(SPECIES, beta);
        FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            weighted(load(x, xOffset + i).fma(factor, added), w, wOffset + i).intoArray(x, xOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            VectorMask<Float> below = y.lt(0);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1));
            FloatVector sigmoid = weighted(inverse.blend(a.mul(inverse), below), w, wOffset + i);
            losses = losses.add(weighted(y.blend(0, below).add(VectorMath.log1p(a)), w, wOffset + i));
            sigmoids = sigmoids.add(sigmoid);
            chained(sigmoid.mul(factor), value, elu).intoArray(x, xOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1));
            FloatVector sigmoid = a.mul(inverse);
            FloatVector slope = sigmoid.mul(inverse);
            FloatVector z = VectorMath.exp(value.mul(value).neg());
            FloatVector square = one.div(z.add(1));
            losses = losses.add(weighted(inverse.blend(sigmoid, y.lt(0)).add(square), w, wOffset + i));
            slopes = slopes.add(weighted(slope, w, wOffset + i));
            FloatVector gradient = value.add(value).fma(z.mul(square).mul(square), slope);
            chained(weighted(gradient, w, wOffset + i).mul(factor), value, elu).intoArray(x, xOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector a = VectorMath.exp(y.abs().neg());
            FloatVector inverse = one.div(a.add(1));
            FloatVector sigmoid = a.mul(inverse);
            FloatVector slope = sigmoid.mul(inverse);
            FloatVector z = VectorMath.exp(value.mul(value).neg());
            FloatVector square = one.div(z.add(1));
            FloatVector f = inverse.blend(sigmoid, y.lt(0)).add(square);
            FloatVector e = expBelow(value, max);
            e.intoArray(scratch, eOffset + i);
            FloatVector gradient = value.add(value).fma(z.mul(square).mul(square), slope);
            f.add(gradient).intoArray(scratch, hOffset + i);
            FloatVector share = weighted(e, w, wOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector share =
                    weighted(load(scratch, eOffset + i), w, wOffset + i).mul(factor);
            FloatVector gradient = share.mul(load(scratch, hOffset + i).sub(loss));
            chained(gradient, load(x, xOffset + i), elu).intoArray(x, xOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector e = expBelow(value, max);
            FloatVector inverse = one.div(slope.fma(e, constant));
            e.intoArray(scratch, eOffset + i);
            inverse.intoArray(scratch, iOffset + i);
            FloatVector share = weighted(e, w, wOffset + i);
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(x, xOffset + i);
            FloatVector e = load(scratch, eOffset + i);
            FloatVector inverse = load(scratch, iOffset + i);
            FloatVector t = e.mul(inverse);
            squares = weighted(t, w, wOffset + i).fma(t, squares);
            FloatVector ranking =
                    pulled.fma(constant.fma(t, e), inverse.mul(push).neg());
            FloatVector penalty = e.mul(shrink).mul(value.fma(value.add(2), mean));
            FloatVector gradient = weighted(t.fma(ranking, penalty), w, wOffset + i);
            chained(gradient, value, elu).intoArray(x, xOffset + i);
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

    private static FloatVector larger(FloatVector max, FloatVector x) {
        return max.blend(x, x.compare(VectorOperators.GT, max)); // a NaN is not greater
    }

    private static FloatVector present(float[] x, int xAt, float @Nullable [] w, int wAt) {
        FloatVector value = load(x, xAt);
        if (w == null) {
            return value;
        }
        return value.blend(Float.NEGATIVE_INFINITY, load(w, wAt).compare(VectorOperators.LE, 0));
    }

    private static FloatVector expBelow(FloatVector x, float max) {
        FloatVector distance = x.sub(max);
        return VectorMath.exp(distance.blend(0, distance.compare(VectorOperators.GT, 0)));
    }

    private static FloatVector weighted(FloatVector value, float @Nullable [] w, int at) {
        return w == null ? value : value.mul(load(w, at));
    }

    private static FloatVector chained(FloatVector gradient, FloatVector x, float elu) {
        if (elu > 0) {
            return gradient.mul(x.add(elu).blend(1, x.compare(VectorOperators.GT, 0)));
        }
        return gradient;
    }
}
