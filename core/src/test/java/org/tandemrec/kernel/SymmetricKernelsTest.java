package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The symmetric kernels of both implementations against double precision, and against each other bit by bit. */
final class SymmetricKernelsTest {
    private static final int[] SIZES = {1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127};
    private static final int AT = 5;

    static List<SymmetricKernels> kernels() {
        return List.of(new ScalarSymmetricKernels(), new VectorSymmetricKernels());
    }

    static Stream<Arguments> kernelsAndSizes() {
        return kernels().stream()
                .flatMap(kernels -> IntStream.of(SIZES)
                        .mapToObj(n ->
                                Arguments.argumentSet(kernels.getClass().getSimpleName() + " of " + n, kernels, n)));
    }

    /** Rows of n Gaussians, the padding 0. */
    private static Range padded(int rows, int n, String name) {
        int width = SymmetricKernels.width(n);
        Range range = Range.random(rows * width, AT, name);
        for (int i = 0; i < range.n; i++) {
            range.set(i, i % width < n ? range.get(i) : 0);
        }
        return range;
    }

    /** A matrix with eigenvalues of at least n: a product plus n on the diagonal. */
    private static Range positiveDefinite(SymmetricKernels kernels, int n) {
        int width = SymmetricKernels.width(n);
        Range x = padded(n, n, "x");
        Range a = Range.of(width * width, AT);
        for (int i = 0; i < a.n; i++) {
            a.set(i, i % (width + 1) == 0 && i / width < n ? n : 0);
        }
        kernels.addProduct(x.array, AT, n, width, a.array, AT);
        return a;
    }

    @Test
    void rowsAreWholeBlocks() {
        assertThat(IntStream.of(1, 15, 16, 17, 64, 65).map(SymmetricKernels::width))
                .containsExactly(16, 16, 16, 32, 64, 80);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void productMatchesDoubles(SymmetricKernels kernels, int n) {
        int width = SymmetricKernels.width(n);
        for (int rows : new int[] {0, 1, 5, 70}) {
            Range x = padded(rows, n, "x");
            Range old = padded(width, n, "a");
            Range a = old.copy();
            kernels.addProduct(x.array, AT, rows, width, a.array, AT);
            for (int i = 0; i < n; i++) {
                for (int j = i; j < n; j++) {
                    double sum = old.get(i * width + j);
                    for (int row = 0; row < rows; row++) {
                        sum += (double) x.get(row * width + i) * x.get(row * width + j);
                    }
                    assertThat((double) a.get(i * width + j)).isCloseTo(sum, within((rows + 4) * 4e-7));
                }
            }
            a.assertGuards();
            x.assertGuards();
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void choleskyFactorsMultiplyToTheMatrix(SymmetricKernels kernels, int n) {
        int width = SymmetricKernels.width(n);
        Range a = positiveDefinite(kernels, n);
        Range u = a.copy();
        kernels.cholesky(u.array, AT, n, width);
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double sum = 0;
                for (int k = 0; k <= i; k++) {
                    sum += (double) u.get(k * width + i) * u.get(k * width + j);
                }
                double difference = Math.abs(sum - a.get(i * width + j));
                worst = difference <= worst ? worst : difference; // keeps NaN
            }
        }
        assertThat(worst).isLessThanOrEqualTo((n + 4) * 4e-6);
        u.assertGuards();
    }

    @Test
    void twinsGiveTheSameBits() {
        for (int n : SIZES) {
            int width = SymmetricKernels.width(n);
            float[][] products = new float[2][];
            float[][] factors = new float[2][];
            for (int twin = 0; twin < 2; twin++) {
                SymmetricKernels kernels = kernels().get(twin);
                Range a = positiveDefinite(kernels, n);
                products[twin] = upper(a, n, width);
                kernels.cholesky(a.array, AT, n, width);
                factors[twin] = upper(a, n, width);
            }
            assertThat(products[1]).as("product of %d", n).containsExactly(products[0]);
            assertThat(factors[1]).as("factor of %d", n).containsExactly(factors[0]);
        }
    }

    private static float[] upper(Range a, int n, int width) {
        float[] upper = new float[n * n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a.array, AT + i * width + i, upper, i * n + i, n - i);
        }
        return upper;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void whatIsNotPositiveDefiniteIsNotANumber(SymmetricKernels kernels) {
        float[] a = new float[16 * 16];
        a[0] = 1;
        a[1] = 2;
        a[17] = 1;
        kernels.cholesky(a, 0, 2, 16);
        assertThat(a[0]).isEqualTo(1);
        assertThat(a[17]).isNaN();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void matrixBeyondItsArrayFails(SymmetricKernels kernels) {
        float[] a = new float[16 * 16];
        assertThatThrownBy(() -> kernels.addProduct(a, 1, 16, 16, a.clone(), 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> kernels.cholesky(a, 1, 16, 16)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theBestIsTheTwinOfTheKernels() {
        assertThat(SymmetricKernels.best()).isInstanceOf(VectorSymmetricKernels.class);
    }
}
