package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every factor kernel of both implementations against its formula in double precision. */
final class FactorKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000};
    private static final double ULP = Math.ulp(1f);

    static List<FactorKernels> kernels() {
        return List.of(new ScalarFactorKernels(), new VectorFactorKernels());
    }

    static Stream<Arguments> kernelsAndSizes() {
        return kernels().stream()
                .flatMap(kernels -> IntStream.of(SIZES)
                        .mapToObj(n ->
                                Arguments.argumentSet(kernels.getClass().getSimpleName() + " of " + n, kernels, n)));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void pointwiseMatchesDoubles(FactorKernels kernels, int n) {
        Range p = Range.random(n, 3, "p");
        Range q = Range.random(n, 4, "q");
        Range newP = p.copy();
        Range newQ = q.copy();
        kernels.pointwise(newP.array, newP.offset, newQ.array, newQ.offset, n, 0.02f, 0.9f, -0.03f, 0.8f);
        newP.assertEach(i -> (double) 0.9f * p.get(i) + (double) 0.02f * q.get(i), 2 * ULP);
        newQ.assertEach(i -> (double) 0.8f * q.get(i) - (double) 0.03f * p.get(i), 2 * ULP);
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void pairwiseMatchesDoubles(FactorKernels kernels, int n) {
        Range p = Range.random(n, 3, "p");
        Range i = Range.random(n, 4, "i");
        Range j = Range.random(n, 6, "j");
        Range newP = p.copy();
        float[] q = new float[2 * n + 9];
        System.arraycopy(i.array, i.offset, q, 2, n);
        System.arraycopy(j.array, j.offset, q, n + 5, n);
        float[] before = q.clone();
        kernels.pairwise(newP.array, newP.offset, q, 2, n + 5, n, 0.02f, 0.9f, 0.03f, 0.8f, 0.04f, 0.7f);
        newP.assertEach(f -> (double) 0.9f * p.get(f) + (double) 0.02f * (i.get(f) - j.get(f)), 3 * ULP);
        Range newI = i.copy();
        Range newJ = j.copy();
        System.arraycopy(q, 2, newI.array, newI.offset, n);
        System.arraycopy(q, n + 5, newJ.array, newJ.offset, n);
        newI.assertEach(f -> (double) 0.8f * i.get(f) + (double) 0.03f * p.get(f), 2 * ULP);
        newJ.assertEach(f -> (double) 0.7f * j.get(f) - (double) 0.04f * p.get(f), 2 * ULP);
        for (int guard : new int[] {0, 1, n + 2, n + 3, n + 4, 2 * n + 5, 2 * n + 8}) {
            assertThat(q[guard]).isEqualTo(before[guard]);
        }
    }

    /** Several samples that repeat rows, beside the same steps in double precision; rows that no sample names stay as they are. */
    @ParameterizedTest
    @MethodSource("kernelsAndSizes")
    void squaredStepsMatchDoubles(FactorKernels kernels, int n) {
        for (boolean biased : new boolean[] {false, true}) {
            int[] user = {0, 2, 0, 0, 2};
            int[] item = {1, 1, 3, 1, 3};
            float[] y = {4, 1, 5, 2, 3};
            float scale = (float) (1 / Math.sqrt(Math.max(1, n)));
            float[] users = scaled(Range.random(3 * n, 0, "users").array, 3 * n, scale);
            float[] items = scaled(Range.random(4 * n, 0, "items").array, 4 * n, scale);
            float[] userBias = biased ? new float[] {0.1f, 0.2f, -0.3f} : new float[0];
            float[] itemBias = biased ? new float[] {0.1f, -0.2f, 0.3f, 0.4f} : new float[0];
            float[] userPenalty = {0.1f, 0.2f, 0.3f};
            float[] itemPenalty = {0.4f, 0.3f, 0.2f, 0.1f};
            double[] P = doubles(users);
            double[] Q = doubles(items);
            double[] b = doubles(userBias);
            double[] c = doubles(itemBias);
            FactorRows rows = new FactorRows(n, 3.5f, users, items, userBias, itemBias, userPenalty, itemPenalty);
            double sum = kernels.squaredSteps(rows, user, item, y, 5, 0.05f);
            double expected = 0;
            for (int s = 0; s < 5; s++) {
                double error = y[s] - 3.5 - (biased ? b[user[s]] + c[item[s]] : 0);
                for (int f = 0; f < n; f++) {
                    error -= P[user[s] * n + f] * Q[item[s] * n + f];
                }
                expected += error * error;
                double uKeep = 1 - 0.05 * userPenalty[user[s]];
                double iKeep = 1 - 0.05 * itemPenalty[item[s]];
                if (biased) {
                    b[user[s]] = uKeep * b[user[s]] + 0.05 * error;
                    c[item[s]] = iKeep * c[item[s]] + 0.05 * error;
                }
                for (int f = 0; f < n; f++) {
                    double p = P[user[s] * n + f];
                    double q = Q[item[s] * n + f];
                    P[user[s] * n + f] = uKeep * p + 0.05 * error * q;
                    Q[item[s] * n + f] = iKeep * q + 0.05 * error * p;
                }
            }
            assertThat(sum).isCloseTo(expected, within(1e-4));
            assertThat(doubles(users)).containsExactly(P, within(1e-5));
            assertThat(doubles(items)).containsExactly(Q, within(1e-5));
            assertThat(doubles(userBias)).containsExactly(b, within(1e-5));
            assertThat(doubles(itemBias)).containsExactly(c, within(1e-5));
        }
    }

    private static float[] scaled(float[] values, int count, float factor) {
        float[] scaled = new float[count];
        for (int i = 0; i < count; i++) {
            scaled[i] = factor * values[i];
        }
        return scaled;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    @Test
    void twinsGiveTheSameBits() {
        float[][] results = new float[2][];
        for (int twin = 0; twin < 2; twin++) {
            Range p = Range.random(100, 3, "p");
            Range q = Range.random(300, 0, "q");
            kernels().get(twin).pointwise(p.array, 3, q.array, 7, 100, 0.02f, 0.9f, -0.03f, 0.8f);
            kernels().get(twin).pairwise(p.array, 3, q.array, 1, 150, 99, 0.02f, 0.9f, 0.03f, 0.8f, 0.04f, 0.7f);
            results[twin] = new float[400];
            System.arraycopy(p.array, 3, results[twin], 0, 100);
            System.arraycopy(q.array, 0, results[twin], 100, 300);
        }
        assertThat(results[1]).containsExactly(results[0]);
    }
}
