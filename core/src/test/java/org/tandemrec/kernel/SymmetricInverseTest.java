package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;

class SymmetricInverseTest {
    /** XᵀX + I of a random X with twice as many rows, as a sum in doubles; below the diagonal NaN, which nobody may read. */
    private static float[] positiveDefinite(int n) {
        SplittableRandom random = new SplittableRandom(n);
        double[] x = random.doubles(2L * n * n, -1, 1).toArray();
        float[] a = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = i == j ? 1 : 0;
                for (int row = 0; row < 2 * n; row++) {
                    sum += x[row * n + i] * x[row * n + j];
                }
                a[i * n + j] = j < i ? Float.NaN : (float) sum;
            }
        }
        return a;
    }

    private static float[] inverse(float[] a, int n, Gemm gemm, Parallel parallel) {
        float[] inverse = a.clone();
        int[] swept = new int[1];
        assertThat(new SymmetricInverse(gemm, parallel).invert(inverse, n, rows -> swept[0] += rows))
                .isTrue();
        assertThat(swept[0]).isEqualTo(n);
        return inverse;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 17, 127, 128, 129, 300})
    void theProductWithTheMatrixIsTheIdentity(int n) {
        float[] a = positiveDefinite(n);
        float[] inverse = inverse(a, n, Gemm.best(), Parallel.sequential());
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                assertThat(inverse[i * n + j]).isEqualTo(inverse[j * n + i]);
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += (double) a[Math.min(i, k) * n + Math.max(i, k)] * inverse[k * n + j];
                }
                if (Math.abs(sum - (i == j ? 1 : 0)) > 1e-4) {
                    assertThat(sum).as("%d, %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-4));
                }
            }
        }
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        int n = 1100; // more than a tile
        float[] a = new float[n * n];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                a[i * n + j] = i == j ? n : random.nextFloat();
            }
        }
        float[] one = inverse(a, n, Gemm.best(), Parallel.sequential());
        try (Parallel parallel = new Parallel(3)) {
            assertThat(Arrays.equals(inverse(a, n, Gemm.best(), parallel), one)).isTrue();
        }
        float[] plain = inverse(a, n, new PlainGemm(Kernels.best()), Parallel.sequential());
        float worst = 0;
        for (int i = 0; i < plain.length; i++) {
            worst = Math.max(worst, Math.abs(plain[i] - one[i]));
        }
        assertThat(worst).as("beside other products").isLessThan(1e-6f);
    }

    @ParameterizedTest
    @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
    void tellsWhatIsNotPositiveDefinite(float pivot) {
        int n = 200;
        float[] a = positiveDefinite(n);
        a[150 * n + 150] = pivot;
        assertThat(new SymmetricInverse(Gemm.best(), Parallel.sequential()).invert(a, n, rows -> {}))
                .isFalse();
    }

    @Test
    void refusesAMatrixThatDoesNotFit() {
        SymmetricInverse inverse = new SymmetricInverse(Gemm.best(), Parallel.sequential());
        assertThatThrownBy(() -> inverse.invert(new float[3], 2, rows -> {}))
                .hasMessage("a matrix of size 2, at most 46340, does not fit 3 elements");
        assertThatThrownBy(() -> inverse.invert(new float[3], 46_341, rows -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
