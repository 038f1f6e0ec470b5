package org.tandemrec.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API, a vector of lanes at a time. Make it through {@link Kernels#best()}, which knows whether the
 * module is there.
 */
public final class VectorKernels implements Kernels {
    /*
     * Every kernel is a vector body, a tail shorter than a vector that the scalar twin computes, and, where it reduces, a fold of
     * the lanes by halves in a fixed order: the API leaves the order of reduceLanes(ADD) open, and it differs between the
     * interpreter and the compiler.
     */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.vectorBitSize() <= 512
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    static final int LANES = SPECIES.length();

    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SPECIES.vectorShape());
    private static final VectorShuffle<Float> LANES_FROM_8 = lanesFrom(8);
    private static final VectorShuffle<Float> LANES_FROM_4 = lanesFrom(4);
    private static final VectorShuffle<Float> LANES_FROM_2 = lanesFrom(2);
    private static final VectorShuffle<Float> LANES_FROM_1 = lanesFrom(1);
    private static final ScalarKernels TAIL = new ScalarKernels();

    VectorKernels() {}

    @Override
    public String name() {
        return "vector-" + SPECIES.vectorBitSize();
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) { // four sums in flight: each addition waits for the one before it
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
            sum1 = load(a, aOffset + i + LANES).fma(load(b, bOffset + i + LANES), sum1);
            sum2 = load(a, aOffset + i + 2 * LANES).fma(load(b, bOffset + i + 2 * LANES), sum2);
            sum3 = load(a, aOffset + i + 3 * LANES).fma(load(b, bOffset + i + 3 * LANES), sum3);
        }
        for (; i <= n - LANES; i += LANES) {
            sum0 = load(a, aOffset + i).fma(load(b, bOffset + i), sum0);
        }
        float sum = fold(sum0.add(sum2).add(sum1.add(sum3)));
        return sum + TAIL.dot(a, aOffset + i, b, bOffset + i, n - i);
    }

    @Override
    public void matrixVector(
            float[] a, int aOffset, int rows, int columns, float[] x, int xOffset, float[] y, int yOffset) {
        int row = 0;
        for (; row < rows - 3; row += 4) { // four rows share what is loaded of x, and keep the memory busy
            int row0 = aOffset + row * columns;
            int row1 = row0 + columns;
            int row2 = row1 + columns;
            int row3 = row2 + columns;
            FloatVector sum0 = FloatVector.zero(SPECIES);
            FloatVector sum1 = sum0;
            FloatVector sum2 = sum0;
            FloatVector sum3 = sum0;
            int i = 0;
            for (; i <= columns - LANES; i += LANES) {
                FloatVector part = load(x, xOffset + i);
                sum0 = load(a, row0 + i).fma(part, sum0);
                sum1 = load(a, row1 + i).fma(part, sum1);
                sum2 = load(a, row2 + i).fma(part, sum2);
                sum3 = load(a, row3 + i).fma(part, sum3);
            }
            int rest = columns - i;
            int at = yOffset + row;
            y[at] = fold(sum0) + TAIL.dot(a, row0 + i, x, xOffset + i, rest);
            y[at + 1] = fold(sum1) + TAIL.dot(a, row1 + i, x, xOffset + i, rest);
            y[at + 2] = fold(sum2) + TAIL.dot(a, row2 + i, x, xOffset + i, rest);
            y[at + 3] = fold(sum3) + TAIL.dot(a, row3 + i, x, xOffset + i, rest);
        }
        for (; row < rows; row++) {
            y[yOffset + row] = dot(a, aOffset + row * columns, x, xOffset, columns);
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
        FloatVector factor = FloatVector.broadcast(SPECIES, alpha);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            factor.fma(load(x, xOffset + i), load(y, yOffset + i)).intoArray(y, yOffset + i);
        }
        TAIL.axpy(alpha, x, xOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(a, aOffset + i).mul(load(b, bOffset + i)).intoArray(out, outOffset + i);
        }
        TAIL.multiply(a, aOffset + i, b, bOffset + i, out, outOffset + i, n - i);
    }

    @Override
    public void scale(float alpha, float[] x, int xOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xOffset + i).mul(alpha).intoArray(x, xOffset + i);
        }
        TAIL.scale(alpha, x, xOffset + i, n - i);
    }

    @Override
    public void add(float alpha, float[] x, int xOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            load(x, xOffset + i).add(alpha).intoArray(x, xOffset + i);
        }
        TAIL.add(alpha, x, xOffset + i, n - i);
    }

    @Override
    public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.tanh(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        TAIL.tanh(x, xOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.sigmoid(load(x, xOffset + i)).intoArray(y, yOffset + i);
        }
        TAIL.sigmoid(x, xOffset + i, y, yOffset + i, n - i);
    }

    @Override
    public void tanhBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(y, yOffset + i);
            load(dy, dyOffset + i).mul(value.neg().fma(value, one)).intoArray(dx, dxOffset + i);
        }
        TAIL.tanhBackward(y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i, n - i);
    }

    @Override
    public void sigmoidBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = load(y, yOffset + i);
            load(dy, dyOffset + i).mul(value.mul(one.sub(value))).intoArray(dx, dxOffset + i);
        }
        TAIL.sigmoidBackward(y, yOffset + i, dy, dyOffset + i, dx, dxOffset + i, n - i);
    }

    @Override
    public float max(float[] x, int xOffset, int n) {
        FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            max = max.max(load(x, xOffset + i));
        }
        return Math.max(max.reduceLanes(VectorOperators.MAX), TAIL.max(x, xOffset + i, n - i)); // any order, same bits
    }

    @Override
    public float sum(float[] x, int xOffset, int n) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            sum0 = sum0.add(load(x, xOffset + i));
            sum1 = sum1.add(load(x, xOffset + i + LANES));
            sum2 = sum2.add(load(x, xOffset + i + 2 * LANES));
            sum3 = sum3.add(load(x, xOffset + i + 3 * LANES));
        }
        for (; i <= n - LANES; i += LANES) {
            sum0 = sum0.add(load(x, xOffset + i));
        }
        return fold(sum0.add(sum2).add(sum1.add(sum3))) + TAIL.sum(x, xOffset + i, n - i);
    }

    @Override
    public double sumOfSquares(float[] x, int xOffset, float mean, int n) {
        DoubleVector sum0 = DoubleVector.zero(DOUBLES);
        DoubleVector sum1 = sum0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector difference = load(x, xOffset + i).sub(mean);
            DoubleVector low = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 0);
            DoubleVector high = (DoubleVector) difference.convertShape(VectorOperators.F2D, DOUBLES, 1);
            sum0 = low.fma(low, sum0);
            sum1 = high.fma(high, sum1);
        }
        DoubleVector lanes = sum0.add(sum1);
        double sum = TAIL.sumOfSquares(x, xOffset + i, mean, n - i);
        for (int lane = 0; lane < DOUBLES.length(); lane++) {
            sum += lanes.lane(lane);
        }
        return sum;
    }

    @Override
    public float expSum(float[] x, int xOffset, float shift, float[] y, int yOffset, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector value = VectorMath.exp(load(x, xOffset + i).sub(shift));
            value.intoArray(y, yOffset + i);
            sum = sum.add(value);
        }
        return fold(sum) + TAIL.expSum(x, xOffset + i, shift, y, yOffset + i, n - i);
    }

    @Override
    public float expSum(float[] x, int xOffset, float shift, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sum = sum.add(VectorMath.exp(load(x, xOffset + i).sub(shift)));
        }
        return fold(sum) + TAIL.expSum(x, xOffset + i, shift, n - i);
    }

    @Override
    public void dropout(float[] x, int xOffset, float[] y, int yOffset, int n, int seed, int firstIndex, float rate) {
        float scale = DropoutMask.scale(rate);
        int threshold = DropoutMask.threshold(rate);
        int stride = LANES * DropoutMask.GOLDEN_GAMMA;
        IntVector sequence = IntVector.zero(INTS)
                .addIndex(1)
                .add(firstIndex)
                .mul(DropoutMask.GOLDEN_GAMMA)
                .add(DropoutMask.mix(seed));
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            IntVector hash = VectorMath.mix(sequence).lanewise(VectorOperators.LSHR, 1);
            IntVector dropped = hash.sub(threshold).lanewise(VectorOperators.ASHR, 31); // all bits where below it
            IntVector kept =
                    load(x, xOffset + i).mul(scale).reinterpretAsInts().lanewise(VectorOperators.AND_NOT, dropped);
            kept.reinterpretAsFloats().intoArray(y, yOffset + i);
            sequence = sequence.add(stride);
        }
        TAIL.dropout(x, xOffset + i, y, yOffset + i, n - i, seed, firstIndex + i, rate);
    }

    @Override
    public int countAtLeast(float[] x, int xOffset, int n, float threshold) {
        int less = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            less += load(x, xOffset + i).lt(threshold).trueCount();
        }
        return i - less + TAIL.countAtLeast(x, xOffset + i, n - i, threshold);
    }

    @Override
    public int placesAtLeast(float[] x, int xOffset, int n, float threshold, int[] places) {
        int count = 0;
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            long reach =
                    load(x, xOffset + i).compare(VectorOperators.GE, threshold).toLong();
            for (; reach != 0; reach &= reach - 1) {
                places[count++] = i + Long.numberOfTrailingZeros(reach);
            }
        }
        for (; i < n; i++) {
            if (x[xOffset + i] >= threshold) {
                places[count++] = i;
            }
        }
        return count;
    }

    static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }

    /** The sum of the lanes: the upper half is added to the lower one until one lane is left. */
    static float fold(FloatVector lanes) {
        if (LANES == 8) { // the same sums, lane by lane: three rearrangements take twice as long
            float even = (lanes.lane(0) + lanes.lane(4)) + (lanes.lane(2) + lanes.lane(6));
            return even + ((lanes.lane(1) + lanes.lane(5)) + (lanes.lane(3) + lanes.lane(7)));
        }
        FloatVector sum = lanes;
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(LANES_FROM_8));
        }
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(LANES_FROM_4));
        }
        if (LANES >= 4) {
            sum = sum.add(sum.rearrange(LANES_FROM_2));
        }
        if (LANES >= 2) {
            sum = sum.add(sum.rearrange(LANES_FROM_1));
        }
        return sum.lane(0);
    }

    private static VectorShuffle<Float> lanesFrom(int first) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + first) % LANES);
    }
}
