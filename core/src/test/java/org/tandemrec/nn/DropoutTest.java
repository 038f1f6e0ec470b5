package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;

class DropoutTest {
    private static final int ROWS = 160;
    private static final int COLUMNS = 250;
    private static final int N = ROWS * COLUMNS;

    private static float[] apply(float rate, float[] x, int seed) {
        float[] y = new float[x.length];
        new Dropout(rate).apply(x, y, ROWS, COLUMNS, seed, Parallel.sequential());
        return y;
    }

    private static float[] ones() {
        float[] ones = new float[N];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static boolean[] zeros(float[] y) {
        boolean[] zeros = new boolean[y.length];
        for (int i = 0; i < y.length; i++) {
            zeros[i] = y[i] == 0;
        }
        return zeros;
    }

    private static int count(boolean[] set) {
        int count = 0;
        for (boolean each : set) {
            count += each ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @CsvSource({"0.05,1", "0.2,2", "0.5,3", "0.5,-77", "0.9,2147483647"})
    void dropsItsShareAndScalesTheRest(float rate, int seed) {
        float[] y = apply(rate, ones(), seed);
        double deviation = Math.sqrt(N * (double) rate * (1 - rate));
        assertThat((double) count(zeros(y))).isBetween(N * rate - 5 * deviation, N * rate + 5 * deviation);
        for (float each : y) {
            if (each != 0 && each != 1 / (1 - rate)) {
                fail("%s is neither 0 nor 1 / (1 - rate)", each);
            }
        }
        for (int column = 0;
                column < COLUMNS;
                column++) { // no column is dropped more than others: 6 standard deviations
            int dropped = 0;
            for (int row = 0; row < ROWS; row++) {
                dropped += y[row * COLUMNS + column] == 0 ? 1 : 0;
            }
            double spread = 6 * Math.sqrt(ROWS * (double) rate * (1 - rate));
            assertThat((double) dropped).isBetween(ROWS * rate - spread, ROWS * rate + spread);
        }
    }

    @Test
    void theBackwardPassHasTheMaskOfTheForwardPass() {
        float[] x = CentralDifference.draw(N, new SplittableRandom(1));
        float[] dy = CentralDifference.draw(N, new SplittableRandom(2));
        float[] y = apply(0.4f, x, 9);
        float[] dx = dy.clone();
        new Dropout(0.4f).apply(dx, dx, ROWS, COLUMNS, 9, Parallel.sequential());
        float[] expected = new float[N];
        for (int i = 0; i < N; i++) {
            expected[i] = y[i] == 0 ? 0 : dy[i] * (1 / (1 - 0.4f));
        }
        assertThat(dx).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000, -1, 0x9E3779B9})
    void masksOfTwoSeedsAreIndependentAlsoWhenShifted(int step) {
        boolean[] one = zeros(apply(0.5f, ones(), 100));
        boolean[] other = zeros(apply(0.5f, ones(), 100 + step));
        for (int shift = -2; shift <= 2; shift++) {
            int equal = 0;
            for (int i = 2; i < N - 2; i++) {
                equal += one[i] == other[i + shift] ? 1 : 0;
            }
            assertThat((double) equal).isBetween(0.5 * N - 3 * Math.sqrt(N), 0.5 * N + 3 * Math.sqrt(N));
        }
    }

    @Test
    void neighboursAreIndependent() {
        boolean[] zeros = zeros(apply(0.5f, ones(), 5));
        for (int distance : new int[] {1, 2, 8, 16, COLUMNS}) {
            int equal = 0;
            for (int i = distance; i < N; i++) {
                equal += zeros[i] == zeros[i - distance] ? 1 : 0;
            }
            assertThat((double) equal).isBetween(0.5 * N - 3 * Math.sqrt(N), 0.5 * N + 3 * Math.sqrt(N));
        }
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        float[] x = CentralDifference.draw(N, new SplittableRandom(1));
        float[] expected = apply(0.3f, x, 4);
        for (int threads = 2; threads <= 3; threads++) {
            float[] y = new float[N];
            try (Parallel parallel = new Parallel(threads)) {
                new Dropout(0.3f).apply(x, y, ROWS, COLUMNS, 4, parallel);
            }
            assertThat(y).isEqualTo(expected);
        }
    }

    @Test
    void aRateOfZeroCopies() {
        float[] x = CentralDifference.draw(N, new SplittableRandom(1));
        assertThat(apply(0, x, 4)).isEqualTo(x);
        assertThat(new Dropout(0.25f).rate()).isEqualTo(0.25f);
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1, 1.5f, Float.NaN})
    void ratesOutsideTheRangeFail(float rate) {
        assertThatThrownBy(() -> new Dropout(rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dropout must be at least 0 and below 1, but was " + rate);
    }
}
