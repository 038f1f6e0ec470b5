package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/** Every implementation of the matrix product against a triple loop of doubles. */
final class GemmTest {
    private static final float GUARD = -12345.5f;
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {3, 5, 7},
        {4, 16, 8},
        {5, 17, 1},
        {17, 31, 15},
        {64, 100, 127},
        {1, 300, 33},
        {130, 3, 260},
        {3, 520, 9}
    };

    static List<Gemm> gemms() {
        return List.of(
                Backends.gemm("openblas"),
                new PlainGemm(new ScalarKernels()),
                new PlainGemm(Backends.kernels("vector")),
                new RowGemm(new ScalarKernels()),
                new RowGemm(Backends.kernels("vector")));
    }

    static Stream<Arguments> products() {
        return gemms().stream()
                .flatMap(gemm -> Stream.of(SHAPES)
                        .map(shape -> Arguments.argumentSet(
                                gemm.name() + " " + Arrays.toString(shape), gemm, shape[0], shape[1], shape[2])));
    }

    @ParameterizedTest
    @MethodSource("products")
    void matchesDoubles(Gemm gemm, int m, int n, int k) {
        for (boolean transposeA : new boolean[] {false, true}) {
            for (boolean transposeB : new boolean[] {false, true}) {
                for (float beta : new float[] {0, 1, -0.5f}) {
                    assertProduct(gemm, transposeA, transposeB, m, n, k, 1, beta);
                    assertProduct(gemm, transposeA, transposeB, m, n, k, 0.75f, beta);
                }
            }
        }
    }

    private static void assertProduct(
            Gemm gemm, boolean transposeA, boolean transposeB, int m, int n, int k, float alpha, float beta) {
        SplittableRandom random = new Seed(m).child(n).child(k).random();
        int lda = (transposeA ? m : k) + 3;
        int ldb = (transposeB ? k : n) + 2;
        int ldc = n + 5;
        float[] a = gaussians(random, 7 + (transposeA ? k : m) * lda);
        float[] b = gaussians(random, 4 + (transposeB ? n : k) * ldb);
        float[] c = new float[6 + m * ldc];
        Arrays.fill(c, GUARD);
        double[] expected = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += (double) a[7 + (transposeA ? p * lda + i : i * lda + p)]
                            * b[4 + (transposeB ? j * ldb + p : p * ldb + j)];
                }
                float old = beta == 0 ? Float.NaN : (float) random.nextGaussian();
                c[6 + i * ldc + j] = old;
                expected[i * n + j] = alpha * sum + (beta == 0 ? 0 : beta * old);
            }
        }
        gemm.multiply(transposeA, transposeB, m, n, k, alpha, a, 7, lda, b, 4, ldb, beta, c, 6, ldc);
        double worst = 0; // one assertion a product: one per element would take most of the time
        for (int at = 0; at < c.length; at++) {
            int i = Math.floorDiv(at - 6, ldc);
            int j = Math.floorMod(at - 6, ldc);
            double value = i < 0 || j >= n ? GUARD : expected[i * n + j];
            double difference = Math.abs(c[at] - value);
            worst = difference <= worst ? worst : difference; // keeps NaN
        }
        assertThat(worst).as("%s %s %s %s", transposeA, transposeB, alpha, beta).isLessThanOrEqualTo((k + 4) * 4e-7);
    }

    private static float[] gaussians(SplittableRandom random, int length) {
        float[] array = new float[length];
        for (int i = 0; i < length; i++) {
            array[i] = (float) random.nextGaussian();
        }
        return array;
    }

    @ParameterizedTest
    @MethodSource("gemms")
    void emptyProductOnlyScales(Gemm gemm) {
        float[] c = {1, 2, 3, 4};
        gemm.multiply(false, false, 2, 2, 0, 1, new float[0], 0, 1, new float[0], 0, 2, 0.5f, c, 0, 2);
        assertThat(c).containsExactly(0.5f, 1, 1.5f, 2);
        gemm.multiply(false, false, 0, 2, 3, 1, new float[0], 0, 3, new float[6], 0, 2, 0, c, 0, 2);
        assertThat(c).containsExactly(0.5f, 1, 1.5f, 2);
    }

    @ParameterizedTest
    @MethodSource("gemms")
    void notANumberAndInfinityPropagate(Gemm gemm) {
        float[] a = {Float.NaN, 1, 2, Float.POSITIVE_INFINITY};
        float[] b = {1, 1, 1, 1};
        float[] c = new float[4];
        gemm.multiply(false, false, 2, 2, 2, 1, a, 0, 2, b, 0, 2, 0, c, 0, 2);
        assertThat(c).containsExactly(Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY);
        gemm.multiply(false, false, 2, 2, 2, 0, a, 0, 2, b, 0, 2, 0, c, 0, 2);
        assertThat(c).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("gemms")
    void badArgumentsFail(Gemm gemm) {
        assertRefused(gemm, -1, 2, 2, 0, 2, "dimensions must not be negative, but were m=-1 n=2 k=2");
        assertRefused(gemm, 2, 2, 2, 0, 1, "the row stride of A must be at least 1 and its 2 columns, but was 1");
        assertRefused(
                gemm,
                2,
                2,
                2,
                1,
                2,
                "matrix A of 2 x 2, row stride 2, from offset 1 must lie in its array of 4, but ends at 5");
        assertRefused(
                gemm,
                2,
                2,
                2,
                -1,
                2,
                "matrix A of 2 x 2, row stride 2, from offset -1 must lie in its array of 4, but ends at 3");
        assertRefused(
                gemm,
                2,
                2,
                3,
                0,
                3,
                "matrix A of 2 x 3, row stride 3, from offset 0 must lie in its array of 4, but ends at 6");
        assertRefused(gemm, 2, 3, 2, 0, 2, "the row stride of B must be at least 1 and its 3 columns, but was 2");
        int huge = Integer.MAX_VALUE;
        assertRefused(
                gemm,
                huge,
                2,
                2,
                0,
                2,
                "matrix A of 2147483647 x 2, row stride 2, from offset 0 must lie in its"
                        + " array of 4, but ends at 4294967294");
    }

    private static void assertRefused(Gemm gemm, int m, int n, int k, int aOffset, int lda, String message) {
        float[] x = new float[4];
        assertThatThrownBy(() -> gemm.multiply(false, false, m, n, k, 1, x, aOffset, lda, x, 0, 2, 0, x, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        ParallelGemm parallel = new ParallelGemm(gemm, Parallel.sequential());
        assertThatThrownBy(() -> parallel.multiply(false, false, m, n, k, 1, x, aOffset, lda, x, 0, 2, 0, x, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @MethodSource("gemms")
    void threadsDoNotChangeTheBits(Gemm gemm) {
        for (int[] shape : new int[][] {{200, 700, 50}, {32, 100, 2080}, {7, 5, 70_000}, {300, 70, 90}}) {
            threadsDoNotChangeTheBits(gemm, shape[0], shape[1], shape[2]);
        }
    }

    private static void threadsDoNotChangeTheBits(Gemm gemm, int m, int n, int k) {
        SplittableRandom random = new Seed(1).random();
        float[] a = gaussians(random, m * k);
        float[] b = gaussians(random, n * k);
        float[] one = parallelProduct(gemm, 1, m, n, k, a, b);
        assertThat(parallelProduct(gemm, 2, m, n, k, a, b)).isEqualTo(one);
        assertThat(parallelProduct(gemm, 3, m, n, k, a, b)).isEqualTo(one);
        float[] whole = new float[m * n];
        gemm.multiply(true, true, m, n, k, 1, a, 0, m, b, 0, k, 0, whole, 0, n);
        double worst = 0;
        for (int i = 0; i < whole.length; i++) {
            worst = Math.max(worst, Math.abs((double) one[i] - whole[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(k * 4e-7);
    }

    private static float[] parallelProduct(Gemm gemm, int threads, int m, int n, int k, float[] a, float[] b) {
        float[] c = new float[m * n];
        Arrays.fill(c, Float.NaN);
        try (Parallel parallel = new Parallel(threads)) {
            new ParallelGemm(gemm, parallel).multiply(true, true, m, n, k, 1, a, 0, m, b, 0, k, 0, c, 0, n);
        }
        return c;
    }

    @Test
    void partsOfADeepProductAreAddedToWhatWasThere() {
        int m = 9;
        int n = 20;
        int k = 30_000;
        assertThat(GemmCut.of(m, n, k).parts()).isEqualTo(4);
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        Arrays.fill(a, 0.5f);
        Arrays.fill(b, 2);
        float[] c = new float[2 + m * 25];
        Arrays.fill(c, 8);
        new ParallelGemm(Gemm.best(), Parallel.sequential())
                .multiply(false, false, m, n, k, 3, a, 0, k, b, 0, n, 0.25f, c, 2, 25);
        for (int i = 0; i < c.length; i++) {
            boolean inside = i >= 2 && (i - 2) % 25 < n;
            assertThat(c[i]).as("element %d", i).isEqualTo(inside ? 2 + 3 * k : 8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void longSumsAreTakenInParts(boolean transpose) {
        int k = 60_000;
        int m = 64;
        int n = 64;
        assertThat(GemmCut.of(m, n, k).callDepth()).isLessThan(k);
        float[] a = new float[m * k];
        float[] b = new float[n * k];
        Arrays.fill(a, 1);
        Arrays.fill(b, 0.5f);
        b[transpose ? k - 1 : n * (k - 1)] = 8.5f; // of the last part, in column 0
        float[] c = new float[m * n];
        Arrays.fill(c, 4);
        ParallelGemm gemm = new ParallelGemm(Backends.gemm("openblas"), Parallel.sequential());
        gemm.multiply(
                transpose, transpose, m, n, k, 1, a, 0, transpose ? m : k, b, 0, transpose ? k : n, 0.5f, c, 0, n);
        float[] expected = new float[m * n];
        Arrays.fill(expected, 30_002);
        for (int i = 0; i < m; i++) {
            expected[i * n] = 30_010;
        }
        assertThat(c).isEqualTo(expected);
    }

    @Test
    void callsStayShortAndTilesCoverTheProduct() {
        for (int[] shape :
                new int[][] {{128, 3706, 128}, {3706, 128, 128}, {128, 128, 3706}, {1, 1, 1}, {20_000, 20_000, 9_000}
                }) {
            GemmCut cut = GemmCut.of(shape[0], shape[1], shape[2]);
            assertThat(cut.rows()).isBetween(1, shape[0]);
            assertThat(cut.columns()).isBetween(1, shape[1]);
            assertThat(2L * cut.rows() * cut.columns() * Math.min(cut.callDepth(), shape[2]))
                    .isLessThanOrEqualTo(400_000_000);
        }
        assertThat(GemmCut.of(128, 128, 3706)).isEqualTo(new GemmCut(64, 64, 1));
        assertThat(GemmCut.of(128, 3706, 128)).isEqualTo(new GemmCut(128, 240, 1));
        assertThat(GemmCut.of(3706, 128, 128)).isEqualTo(new GemmCut(240, 128, 1));
        assertThat(GemmCut.of(32, 100, 2080)).as("small and deep").isEqualTo(new GemmCut(32, 100, 4));
        assertThat(GemmCut.of(32, 300, 100)).as("alike").isEqualTo(new GemmCut(32, 160, 1));
        assertThat(GemmCut.of(32, 2080, 100)).isEqualTo(new GemmCut(32, 208, 1));
    }

    @Test
    void propertyIsChecked() {
        assertThat(Backends.gemm(null)).isInstanceOf(OpenBlas.class);
        assertThat(Backends.gemm("plain")).isInstanceOf(PlainGemm.class);
        assertThatThrownBy(() -> Backends.gemm("mkl"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tandem.blas must be openblas or plain, but was \"mkl\"");
    }

    @Test
    void absentLibraryIsNamed() {
        assertThat(OpenBlasLibrary.load("Plan 9", "amd64"))
                .isEqualTo(new OpenBlasLibrary.Missing("Tandem knows no OpenBLAS for Plan 9"));
        assertThat(OpenBlasLibrary.load("Linux", "riscv64"))
                .isEqualTo(new OpenBlasLibrary.Missing("Tandem knows no OpenBLAS for riscv64"));
        assertThat(OpenBlasLibrary.load("Mac OS X", "sparc"))
                .isEqualTo(new OpenBlasLibrary.Missing("Tandem knows no OpenBLAS for sparc"));
        boolean linux = System.getProperty("os.name").startsWith("Linux");
        assertThat(OpenBlasLibrary.load(linux ? "Mac OS X" : "Linux", "aarch64"))
                .isEqualTo(new OpenBlasLibrary.Missing("the jar org.bytedeco:openblas with the classifier "
                        + (linux ? "macosx" : "linux") + "-arm64 is not on the class path"));
    }
}
