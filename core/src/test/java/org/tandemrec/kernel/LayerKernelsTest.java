package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer kernel of both implementations against its formula in double precision. */
final class LayerKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000};
    private static final double ULP = Math.ulp(1f);
    private static final float MEAN = 0.3f;
    private static final float INVERSE = 1.7f;

    static List<LayerKernels> kernels() {
        return List.of(new ScalarLayerKernels(), new VectorLayerKernels());
    }

    static Stream<Arguments> kernelsAndSizes() {
        return kernels().stream()
                .flatMap(kernels -> IntStream.of(SIZES)
                        .mapToObj(n ->
                                Arguments.argumentSet(kernels.getClass().getSimpleName() + " of " + n, kernels, n)));
    }

    private static double gelu(double x) {
        return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private static double z(Range x, int i) {
        return (x.get(i) - (double) MEAN) * INVERSE;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void reluMatches(LayerKernels kernels, int n) {
        Range x = Range.random(n, 5, "x");
        Range dy = Range.random(n, 2, "dy");
        Range y = Range.of(n, 3);
        Range dx = Range.of(n, 1);
        kernels.relu(x.array, 5, y.array, 3, n);
        kernels.reluBackward(y.array, 3, dy.array, 2, dx.array, 1, n);
        y.assertEach(i -> Math.max(x.get(i), 0), 0);
        dx.assertEach(i -> x.get(i) > 0 ? dy.get(i) : 0, 0);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void geluMatchesDoubles(LayerKernels kernels, int n) {
        Range x = Range.random(n, 5, "x");
        for (int i = 0; i < n; i++) {
            x.set(i, 3 * x.get(i));
        }
        Range dy = Range.random(n, 2, "dy");
        Range y = Range.of(n, 3);
        Range dx = Range.of(n, 1);
        kernels.gelu(x.array, 5, y.array, 3, n);
        kernels.geluBackward(x.array, 5, dy.array, 2, dx.array, 1, n);
        y.assertEach(i -> gelu(x.get(i)), 4 * ULP);
        double step = 1e-5;
        dx.assertEach(i -> dy.get(i) * (gelu(x.get(i) + step) - gelu(x.get(i) - step)) / (2 * step), 64 * ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void normalisationMatchesDoubles(LayerKernels kernels, int n) {
        Range x = Range.random(n, 5, "x");
        Range gain = Range.random(n, 0, "gain");
        Range bias = Range.random(n, 0, "bias");
        Range y = Range.of(n, 3);
        kernels.normalize(x.array, 5, MEAN, INVERSE, gain.array, bias.array, y.array, 3, n);
        y.assertEach(i -> gain.get(i) * z(x, i) + bias.get(i), 8 * ULP);

        Range dy = Range.random(n, 2, "dy");
        Range dx = Range.of(n, 1);
        kernels.normalizeBackward(x.array, 5, MEAN, INVERSE, gain.array, dy.array, 2, dx.array, 1, n);
        double average = IntStream.range(0, n)
                .mapToDouble(i -> (double) gain.get(i) * dy.get(i))
                .average()
                .orElse(0);
        double product = IntStream.range(0, n)
                .mapToDouble(i -> (double) gain.get(i) * dy.get(i) * z(x, i))
                .average()
                .orElse(0);
        dx.assertEach(i -> INVERSE * ((double) gain.get(i) * dy.get(i) - average - z(x, i) * product), 32 * ULP);

        Range sums = Range.random(2 * n, 4, "sums");
        Range newSums = sums.copy();
        kernels.normalizeSums(x.array, 5, MEAN, INVERSE, dy.array, 2, newSums.array, 4, n);
        newSums.assertEach(i -> sums.get(i) + (i < n ? dy.get(i) * z(x, i) : dy.get(i - n)), 8 * ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void softmaxGradientMatchesDoubles(LayerKernels kernels, int n) {
        Range p = Range.random(n, 5, "p");
        Range dp = Range.random(n, 2, "dp");
        Range result = dp.copy();
        kernels.softmaxBackward(p.array, 5, result.array, 2, 0.25f, n);
        result.assertEach(i -> p.get(i) * (dp.get(i) - 0.25), 2 * ULP);
    }

    @Test
    void twinsGiveTheSameBitsWhereverTheElementLies() {
        int n = 1000;
        List<int[]> bits = new ArrayList<>();
        for (LayerKernels kernels : kernels()) {
            for (int first : new int[] {0, 437}) {
                Range x = Range.random(n, 0, "x");
                Range dy = Range.random(n, 0, "dy");
                Range gain = Range.random(n, 0, "gain");
                Range out = Range.of(5 * n, 0);
                for (int[] part : new int[][] {{0, first}, {first, n - first}}) {
                    int at = part[0];
                    int count = part[1];
                    kernels.relu(x.array, at, out.array, at, count);
                    kernels.reluBackward(x.array, at, dy.array, at, out.array, n + at, count);
                    kernels.gelu(x.array, at, out.array, 2 * n + at, count);
                    kernels.geluBackward(x.array, at, dy.array, at, out.array, 3 * n + at, count);
                    float[] own = Arrays.copyOfRange(gain.array, at, at + count);
                    kernels.normalize(x.array, at, MEAN, INVERSE, own, own, out.array, 4 * n + at, count);
                    kernels.softmaxBackward(gain.array, at, dy.array, at, 0.5f, count);
                }
                bits.add(Stream.of(out, dy)
                        .flatMapToInt(range -> IntStream.range(0, range.n).map(i -> Float.floatToIntBits(range.get(i))))
                        .toArray());
            }
        }
        assertThat(bits).allSatisfy(each -> assertThat(each).isEqualTo(bits.getFirst()));
    }

    @Test
    void sumsOverRowsHaveTheSameBitsInTwins() {
        List<float[]> sums = new ArrayList<>();
        for (LayerKernels kernels : kernels()) {
            Range x = Range.random(75, 0, "x");
            Range both = Range.random(150, 0, "sums");
            kernels.normalizeSums(x.array, 0, MEAN, INVERSE, x.array, 0, both.array, 0, 75);
            sums.add(both.array);
        }
        assertThat(sums.getFirst()).isEqualTo(sums.getLast());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void outputMayBeTheInput(LayerKernels kernels) {
        Range x = Range.random(100, 4, "x");
        Range gain = Range.random(100, 0, "gain");
        Range dy = Range.random(100, 4, "dy");
        Range apart = Range.of(100, 4);
        Range inPlace = dy.copy();
        kernels.normalizeBackward(x.array, 4, MEAN, INVERSE, gain.array, dy.array, 4, apart.array, 4, 100);
        kernels.normalizeBackward(x.array, 4, MEAN, INVERSE, gain.array, inPlace.array, 4, inPlace.array, 4, 100);
        inPlace.assertEach(apart::get, 0);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void brokenNumbersStayVisible(LayerKernels kernels) {
        float[] x = new float[20];
        Arrays.fill(x, Float.NaN);
        float[] y = new float[20];
        kernels.relu(x, 0, y, 0, 20);
        assertThat(y).containsOnly(Float.NaN);
        kernels.gelu(x, 0, y, 0, 20);
        assertThat(y).containsOnly(Float.NaN);
        kernels.reluBackward(new float[20], 0, x, 0, y, 0, 20);
        assertThat(y).containsOnly(0);
        float[] ones = new float[20];
        Arrays.fill(ones, 1);
        kernels.reluBackward(ones, 0, x, 0, y, 0, 20);
        assertThat(y).containsOnly(Float.NaN);
        assertThatThrownBy(() -> kernels.relu(x, 5, new float[20], 0, 16))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void geluHasItsLimits() {
        assertThat(FloatMath.gelu(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(FloatMath.gelu(20)).isEqualTo(20);
        assertThat(FloatMath.gelu(-20)).isCloseTo(0, within(1e-30f));
        assertThat(FloatMath.geluSlope(20)).isEqualTo(1);
        assertThat(FloatMath.geluSlope(-20)).isCloseTo(0, within(1e-30f));
        assertThat(FloatMath.geluSlope(0)).isEqualTo(0.5f);
    }

    @Test
    void theBestIsTheTwinOfTheKernels() {
        assertThat(LayerKernels.best()).isInstanceOf(VectorLayerKernels.class);
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    }
}
