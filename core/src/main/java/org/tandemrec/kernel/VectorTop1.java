package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;
import static org.tandemrec.kernel.VectorLossKernels.fold;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link VectorLossKernels#top1} and {@link VectorLossKernels#top1Max}, one for each exponential. Ranges are of whole
 * vectors; the weight of column i is {@code w[wOffset + i * stride]}.
 */
final class VectorTop1 {
    private VectorTop1() {}

    /** Sets {@code e = w * exp(-|x - max|)} and returns the sum. */
    static float shares(
            float[] x,
            int xOffset,
            float max,
            float[] w,
            int wOffset,
            int stride,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector distance =
                    FloatVector.fromArray(SPECIES, x, xOffset + i).sub(max);
            FloatVector e = VectorMath.expNegative(distance.abs().neg())
                    .mul(FloatVector.fromArray(SPECIES, w, wOffset + i * stride));
            e.intoArray(scratch, eOffset + i);
            sum = sum.add(e);
        }
        sum.intoArray(sums, sumsOffset + 2);
        return fold(sums, sumsOffset + 2);
    }

    /** Sets {@code out = part * sigmoid(x^2) + dsigmoid(x^2)/dx}, part being 0 or 1, and returns the sum of {@code w * sigmoid(x^2)}. */
    static float squares(
            float[] x,
            int xOffset,
            float part,
            float[] w,
            int wOffset,
            int stride,
            int n,
            float[] out,
            int outOffset,
            float[] sums,
            int sumsOffset) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector z = VectorMath.expNegative(value.mul(value).neg());
            FloatVector square = one.div(z.add(one));
            FloatVector slope = value.add(value).mul(z.mul(square).mul(square));
            square.mul(part).add(slope).intoArray(out, outOffset + i);
            sum = sum.add(square.mul(FloatVector.fromArray(SPECIES, w, wOffset + i * stride)));
        }
        sum.intoArray(sums, sumsOffset + 2);
        return fold(sums, sumsOffset + 2);
    }

    /**
     * The rest of {@link VectorLossKernels#top1} after {@link #squares}: returns the sum of {@code w * sigmoid(x - shift)} and adds
     * that of its derivative to the first sum.
     */
    static float gradients(
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
        FloatVector sigmoids = FloatVector.zero(SPECIES);
        FloatVector slopes = sigmoids;
        for (int i = 0; i < n; i += LANES) {
            FloatVector value = FloatVector.fromArray(SPECIES, x, xOffset + i);
            FloatVector y = value.sub(shift);
            FloatVector a = VectorMath.expNegative(y.abs().neg());
            FloatVector weight = FloatVector.fromArray(SPECIES, w, wOffset + i * stride);
            FloatVector inverse = one.div(a.add(one));
            FloatVector small = a.mul(inverse);
            FloatVector slope = small.mul(inverse);
            VectorMask<Float> below = y.compare(VectorOperators.LT, 0f);
            sigmoids = sigmoids.add(inverse.blend(small, below).mul(weight));
            slopes = slopes.add(slope.mul(weight));
            FloatVector gradient = slope.add(FloatVector.fromArray(SPECIES, scratch, eOffset + i))
                    .mul(weight)
                    .mul(factor);
            FloatVector eluSlope = value.fma(rise, level).blend(one, value.compare(VectorOperators.GT, 0f));
            gradient.mul(eluSlope).intoArray(x, xOffset + i);
        }
        int lanes = sumsOffset + 2;
        slopes.intoArray(sums, lanes);
        sums[sumsOffset] += fold(sums, lanes);
        sigmoids.intoArray(sums, lanes);
        return fold(sums, lanes);
    }

    /**
     * The rest of {@link VectorLossKernels#top1Max} after {@link #shares} and {@link #squares}: adds {@code sigmoid(x - shift)} and its
     * derivative to h, returns the sum of {@code e * sigmoid(x - shift)} and adds that of {@code e} times the derivative to the second sum.
     */
    static float differences(
            float[] x,
            int xOffset,
            float shift,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset,
            float[] sums,
            int sumsOffset) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector sigmoids = FloatVector.zero(SPECIES);
        FloatVector slopes = sigmoids;
        for (int i = 0; i < n; i += LANES) {
            FloatVector y = FloatVector.fromArray(SPECIES, x, xOffset + i).sub(shift);
            FloatVector a = VectorMath.expNegative(y.abs().neg());
            FloatVector e = FloatVector.fromArray(SPECIES, scratch, eOffset + i);
            FloatVector inverse = one.div(a.add(one));
            FloatVector small = a.mul(inverse);
            FloatVector slope = small.mul(inverse);
            FloatVector sigmoid = inverse.blend(small, y.compare(VectorOperators.LT, 0f));
            FloatVector.fromArray(SPECIES, scratch, hOffset + i)
                    .add(sigmoid.add(slope))
                    .intoArray(scratch, hOffset + i);
            sigmoids = e.fma(sigmoid, sigmoids);
            slopes = e.fma(slope, slopes);
        }
        int lanes = sumsOffset + 2;
        slopes.intoArray(sums, lanes);
        sums[sumsOffset + 1] += fold(sums, lanes);
        sigmoids.intoArray(sums, lanes);
        return fold(sums, lanes);
    }
}
