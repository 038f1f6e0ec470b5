package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.kernel.Range.DoubleArray;

/** Every update kernel of both implementations against its formula in double precision. */
final class UpdateKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000};
    private static final double ULP = Math.ulp(1f);
    private static final int AT = 6;

    static List<UpdateKernels> kernels() {
        return List.of(new ScalarUpdateKernels(), new VectorUpdateKernels());
    }

    static Stream<Arguments> kernelsAndSizes() {
        return kernels().stream()
                .flatMap(kernels -> IntStream.of(SIZES)
                        .mapToObj(n ->
                                Arguments.argumentSet(kernels.getClass().getSimpleName() + " of " + n, kernels, n)));
    }

    private static Range positive(int n, String name) {
        Range range = Range.random(n, AT, name);
        for (int i = 0; i < n; i++) {
            range.set(i, Math.abs(range.get(i)));
        }
        return range;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void momentumMatchesDoubles(UpdateKernels kernels, int n) {
        Range w = Range.random(n, AT, "w");
        Range v = Range.random(n, AT, "v");
        Range g = Range.random(n, 2, "g");
        Range newW = w.copy();
        Range newV = v.copy();
        kernels.momentum(newW.array, newV.array, AT, g.array, g.offset, n, 0.05f, 0.4f);
        DoubleArray velocity = i -> (double) 0.4f * v.get(i) - (double) 0.05f * g.get(i);
        newV.assertEach(velocity, 2 * ULP);
        newW.assertEach(i -> w.get(i) + velocity.get(i), 4 * ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void adagradMatchesDoubles(UpdateKernels kernels, int n) {
        Range w = Range.random(n, AT, "w");
        Range a = positive(n, "a");
        Range v = Range.random(n, AT, "v");
        Range g = Range.random(n, 2, "g");
        Range newW = w.copy();
        Range newA = a.copy();
        kernels.adagrad(newW.array, newA.array, AT, g.array, g.offset, n, 0.5f, 0.05f, 1e-2f);
        DoubleArray sum = i -> a.get(i) + 0.25 * g.get(i) * g.get(i);
        DoubleArray step = i -> (double) 0.05f * 0.5 * g.get(i) / Math.sqrt(sum.get(i) + (double) 1e-2f);
        newA.assertEach(sum, 4 * ULP);
        newW.assertEach(i -> w.get(i) - step.get(i), 4 * ULP);

        Range movedW = w.copy();
        Range movedA = a.copy();
        Range newV = v.copy();
        kernels.adagradMomentum(
                movedW.array, movedA.array, newV.array, AT, g.array, g.offset, n, 0.5f, 0.05f, 1e-2f, 0.3f);
        DoubleArray velocity = i -> (double) 0.3f * v.get(i) - step.get(i);
        movedA.assertEach(newA::get, 0);
        newV.assertEach(velocity, 4 * ULP);
        movedW.assertEach(i -> w.get(i) + velocity.get(i), 4 * ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void adamMatchesDoubles(UpdateKernels kernels, int n) {
        Range w = Range.random(n, AT, "w");
        Range m = Range.random(n, AT, "m");
        Range v = positive(n, "v");
        Range g = Range.random(n, 2, "g");
        Range newW = w.copy();
        Range newM = m.copy();
        Range newV = v.copy();
        kernels.adam(newW.array, newM.array, newV.array, AT, g.array, 2, n, 0.5f, 0.01f, 0.9f, 0.999f, 1e-3f, 0.75f);
        DoubleArray first = i -> (double) 0.9f * m.get(i) + (1 - (double) 0.9f) * 0.5 * g.get(i);
        DoubleArray second = i -> (double) 0.999f * v.get(i) + (1 - (double) 0.999f) * 0.25 * g.get(i) * g.get(i);
        newM.assertEach(first, 8 * ULP);
        newV.assertEach(second, 8 * ULP);
        newW.assertEach(i -> 0.75 * w.get(i) - 0.01 * first.get(i) / (Math.sqrt(second.get(i)) + 1e-3), 64 * ULP);
    }

    @Test
    void twinsGiveTheSameBitsWhereverTheElementLies() {
        List<int[]> bits = new ArrayList<>();
        for (UpdateKernels kernels : kernels()) {
            for (int first : new int[] {0, 437}) {
                Range w = Range.random(1000, 0, "w");
                Range m = Range.random(1000, 0, "m");
                Range v = Range.of(1000, 0);
                Range g = Range.random(1000, 0, "g");
                for (int i = 0; i < 1000; i++) {
                    v.set(i, i / 1000f);
                }
                for (int[] part : new int[][] {{0, first}, {first, 1000 - first}}) {
                    int at = part[0];
                    int n = part[1];
                    kernels.momentum(w.array, m.array, at, g.array, at, n, 0.05f, 0.4f);
                    kernels.adagrad(w.array, v.array, at, g.array, at, n, 0.7f, 0.05f, 1e-6f);
                    kernels.adagradMomentum(w.array, v.array, m.array, at, g.array, at, n, 0.7f, 0.05f, 1e-6f, 0.4f);
                    kernels.adam(
                            w.array, m.array, v.array, at, g.array, at, n, 0.7f, 0.01f, 0.9f, 0.999f, 1e-8f, 0.99f);
                }
                bits.add(Stream.of(w, m, v)
                        .flatMapToInt(range -> IntStream.range(0, 1000).map(i -> Float.floatToIntBits(range.get(i))))
                        .toArray());
            }
        }
        assertThat(bits).allSatisfy(each -> assertThat(each).isEqualTo(bits.getFirst()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rangeBeyondItsArrayFails(UpdateKernels kernels) {
        float[] x = new float[20];
        float[] y = new float[20];
        assertThatThrownBy(() -> kernels.momentum(x, y, 5, x, 0, 16, 0.1f, 0.1f))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.adagrad(x, y, 0, x, 5, 16, 1, 0.1f, 1e-6f))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void brokenGradientsStayVisible(UpdateKernels kernels) {
        float[] g = new float[20];
        Arrays.fill(g, Float.NaN);
        float[] w = new float[20];
        kernels.adam(w, new float[20], new float[20], 0, g, 0, 20, 1, 0.1f, 0.9f, 0.999f, 1e-8f, 1);
        assertThat(w).containsOnly(Float.NaN);
        float[] x = new float[20];
        kernels.adagrad(x, new float[20], 0, g, 0, 20, 1, 0.1f, 1e-6f);
        assertThat(x).containsOnly(Float.NaN);
    }

    @Test
    void theBestIsTheTwinOfTheKernels() {
        assertThat(UpdateKernels.best()).isInstanceOf(VectorUpdateKernels.class);
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
    }
}
