package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

/** The passes of the losses: twin against twin, and the functions beneath them against doubles. */
final class LossKernelsTest {
    private static final int[] SIZES = {0, 1, 3, 7, 8, 15, 16, 17, 31, 64, 100, 127, 1000};
    private static final float GUARD = -12345.5f;
    private static final int X = 3;
    private static final int W = 5;

    private final LossKernels scalar = new ScalarLossKernels();
    private final LossKernels vector = Backends.lossKernels();

    /** The arrays of a call: scores from X on, weights from W on, two ranges of scratch with a gap, and the sums behind another gap. */
    private record Arrangement(float[] x, float @Nullable [] w, int n, float[] scratch) {
        static Arrangement draw(int n, boolean weighted) {
            SplittableRandom random = new Seed(n).child("arrangement").random();
            float[] x = new float[X + n + 17];
            float[] w = new float[W + n + 17];
            float[] scratch = new float[2 * n + 60 + LossKernels.SUMS];
            Arrays.fill(x, GUARD);
            Arrays.fill(w, GUARD);
            Arrays.fill(scratch, GUARD);
            for (int i = 0; i < n; i++) {
                x[X + i] = (float) random.nextGaussian() * 3;
                w[W + i] = random.nextInt(3) * 0.75f;
                scratch[first() + i] = (float) random.nextDouble();
                scratch[first() + n + 20 + i] = (float) random.nextDouble();
            }
            scratch[first() + 2 * n + 40] = 0;
            scratch[first() + 2 * n + 41] = 0;
            return new Arrangement(x, weighted ? w : null, n, scratch);
        }

        static int first() {
            return 7;
        }

        int second() {
            return first() + n + 20;
        }

        int sums() {
            return first() + 2 * n + 40;
        }

        Arrangement copy() {
            return new Arrangement(x.clone(), w == null ? null : w.clone(), n, scratch.clone());
        }
    }

    @FunctionalInterface
    private interface Pass {
        float run(LossKernels kernels, Arrangement a);
    }

    @Test
    void choosesAsTheKernelsDo() {
        assertThat(LossKernels.best().name()).isEqualTo(Kernels.best().name()).startsWith("vector-");
    }

    @ParameterizedTest
    @ValueSource(floats = {0, 0.5f})
    void twinsGiveTheSameBitsAndNearlyTheSameSums(float elu) {
        assertTwins((kernels, a) -> kernels.max(a.x, X, a.w, W, a.n));
        assertTwins((kernels, a) -> {
            kernels.elu(elu + 0.3f, a.x, X, a.n);
            return 0;
        });
        assertTwins((kernels, a) -> kernels.expSum(a.x, X, 1.5f, a.w, W, a.n, a.scratch, a.sums()));
        assertTwins((kernels, a) -> {
            kernels.affine(0.3f, -0.1f, a.x, X, a.w, W, a.n);
            return 0;
        });
        assertTwins((kernels, a) -> kernels.logistic(
                a.x, X, 0.2f, elu, 0.7f, a.w, W, a.n, a.scratch, Arrangement.first(), a.scratch, a.sums()));
        assertTwins((kernels, a) -> kernels.top1(
                a.x, X, 0.2f, elu, 0.7f, a.w, W, a.n, a.scratch, Arrangement.first(), a.scratch, a.sums()));
        assertTwins((kernels, a) -> kernels.top1Max(
                a.x, X, 0.2f, 5, a.w, W, a.n, a.scratch, Arrangement.first(), a.second(), a.scratch, a.sums()));
        assertTwins((kernels, a) -> {
            kernels.top1MaxBackward(a.x, X, elu, 0.7f, 0.4f, a.n, a.scratch, Arrangement.first(), a.second());
            return 0;
        });
        assertTwins((kernels, a) -> kernels.bprMax(
                a.x, X, 5, 0.8f, 1, a.w, W, a.n, a.scratch, Arrangement.first(), a.second(), a.scratch, a.sums()));
        assertTwins((kernels, a) -> kernels.bprMaxBackward(
                a.x,
                X,
                elu,
                0.8f,
                0.1f,
                0.2f,
                0.3f,
                0.4f,
                a.w,
                W,
                a.n,
                a.scratch,
                Arrangement.first(),
                a.second(),
                a.scratch,
                a.sums()));
    }

    private void assertTwins(Pass pass) {
        for (int n : SIZES) {
            for (boolean weighted : new boolean[] {false, true}) {
                Arrangement drawn = Arrangement.draw(n, weighted);
                Arrangement one = drawn.copy();
                Arrangement other = drawn.copy();
                float expected = pass.run(scalar, one);
                float actual = pass.run(vector, other);
                float tolerance = 1e-6f * (n + 1);
                assertThat(actual).isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
                for (int sum = one.sums(); sum < one.sums() + 2; sum++) {
                    assertThat(other.scratch[sum])
                            .isCloseTo(one.scratch[sum], within(tolerance * (1 + Math.abs(one.scratch[sum]))));
                }
                System.arraycopy(one.scratch, one.sums(), other.scratch, one.sums(), LossKernels.SUMS);
                assertThat(bits(other.x)).isEqualTo(bits(one.x));
                assertThat(bits(other.scratch)).isEqualTo(bits(one.scratch));
                assertGuards(one, drawn);
                assertThat(bits(one.w)).isEqualTo(bits(drawn.w));
            }
        }
    }

    private static void assertGuards(Arrangement after, Arrangement before) {
        for (int i = 0; i < after.x.length; i++) {
            if (i < X || i >= X + after.n) {
                assertThat(after.x[i]).as("guard %d", i).isEqualTo(before.x[i]);
            }
        }
        for (int i = 0; i < after.scratch.length; i++) {
            boolean first = i >= Arrangement.first() && i < Arrangement.first() + after.n;
            boolean second = i >= after.second() && i < after.second() + after.n;
            boolean sum = i >= after.sums() && i < after.sums() + LossKernels.SUMS;
            if (!first && !second && !sum) {
                assertThat(after.scratch[i]).as("guard %d of the scratch", i).isEqualTo(before.scratch[i]);
            }
        }
    }

    private static int[] bits(float @Nullable [] values) {
        if (values == null) {
            return new int[0];
        }
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    @Test
    void maxPassesOverNanAndAbsentColumns() {
        for (LossKernels kernels : new LossKernels[] {scalar, vector}) {
            for (int n : SIZES) {
                float[] x = new float[n];
                float[] w = new float[n];
                float present = Float.NEGATIVE_INFINITY;
                float all = Float.NEGATIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    x[i] = i % 3 == 0 ? Float.NaN : (i * 37) % 101 - 50;
                    w[i] = i % 4 == 1 ? 0 : 0.1f;
                    all = x[i] > all ? x[i] : all;
                    present = x[i] > present && w[i] > 0 ? x[i] : present;
                }
                assertThat(kernels.max(x, 0, null, 0, n)).isEqualTo(all);
                assertThat(kernels.max(x, 0, w, 0, n)).isEqualTo(present);
            }
        }
    }

    @Test
    void absentColumnsAboveTheMaximumStayHarmless() {
        for (LossKernels kernels : new LossKernels[] {scalar, vector}) {
            float[] x = new float[20];
            float[] w = new float[20];
            Arrays.fill(x, 1000);
            x[7] = 0;
            w[7] = 2;
            assertThat(kernels.expSum(x, 0, 0, w, 0, 20, new float[LossKernels.SUMS], 0))
                    .isEqualTo(2);
        }
    }

    @Test
    void rangeBeyondItsArrayFails() {
        for (LossKernels kernels : new LossKernels[] {scalar, vector}) {
            float[] x = new float[20];
            assertThatThrownBy(() -> kernels.max(x, 5, null, 0, 16)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.elu(1, x, -1, 16)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> kernels.expSum(x, 0, 0, new float[9], 0, 16, new float[LossKernels.SUMS], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void expNegativeIsAccurateAndReachesItsLimits() {
        for (float x = -87.3f; x <= 0; x += 0.0007f) {
            double expected = Math.exp(x);
            double tolerance = 2.0 * Math.ulp((float) expected);
            if (!(Math.abs(FloatMath.expNegative(x) - expected)
                    <= tolerance)) { // an assertion for each would take seconds
                assertThat((double) FloatMath.expNegative(x)).as("of %s", x).isCloseTo(expected, within(tolerance));
            }
        }
        assertThat(FloatMath.expNegative(0)).isEqualTo(1);
        assertThat(FloatMath.expNegative(-0.0f)).isEqualTo(1);
        assertThat(FloatMath.expNegative(-88)).isZero();
        assertThat(FloatMath.expNegative(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.expNegative(Float.NaN)).isNaN();
    }

    @Test
    void eluIsAccurateAndReachesItsLimits() {
        for (float x = -30; x < 3; x += 0.001f) {
            double expected = x > 0 ? x : 0.5 * Math.expm1(x);
            assertThat((double) FloatMath.elu(x, 0.5f)).isCloseTo(expected, within(4.0 * Math.ulp((float) expected)));
        }
        for (float x : new float[] {-1e-3f, -1e-6f, -1e-20f}) {
            double expected = Math.expm1(x);
            assertThat((double) FloatMath.elu(x, 1)).isCloseTo(expected, within(4.0 * Math.ulp((float) expected)));
        }
        assertThat(FloatMath.elu(Float.NaN, 1)).isNaN();
        assertThat(FloatMath.elu(Float.NEGATIVE_INFINITY, 0.5f)).isEqualTo(-0.5f);
        assertThat(FloatMath.elu(Float.POSITIVE_INFINITY, 0.5f)).isEqualTo(Float.POSITIVE_INFINITY);
    }

    @Test
    void log1pIsAccurate() {
        for (float x = 1; x > 1e-30f; x *= 0.997f) {
            double expected = Math.log1p(x);
            assertThat((double) FloatMath.log1p(x)).isCloseTo(expected, within(3.0 * Math.ulp((float) expected)));
        }
        assertThat(FloatMath.log1p(0)).isZero();
        assertThat(FloatMath.log1p(Float.NaN)).isNaN();
    }
}
