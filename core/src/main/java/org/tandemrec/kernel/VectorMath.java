package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** The vector twin of {@link FloatMath}, line for line and bit for bit; the algorithms are explained there. */
final class VectorMath {
    private VectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.blend(FloatMath.EXP_LOWEST, x.lt(FloatMath.EXP_LOWEST));
        clamped = clamped.blend(FloatMath.EXP_HIGHEST, clamped.compare(VectorOperators.GT, FloatMath.EXP_HIGHEST));
        FloatVector rounded = clamped.fma(broadcast(FloatMath.LOG2_E), broadcast(FloatMath.ROUNDER));
        IntVector n = rounded.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        FloatVector power = expMinus1(reduce(clamped, rounded)).add(1f);
        return power.mul(powerOf2(half)).mul(powerOf2(n.sub(half)));
    }

    /** No method of this class is called, so that once it is inlined, so is all of it. */
    static FloatVector expNegative(FloatVector x) {
        FloatVector clamped = x.blend(FloatMath.EXP_NEGATIVE_LOWEST, x.lt(FloatMath.EXP_NEGATIVE_LOWEST));
        FloatVector rounded = clamped.fma(
                FloatVector.broadcast(SPECIES, FloatMath.LOG2_E),
                FloatVector.broadcast(SPECIES, FloatMath.BIASED_ROUNDER));
        FloatVector n = rounded.sub(FloatMath.BIASED_ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH), clamped);
        r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW), r);
        FloatVector series = FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_7)
                .fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_6));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_5));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_4));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_3));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_2));
        FloatVector power =
                rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return r.mul(r).fma(series, r).fma(power, power);
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = x.abs();
        magnitude =
                magnitude.blend(FloatMath.TANH_HIGHEST, magnitude.compare(VectorOperators.GT, FloatMath.TANH_HIGHEST));
        FloatVector doubled = magnitude.add(magnitude);
        FloatVector rounded = doubled.fma(broadcast(FloatMath.LOG2_E), broadcast(FloatMath.ROUNDER));
        FloatVector power = powerOf2(rounded.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS));
        FloatVector m = power.fma(expMinus1(reduce(doubled, rounded)), power.sub(1f));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return m.div(m.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1).div(exp(x.neg()).add(1f));
    }

    /** The twin of {@link DropoutMask#mix}. */
    static IntVector mix(IntVector bits) {
        IntVector h = bits;
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16))
                .mul(DropoutMask.MIX_1);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 13))
                .mul(DropoutMask.MIX_2);
        return h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
    }

    /** As in {@link #expNegative}, no method of this class is called. */
    static FloatVector log1p(FloatVector x) {
        FloatVector s = x.div(x.add(2f));
        FloatVector square = s.mul(s);
        FloatVector series =
                square.fma(FloatVector.broadcast(SPECIES, 1 / 13f), FloatVector.broadcast(SPECIES, 1 / 11f));
        series = square.fma(series, FloatVector.broadcast(SPECIES, 1 / 9f));
        series = square.fma(series, FloatVector.broadcast(SPECIES, 1 / 7f));
        series = square.fma(series, FloatVector.broadcast(SPECIES, 1 / 5f));
        series = square.fma(series, FloatVector.broadcast(SPECIES, 1 / 3f));
        FloatVector doubled = s.add(s);
        return doubled.mul(square).fma(series, doubled);
    }

    /** As in {@link #expNegative}, no method of this class is called. */
    static FloatVector elu(FloatVector x, float alpha) {
        FloatVector clamped = x.blend(FloatMath.EXPM1_LOWEST, x.lt(FloatMath.EXPM1_LOWEST));
        FloatVector rounded = clamped.fma(
                FloatVector.broadcast(SPECIES, FloatMath.LOG2_E),
                FloatVector.broadcast(SPECIES, FloatMath.BIASED_ROUNDER));
        FloatVector n = rounded.sub(FloatMath.BIASED_ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH), clamped);
        r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW), r);
        FloatVector series = FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_7)
                .fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_6));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_5));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_4));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_3));
        series = series.fma(r, FloatVector.broadcast(SPECIES, FloatMath.INVERSE_FACTORIAL_2));
        FloatVector power =
                rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector m = r.mul(r).fma(series, r).fma(power, power.sub(1f));
        return m.mul(alpha).blend(x, x.compare(VectorOperators.GT, 0f)); // above 0, m may be anything
    }

    private static FloatVector reduce(FloatVector x, FloatVector rounded) {
        FloatVector n = rounded.sub(FloatMath.ROUNDER);
        return n.fma(broadcast(-FloatMath.LN2_LOW), n.fma(broadcast(-FloatMath.LN2_HIGH), x));
    }

    private static FloatVector expMinus1(FloatVector r) {
        FloatVector series = broadcast(FloatMath.INVERSE_FACTORIAL_7).fma(r, broadcast(FloatMath.INVERSE_FACTORIAL_6));
        series = series.fma(r, broadcast(FloatMath.INVERSE_FACTORIAL_5));
        series = series.fma(r, broadcast(FloatMath.INVERSE_FACTORIAL_4));
        series = series.fma(r, broadcast(FloatMath.INVERSE_FACTORIAL_3));
        series = series.fma(r, broadcast(FloatMath.INVERSE_FACTORIAL_2));
        return r.mul(r).fma(series, r);
    }

    private static FloatVector powerOf2(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }
}
