package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel of every implementation against sums and formulas in double precision. */
final class KernelsTest {
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000};
    private static final double ULP = Math.ulp(1f);

    static List<Kernels> kernels() {
        return List.of(new ScalarKernels(), Backends.kernels("vector"));
    }

    static Stream<Arguments> kernelsAndSizes() {
        return kernels().stream()
                .flatMap(kernels -> IntStream.of(SIZES)
                        .mapToObj(n -> Arguments.argumentSet(kernels.name() + " of " + n, kernels, n)));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void reductionsMatchDoubles(Kernels kernels, int n) {
        Range x = Range.random(n, 3, "x");
        Range y = Range.random(n, 5, "y");
        double dot = 0;
        double absoluteDot = 0;
        double sum = 0;
        double absoluteSum = 0;
        double squares = 0;
        double max = Double.NEGATIVE_INFINITY;
        double exponentials = 0;
        for (int i = 0; i < n; i++) {
            dot += (double) x.get(i) * y.get(i);
            absoluteDot += Math.abs((double) x.get(i) * y.get(i));
            sum += x.get(i);
            absoluteSum += Math.abs(x.get(i));
            squares += (x.get(i) - 0.25) * (x.get(i) - 0.25);
            max = Math.max(max, x.get(i));
            exponentials += Math.exp(x.get(i) - 1.5);
        }
        double scale = (n + 1) * ULP;
        assertThat((double) kernels.dot(x.array, x.offset, y.array, y.offset, n))
                .isCloseTo(dot, within(absoluteDot * scale));
        assertThat((double) kernels.sum(x.array, x.offset, n)).isCloseTo(sum, within(absoluteSum * scale));
        assertThat(kernels.sumOfSquares(x.array, x.offset, 0.25f, n)).isCloseTo(squares, within(squares * 4 * ULP));
        assertThat((double) kernels.max(x.array, x.offset, n)).isEqualTo(max);

        Range out = Range.of(n, 7);
        float written = kernels.expSum(x.array, x.offset, 1.5f, out.array, out.offset, n);
        assertThat((double) written).isCloseTo(exponentials, within(exponentials * (n + 4) * ULP));
        assertThat(kernels.expSum(x.array, x.offset, 1.5f, n)).isEqualTo(written);
        for (int i = 0; i < n; i++) {
            double expected = Math.exp(x.get(i) - 1.5);
            assertThat((double) out.get(i)).isCloseTo(expected, within(expected * 4 * ULP));
        }
        out.assertGuards();
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void countsTiesAndNaN(Kernels kernels, int n) {
        Range x = Range.random(n, 3, "x");
        for (int i = 0; i < n; i++) {
            x.set(i, i % 5 == 4 ? Float.NaN : i % 3);
        }
        int expected = 0;
        for (int i = 0; i < n; i++) {
            expected += i % 5 == 4 || i % 3 >= 1 ? 1 : 0;
        }
        assertThat(kernels.countAtLeast(x.array, x.offset, n, 1)).isEqualTo(expected);
        assertThat(kernels.countAtLeast(x.array, x.offset, n, Float.NaN)).isEqualTo(n);
        assertThat(kernels.countAtLeast(x.array, x.offset, n, Float.NEGATIVE_INFINITY))
                .isEqualTo(n);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void findsWhatReachesAThreshold(Kernels kernels, int n) {
        Range x = Range.random(n, 3, "x");
        for (int i = 0; i < n; i += 3) {
            x.set(i, i % 2 == 0 ? Float.NaN : 0.25f);
        }
        for (float threshold :
                new float[] {0.25f, -0.5f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN}) {
            int[] places = new int[n];
            int count = kernels.placesAtLeast(x.array, x.offset, n, threshold, places);
            assertThat(Arrays.copyOf(places, count))
                    .isEqualTo(IntStream.range(0, n)
                            .filter(i -> x.get(i) >= threshold)
                            .toArray());
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void elementwiseMatchesDoubles(Kernels kernels, int n) {
        Range x = Range.random(n, 1, "x");
        Range y = Range.random(n, 2, "y");
        Range out = Range.of(n, 4);
        kernels.multiply(x.array, x.offset, y.array, y.offset, out.array, out.offset, n);
        out.assertEach(i -> (double) x.get(i) * y.get(i), ULP);
        kernels.tanh(x.array, x.offset, out.array, out.offset, n);
        out.assertEach(i -> Math.tanh(x.get(i)), 2e-7);
        kernels.sigmoid(x.array, x.offset, out.array, out.offset, n);
        out.assertEach(i -> 1 / (1 + Math.exp(-x.get(i))), 2e-7);
        kernels.tanhBackward(x.array, x.offset, y.array, y.offset, out.array, out.offset, n);
        out.assertEach(i -> y.get(i) * (1 - (double) x.get(i) * x.get(i)), 4 * ULP);
        kernels.sigmoidBackward(x.array, x.offset, y.array, y.offset, out.array, out.offset, n);
        out.assertEach(i -> y.get(i) * (double) x.get(i) * (1 - x.get(i)), 4 * ULP);

        Range sum = y.copy();
        kernels.axpy(0.7f, x.array, x.offset, sum.array, sum.offset, n);
        sum.assertEach(i -> y.get(i) + (double) 0.7f * x.get(i), ULP);
        Range scaled = x.copy();
        kernels.scale(-0.3f, scaled.array, scaled.offset, n);
        scaled.assertEach(i -> (double) -0.3f * x.get(i), ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void addMatchesDoubles(Kernels kernels, int n) {
        Range x = Range.random(n, 5, "x");
        Range sum = x.copy();
        kernels.add(-0.75f, sum.array, sum.offset, n);
        sum.assertEach(i -> x.get(i) - 0.75, ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void dropoutDropsOrScales(Kernels kernels, int n) {
        Range x = Range.random(n, 3, "x");
        Range y = Range.of(n, 7);
        kernels.dropout(x.array, x.offset, y.array, y.offset, n, 11, 40, 0.2f);
        y.assertEach(i -> dropped(11, 40 + i, 0.2) ? 0 : x.get(i) / (1 - (double) 0.2f), 4 * ULP);
        kernels.dropout(x.array, x.offset, x.array, x.offset, n, 11, 40, 0.2f);
        x.assertEach(y::get, 0);
        kernels.dropout(x.array, x.offset, y.array, y.offset, n, 11, 40, 0);
        y.assertEach(x::get, 0);
    }

    /** The mask from its definition, in 64-bit arithmetic. */
    private static boolean dropped(int seed, int index, double rate) {
        long hash = mix((mix(seed) + index * 0x9E3779B9L) & 0xFFFFFFFFL);
        return (hash >> 1) < Math.floor((float) rate * 0x1p31);
    }

    private static long mix(long bits) {
        long h = (bits ^ (bits >> 16)) * 0x85EBCA6BL & 0xFFFFFFFFL;
        h = (h ^ (h >> 13)) * 0xC2B2AE35L & 0xFFFFFFFFL;
        return h ^ (h >> 16);
    }

    @Test
    void twinsGiveTheSameBitsElementwiseWhereverTheElementLies() {
        List<int[]> bits = new ArrayList<>();
        for (Kernels kernels : kernels()) {
            for (int shift : new int[] {0, 5}) {
                Range x = Range.of(1000, shift);
                Range y = Range.of(1000, shift);
                for (int i = 0; i < 1000; i++) {
                    x.set(i, (i - 500) * 0.21f);
                }
                float[] out = new float[4000];
                kernels.tanh(x.array, shift, out, 0, 1000);
                kernels.sigmoid(x.array, shift, out, 1000, 1000);
                kernels.expSum(x.array, shift, 0.1f, y.array, shift, 1000 - shift);
                kernels.expSum(x.array, shift, 0.1f, out, 2000, 1000);
                int part = 100 * shift + 50;
                kernels.dropout(x.array, shift, out, 3000, part, 5, -300, 0.3f);
                kernels.dropout(x.array, shift + part, out, 3000 + part, 1000 - part, 5, part - 300, 0.3f);
                bits.add(IntStream.range(0, out.length)
                        .map(i -> Float.floatToIntBits(out[i]))
                        .toArray());
            }
        }
        assertThat(bits).allSatisfy(each -> assertThat(each).isEqualTo(bits.getFirst()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void outputMayBeInput(Kernels kernels) {
        Range x = Range.random(100, 3, "x");
        Range expected = Range.of(100, 3);
        kernels.tanh(x.array, 3, expected.array, 3, 100);
        kernels.tanh(x.array, 3, x.array, 3, 100);
        assertThat(x.array).isEqualTo(expected.array);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void specialValuesReachTheirLimits(Kernels kernels) {
        float infinity = Float.POSITIVE_INFINITY;
        float[] special = {Float.NaN, infinity, -infinity, 0f, -0f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        int copies = 9; // in vectors and in a tail
        float[] x = new float[special.length * copies];
        for (int i = 0; i < x.length; i++) {
            x[i] = special[i / copies];
        }
        assertSpecial(kernels, x, copies, kernels::tanh, Float.NaN, 1, -1, 0f, -0f, 1, -1, Float.MIN_VALUE);
        assertSpecial(kernels, x, copies, kernels::sigmoid, Float.NaN, 1, 0, 0.5f, 0.5f, 1, 0, 0.5f);
        Elementwise exp = (in, inOffset, out, outOffset, n) -> kernels.expSum(in, inOffset, 0, out, outOffset, n);
        assertSpecial(kernels, x, copies, exp, Float.NaN, infinity, 0, 1, 1, infinity, 0, 1);
        assertThat(kernels.max(x, 0, x.length)).isNaN();
        assertThat(kernels.sum(x, 0, x.length)).isNaN();
        assertThat(kernels.dot(x, 0, x, 0, x.length)).isNaN();
        assertThat(kernels.max(x, copies, x.length - copies)).isEqualTo(infinity);
        assertThat(kernels.max(x, 2 * copies, copies)).isEqualTo(-infinity);
    }

    private static void assertSpecial(Kernels kernels, float[] x, int copies, Elementwise function, float... expected) {
        float[] out = new float[x.length];
        for (int start = 0; start < x.length; start += copies) {
            function.apply(x, start, out, start, copies);
        }
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).as("%s of %s", kernels.name(), x[i]).isEqualTo(Float.valueOf(expected[i / copies]));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rangeBeyondItsArrayFails(Kernels kernels) {
        float[] x = new float[20];
        assertThatThrownBy(() -> kernels.sum(x, 5, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.axpy(1, x, 0, x, 5, 16)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.tanh(x, -1, x, 0, 16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void floatMathIsAccurateOverItsRange() {
        assertUlps(x -> FloatMath.exp((float) x), Math::exp, -87, 88.7f, 2);
        assertUlps(x -> FloatMath.tanh((float) x), Math::tanh, -11, 11, 4);
        assertUlps(x -> FloatMath.tanh((float) x), Math::tanh, -1e-3f, 1e-3f, 4);
        assertUlps(x -> FloatMath.log((float) x), Math::log, 1.5f, 1e6f, 3);
        assertUlps(x -> FloatMath.log((float) x), Math::log, 1e-40f, 1e-30f, 3);
        for (float x = 0.4f; x < 1.6f; x += 1e-4f) {
            assertThat((double) FloatMath.log(x)).isCloseTo(Math.log(x), within(1e-7));
        }
        for (float x = -104; x < -87; x += 0.01f) { // below the normal floats
            assertThat((double) FloatMath.exp(x))
                    .isCloseTo(Math.exp(x), within(2.0 * Float.MIN_VALUE + Math.exp(x) * 2 * ULP));
        }
        for (float x = -20; x < 20; x += 0.001f) {
            assertThat(FloatMath.tanh(-x)).isEqualTo(-FloatMath.tanh(x));
            assertThat((double) FloatMath.sigmoid(x)).isCloseTo(1 / (1 + Math.exp(-x)), within(2e-7));
        }
    }

    @Test
    void logarithmOfSpecialValues() {
        assertThat(FloatMath.log(0)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(1)).isZero();
        assertThat(FloatMath.log(-1)).isNaN();
        assertThat(FloatMath.log(Float.NaN)).isNaN();
        assertThat(FloatMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void propertyIsChecked() {
        assertThat(Backends.kernels("scalar")).isInstanceOf(ScalarKernels.class);
        assertThat(Backends.kernels(null)).isInstanceOf(VectorKernels.class);
        assertThatThrownBy(() -> Backends.kernels("gpu"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tandem.kernels must be scalar or vector, but was \"gpu\"");
    }

    private static void assertUlps(
            DoubleUnaryOperator function, DoubleUnaryOperator exact, float from, float to, double ulps) {
        // A check per value through AssertJ would take longer than all the others together.
        double worst = 0;
        int steps = 100_000;
        for (int i = 0; i <= steps; i++) {
            float x = from + (to - from) * i / steps;
            double expected = exact.applyAsDouble(x);
            worst = Math.max(worst, Math.abs(function.applyAsDouble(x) - expected) / Math.ulp((float) expected));
        }
        assertThat(worst).isLessThanOrEqualTo(ulps);
    }

    @FunctionalInterface
    private interface Elementwise {
        void apply(float[] x, int xOffset, float[] y, int yOffset, int n);
    }
}
