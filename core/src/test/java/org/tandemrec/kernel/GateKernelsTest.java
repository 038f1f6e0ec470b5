package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every pass of both twins: same bits, guard cells untouched, and the formulas in double precision. */
final class GateKernelsTest {
    private static final double TOLERANCE = 2e-6;
    private static final float GUARD = -12345.5f;
    private static final int BEHIND = 17;

    /* The arrays of a row, each at its own offset: gates and products of 4 blocks, the rest of one. */
    private static final int GATES = 0;
    private static final int BIAS = 1;
    private static final int PRODUCTS = 2;
    private static final int H_BEFORE = 3;
    private static final int CELL = 4;
    private static final int OUT = 5;
    private static final int SECOND = 6;
    private static final int THIRD = 7;
    private static final int[] BLOCKS = {4, 4, 4, 1, 1, 1, 1, 1};
    private static final int[] OFFSETS = {3, 0, 5, 1, 7, 2, 9, 4};

    @FunctionalInterface
    private interface Pass {
        void run(GateKernels kernels, float[][] arrays, int H);
    }

    /** What the arrays of a row should hold at unit i, computed in place from what they held. */
    @FunctionalInterface
    private interface Formula {
        void run(double[][] values, int i, int H);
    }

    private static float[][] arrays(int H) {
        SplittableRandom random = new SplittableRandom(H);
        float[][] arrays = new float[BLOCKS.length][];
        for (int a = 0; a < arrays.length; a++) {
            int from = OFFSETS[a];
            int n = BLOCKS[a] * H;
            arrays[a] = new float[from + n + BEHIND];
            Arrays.fill(arrays[a], GUARD);
            for (int i = 0; i < n; i++) {
                arrays[a][from + i] = (float) random.nextDouble(-0.9, 0.9);
            }
        }
        return arrays;
    }

    private static void check(int H, Pass pass, Formula formula) {
        float[][] scalar = arrays(H);
        float[][] vector = arrays(H);
        double[][] expected = new double[BLOCKS.length][];
        for (int a = 0; a < expected.length; a++) {
            expected[a] = new double[BLOCKS[a] * H];
            for (int i = 0; i < expected[a].length; i++) {
                expected[a][i] = scalar[a][OFFSETS[a] + i];
            }
        }
        for (int i = 0; i < H; i++) {
            formula.run(expected, i, H);
        }
        pass.run(new ScalarGateKernels(), scalar, H);
        pass.run(new VectorGateKernels(), vector, H);
        for (int a = 0; a < expected.length; a++) {
            assertThat(vector[a]).as("array %d of the twins", a).isEqualTo(scalar[a]);
            for (int i = 0; i < scalar[a].length; i++) {
                int at = i - OFFSETS[a];
                double wanted = at < 0 || at >= expected[a].length ? GUARD : expected[a][at];
                if (!(Math.abs(scalar[a][i] - wanted) <= TOLERANCE)) { // an assertion for each would take seconds
                    assertThat((double) scalar[a][i])
                            .as("array %d, element %d", a, at)
                            .isEqualTo(wanted);
                }
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000})
    void activations(int H) {
        check(H, (kernels, a, n) -> kernels.sigmoid(a[GATES], 3, a[BIAS], 0, 2 * n), (a, i, n) -> {
            a[GATES][i] = sigmoid(a[GATES][i] + a[BIAS][i]);
            a[GATES][n + i] = sigmoid(a[GATES][n + i] + a[BIAS][n + i]);
        });
        check(
                H,
                (kernels, a, n) -> kernels.sigmoid(a[GATES], 3, a[PRODUCTS], 5, a[BIAS], n, n),
                (a, i, n) -> a[GATES][i] = sigmoid(a[GATES][i] + a[PRODUCTS][i] + a[BIAS][n + i]));
        check(
                H,
                (kernels, a, n) -> kernels.tanh(a[GATES], 3, a[BIAS], n, a[OUT], 2, n),
                (a, i, n) -> a[OUT][i] = Math.tanh(a[GATES][i] + a[BIAS][n + i]));
        check(
                H,
                (kernels, a, n) -> kernels.tanh(a[GATES], 3, a[BIAS], n, a[GATES], 3, n),
                (a, i, n) -> a[GATES][i] = Math.tanh(a[GATES][i] + a[BIAS][n + i]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000})
    void gruForward(int H) {
        check(
                H,
                (kernels, a, n) -> kernels.gruState(a[GATES], 3, a[BIAS], a[H_BEFORE], 1, a[OUT], 2, n),
                (a, i, n) -> blend(a, i, n, a[GATES][2 * n + i] + a[BIAS][2 * n + i]));
        check(
                H,
                (kernels, a, n) ->
                        kernels.resetAfterState(a[GATES], 3, a[BIAS], a[PRODUCTS], 5, a[H_BEFORE], 1, a[OUT], 2, n),
                (a, i, n) -> blend(
                        a, i, n, a[GATES][2 * n + i] + a[BIAS][2 * n + i] + a[GATES][i] * a[PRODUCTS][2 * n + i]));
    }

    private static void blend(double[][] a, int i, int H, double argument) {
        double z = a[GATES][H + i];
        a[GATES][2 * H + i] = Math.tanh(argument);
        a[OUT][i] = (1 - z) * a[H_BEFORE][i] + z * a[GATES][2 * H + i];
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000})
    void gruBackward(int H) {
        check(
                H,
                (kernels, a, n) -> kernels.gruStateBackward(a[GATES], 3, a[H_BEFORE], 1, a[OUT], 2, n),
                GateKernelsTest::stateBackward);
        check(
                H,
                (kernels, a, n) -> kernels.gruResetBackward(a[GATES], 3, a[H_BEFORE], 1, a[SECOND], 9, a[OUT], 2, n),
                (a, i, n) -> {
                    double r = a[GATES][i];
                    a[GATES][i] = a[SECOND][i] * a[H_BEFORE][i] * r * (1 - r);
                    a[OUT][i] += a[SECOND][i] * r;
                });
        check(
                H,
                (kernels, a, n) ->
                        kernels.resetAfterBackward(a[GATES], 3, a[PRODUCTS], 5, a[H_BEFORE], 1, a[OUT], 2, n),
                (a, i, n) -> {
                    double r = a[GATES][i];
                    stateBackward(a, i, n);
                    double dc = a[GATES][2 * n + i];
                    a[GATES][i] = dc * a[PRODUCTS][2 * n + i] * r * (1 - r);
                    a[PRODUCTS][i] = a[GATES][i];
                    a[PRODUCTS][n + i] = a[GATES][n + i];
                    a[PRODUCTS][2 * n + i] = dc * r;
                });
    }

    private static void stateBackward(double[][] a, int i, int H) {
        double z = a[GATES][H + i];
        double c = a[GATES][2 * H + i];
        double d = a[OUT][i];
        a[GATES][H + i] = d * (c - a[H_BEFORE][i]) * z * (1 - z);
        a[GATES][2 * H + i] = d * z * (1 - c * c);
        a[OUT][i] = d * (1 - z);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000})
    void lstm(int H) {
        check(
                H,
                (kernels, a, n) -> kernels.lstmState(a[GATES], 3, a[CELL], 7, a[OUT], 2, a[SECOND], 9, a[THIRD], 4, n),
                (a, i, n) -> {
                    double[] g = a[GATES];
                    a[OUT][i] = g[n + i] * a[CELL][i] + g[i] * g[3 * n + i];
                    a[SECOND][i] = Math.tanh(a[OUT][i]);
                    a[THIRD][i] = g[2 * n + i] * a[SECOND][i];
                });
        check(
                H,
                (kernels, a, n) ->
                        kernels.lstmBackward(a[GATES], 3, a[CELL], 7, a[SECOND], 9, a[OUT], 2, a[THIRD], 4, n),
                (a, i, n) -> {
                    double[] g = a[GATES];
                    double input = g[i];
                    double forget = g[n + i];
                    double output = g[2 * n + i];
                    double candidate = g[3 * n + i];
                    double s = a[SECOND][i];
                    double d = a[THIRD][i] + a[OUT][i] * output * (1 - s * s);
                    g[i] = d * candidate * input * (1 - input);
                    g[n + i] = d * a[CELL][i] * forget * (1 - forget);
                    g[2 * n + i] = a[OUT][i] * s * output * (1 - output);
                    g[3 * n + i] = d * input * (1 - candidate * candidate);
                    a[THIRD][i] = d * forget;
                });
    }

    @Test
    void rangeBeyondItsArrayFails() {
        for (GateKernels kernels : List.of(new ScalarGateKernels(), new VectorGateKernels())) {
            float[] row = new float[20];
            float[] gates = new float[3 * 20];
            assertThatThrownBy(() -> kernels.gruState(gates, 1, gates, row, 0, row, 0, 20))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.sigmoid(row, -1, gates, 0, 20))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void theBestIsTheTwinOfTheBestKernels() {
        assertThat(Kernels.best()).isInstanceOf(VectorKernels.class);
        assertThat(GateKernels.best()).isInstanceOf(VectorGateKernels.class);
    }
}
