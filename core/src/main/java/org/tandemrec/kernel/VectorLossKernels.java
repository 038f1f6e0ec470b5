package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;

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
     * The compiler inlines up to a limit, and where a method that takes or gives vectors is beyond it, vectors are allocated, ten
     * times slower. The limit is on what is made from a whole method and all it inlines, and may be reached anywhere, only not
     * within methods of the vectors themselves. So in these passes
     *
     * - a loop has one exponential or logarithm, and what takes several is several loops, each in a method of its own;
     * - it is the first method of ours in the loop, and calls none itself, so that it is inlined wherever the loop is;
     * - sums leave as lanes in an array, and not as a vector that another method folds;
     * - no branch gives a vector: no weights are ones from one place, and the derivative of ELU below 0 is rise * x + level: x +
     *   alpha or, without ELU, 1.
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
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xOffset + i + LANES);
            FloatVector w0 = FloatVector.fromArray(SPECIES, weights, first + i * stride);
            FloatVector w1 = FloatVector.fromArray(SPECIES, weights, first + (i + LANES) * stride);
            VectorMask<Float> above0 = x0.compare(VectorOperators.GT, max0); // a NaN is not greater
            VectorMask<Float> above1 = x1.compare(VectorOperators.GT, max1);
            max0 = max0.blend(x0, above0.and(w0.compare(VectorOperators.GT, 0f)));
            max1 = max1.blend(x1, above1.and(w1.compare(VectorOperators.GT, 0f)));
        }
        float max = max0.max(max1).reduceLanes(VectorOperators.MAX); // any order, same bits
        return Math.max(max, TAIL.max(x, xOffset + i, w, wOffset + i, n - i));
    }

    @Override
    public void elu(float alpha, float[] x, int xOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.elu(FloatVector.fromArray(SPECIES, x, xOffset + i), alpha)
                    .intoArray(x, xOffset + i);
        }
        TAIL.elu(alpha, x, xOffset + i, n - i);
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
        FloatVector sum = FloatVector.zero(SPECIES);
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector distance =
                    FloatVector.fromArray(SPECIES, x, xOffset + i).sub(shift);
            FloatVector e = VectorMath.expNegative(distance.abs().neg());
            e.intoArray(x, xOffset + i);
            sum = sum.add(e.mul(FloatVector.fromArray(SPECIES, weights, first + i * stride)));
        }
        sum.intoArray(sums, sumsOffset + 2);
        return fold(sums, sumsOffset + 2) + TAIL.expSum(x, xOffset + i, shift, w, wOffset + i, n - i, sums, sumsOffset);
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
            FloatVector.fromArray(SPECIES, x, xOffset + i)
                    .fma(factor, added)
                    .mul(FloatVector.fromArray(SPECIES, weights, first + i * stride))
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
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset) {
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int whole = n - n % LANES;
        float parts = sigmoids(
                x, xOffset, shift, elu, factor, weights, first, stride, whole, scratch, eOffset, sums, sumsOffset);
        parts += logs(scratch, eOffset, weights, first, stride, whole, sums, sumsOffset);
        return parts
                + TAIL.logistic(
                        x,
                        xOffset + whole,
                        shift,
                        elu,
                        factor,
                        w,
                        wOffset + whole,
                        n - whole,
                        scratch,
                        eOffset + whole,
                        sums,
                        sumsOffset);
    }

    /** All of {@link #logistic} but the logarithms: returns the sum of {@code w * max(y, 0)}. */
    private static float sigmoids(
            float[] x,
            int xOffset,
            float shift,
            float elu,
            float factor,
            float[] w,
            int wOffset,
            int stride,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        FloatVector positives = FloatVector.zero(SPECIES);
        FloatVector sigmoids = positives;
        for (int i = 0; i < n; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector e = VectorMath.expNegative(y.abs().neg());
            e.intoArray(scratch, eOffset + i);
            FloatVector weight = FloatVector.fromArray(SPECIES, w, wOffset + i * stride);
            FloatVector inverse = one.div(e.add(one));
            VectorMask<Float> below = y.compare(VectorOperators.LT, 0f);
            FloatVector sigmoid = inverse.blend(e.mul(inverse), below).mul(weight);
            positives = positives.add(y.blend(0f, below).mul(weight));
            sigmoids = sigmoids.add(sigmoid);
            FloatVector slope = value.fma(rise, level).blend(one, value.compare(VectorOperators.GT, 0f));
            sigmoid.mul(factor).mul(slope).intoArray(x, xOffset + i);
        }
        int lanes = sumsOffset + 2;
        sigmoids.intoArray(sums, lanes);
        sums[sumsOffset] += fold(sums, lanes);
        positives.intoArray(sums, lanes);
        return fold(sums, lanes);
    }

    /** Returns the sum of {@code w * log(1 + e)}. */
    private static float logs(
            float[] scratch, int eOffset, float[] w, int wOffset, int stride, int n, float[] sums, int sumsOffset) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector log = VectorMath.log1p(FloatVector.fromArray(SPECIES, scratch, eOffset + i));
            sum = log.fma(FloatVector.fromArray(SPECIES, w, wOffset + i * stride), sum);
        }
        sum.intoArray(sums, sumsOffset + 2);
        return fold(sums, sumsOffset + 2);
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
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int whole = n - n % LANES;
        float parts =
                VectorTop1.squares(x, xOffset, 0, weights, first, stride, whole, scratch, eOffset, sums, sumsOffset);
        parts += VectorTop1.gradients(
                x, xOffset, shift, elu, factor, weights, first, stride, whole, scratch, eOffset, sums, sumsOffset);
        return parts
                + TAIL.top1(
                        x,
                        xOffset + whole,
                        shift,
                        elu,
                        factor,
                        w,
                        wOffset + whole,
                        n - whole,
                        scratch,
                        eOffset + whole,
                        sums,
                        sumsOffset);
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
        float[] weights = w == null ? ONES : w;
        int stride = w == null ? 0 : 1;
        int first = stride * wOffset;
        int whole = n - n % LANES;
        float total =
                VectorTop1.shares(x, xOffset, max, weights, first, stride, whole, scratch, eOffset, sums, sumsOffset);
        float losses =
                VectorTop1.squares(x, xOffset, 1, scratch, eOffset, 1, whole, scratch, hOffset, sums, sumsOffset);
        losses += VectorTop1.differences(x, xOffset, shift, whole, scratch, eOffset, hOffset, sums, sumsOffset);
        sums[sumsOffset] += losses;
        return total
                + TAIL.top1Max(
                        x,
                        xOffset + whole,
                        shift,
                        max,
                        w,
                        wOffset + whole,
                        n - whole,
                        scratch,
                        eOffset + whole,
                        hOffset + whole,
                        sums,
                        sumsOffset);
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
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector rise = FloatVector.broadcast(SPECIES, elu > 0 ? 1 : 0);
        FloatVector level = FloatVector.broadcast(SPECIES, elu > 0 ? elu : 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector share =
                    FloatVector.fromArray(SPECIES, scratch, eOffset + i).mul(factor);
            FloatVector gradient = share.mul(
                    FloatVector.fromArray(SPECIES, scratch, hOffset + i).sub(loss));
            FloatVector slope = value.fma(rise, level).blend(one, value.compare(VectorOperators.GT, 0f));
            gradient.mul(slope).intoArray(x, xOffset + i);
        }
        TAIL.top1MaxBackward(x, xOffset + i, elu, factor, loss, n - i, scratch, eOffset + i, hOffset + i);
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
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector e = VectorMath.expNegative(value.sub(max).abs().neg());
            FloatVector inverse = one.div(slope.fma(e, constant));
            e.intoArray(scratch, eOffset + i);
            inverse.intoArray(scratch, iOffset + i);
            FloatVector share = e.mul(FloatVector.fromArray(SPECIES, weights, first + i * stride));
            FloatVector t = share.mul(inverse);
            total = total.add(t);
            products = t.fma(e, products);
            squares = share.mul(value).fma(value, squares);
        }
        int lanes = sumsOffset + 2;
        products.intoArray(sums, lanes);
        sums[sumsOffset] += fold(sums, lanes);
        squares.intoArray(sums, lanes);
        sums[sumsOffset + 1] += fold(sums, lanes);
        total.intoArray(sums, lanes);
        float whole = fold(sums, lanes);
        float rest = TAIL.bprMax(
                x, xOffset + i, max, a, b, w, wOffset + i, n - i, scratch, eOffset + i, iOffset + i, sums, sumsOffset);
        return whole + rest;
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
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
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
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector e = FloatVector.fromArray(SPECIES, scratch, eOffset + i);
            FloatVector inverse = FloatVector.fromArray(SPECIES, scratch, iOffset + i);
            FloatVector t = e.mul(inverse);
            squares = t.mul(FloatVector.fromArray(SPECIES, weights, first + i * stride))
                    .fma(t, squares);
            FloatVector ranking =
                    pulled.fma(constant.fma(t, e), inverse.mul(push).neg());
            FloatVector penalty = e.mul(shrink).mul(value.fma(value.add(2f), mean));
            FloatVector gradient =
                    t.fma(ranking, penalty).mul(FloatVector.fromArray(SPECIES, weights, first + i * stride));
            FloatVector slope = value.fma(rise, level).blend(one, value.compare(VectorOperators.GT, 0f));
            gradient.mul(slope).intoArray(x, xOffset + i);
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
                iOffset + i,
                sums,
                sumsOffset);
        squares.intoArray(sums, sumsOffset + 2);
        return fold(sums, sumsOffset + 2) + rest;
    }

    private static float[] ones() {
        float[] ones = new float[LANES];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The sum of a vector's lanes, which are overwritten: the upper half is added to the lower one until one is left. */
    static float fold(float[] lanes, int offset) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[offset + i] += lanes[offset + half + i];
            }
        }
        return lanes[offset];
    }
}
