package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;

class PairedTestTest {
    private static final Seed SEED = new Seed(9);
    private static final int ROUNDS = 20_000;

    /** All 2^n choices of signs, counted one by one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 12, 15})
    void randomizationFindsTheShareOfAllSigns(int users) {
        double[] a = values(users, users, 0.4);
        double[] b = values(users, 100 + users, 0);
        double exact = ofAllSigns(a, b);
        double deviation = Math.sqrt(exact * (1 - exact) / ROUNDS);
        assertThat(PairedTest.randomization(a, b, ROUNDS, SEED)).isCloseTo(exact, within(4.5 * deviation + 1e-4));
    }

    /** Differences of 0.1, 0.2 and 0.3 add up to the observed 0.6 or to −0.6 with 2 of 8 choices, equal but for rounding. */
    @Test
    void equalSumsCountForAllTheirRounding() {
        double[] a = {0.1, 0.2, 0.3};
        assertThat(PairedTest.randomization(a, new double[3], ROUNDS, SEED)).isCloseTo(0.25, within(0.015));
        double[] mixed = {0.1, 0.2, -0.3, 0.3}; // |sum| is 0.3 or more but where it is 0.1: with 12 of 16 choices
        assertThat(PairedTest.randomization(mixed, new double[4], ROUNDS, SEED)).isCloseTo(0.75, within(0.015));
    }

    @Test
    void whereNothingDiffersPIsOne() {
        double[] a = values(40, 3, 0);
        assertThat(PairedTest.randomization(a, a.clone(), 99, SEED)).isEqualTo(1);
        assertThat(PairedTest.wilcoxon(a, a.clone())).isEqualTo(1);
    }

    @Test
    void aClearDifferenceHasTheLeastPThatRoundsAllow() {
        double[] a = values(100, 3, 5);
        double[] b = values(100, 4, 0);
        assertThat(PairedTest.randomization(a, b, 99, SEED)).isEqualTo(0.01);
        assertThat(PairedTest.randomization(a, b, 999, SEED)).isEqualTo(0.001);
        assertThat(PairedTest.wilcoxon(a, b)).isLessThan(1e-15);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 60, 333})
    void theOrderOfModelsAndUsersWithoutADifferenceChangeNothing(int users) {
        double[] a = values(users, 1, 0.1);
        double[] b = values(users, 2, 0);
        double p = PairedTest.randomization(a, b, 999, SEED);
        assertThat(PairedTest.randomization(b, a, 999, SEED)).isEqualTo(p);
        assertThat(PairedTest.randomization(Arrays.copyOf(a, users + 9), Arrays.copyOf(b, users + 9), 999, SEED))
                .isEqualTo(p);
        assertThat(PairedTest.wilcoxon(b, a)).isCloseTo(PairedTest.wilcoxon(a, b), within(1e-12));
    }

    /** Under no difference p is below 0.1 in a tenth of all cases: of 400, 40 with a standard deviation of 6. */
    @Test
    void withoutADifferenceBothErrAsOftenAsTheySay() {
        int randomization = 0;
        int wilcoxon = 0;
        for (int sample = 0; sample < 400; sample++) {
            double[] a = values(80, 2L * sample, 0);
            double[] b = values(80, 2L * sample + 1, 0);
            randomization += PairedTest.randomization(a, b, 499, SEED.child(sample)) <= 0.1 ? 1 : 0;
            wilcoxon += PairedTest.wilcoxon(a, b) <= 0.1 ? 1 : 0;
        }
        assertThat(randomization).isBetween(20, 60);
        assertThat(wilcoxon).isBetween(20, 60);
    }

    /** Ranks 1, 2, 3 with the signs +, −, +: of 8 choices, 6 are at least as far from the middle of 3 as the sum of 4. */
    @Test
    void wilcoxonOfAFewIsExact() {
        assertThat(PairedTest.wilcoxon(new double[] {1, -2, 3}, new double[3])).isCloseTo(0.75, within(1e-12));
        assertThat(PairedTest.wilcoxon(new double[] {1, 2, 3, 4, 5}, new double[5]))
                .isCloseTo(2 / 32.0, within(1e-12));
    }

    /**
     * Of 0, 1, −2, 3 the zero takes rank 1, so W+ = 2 + 4 = 6; its mean is (4·5 − 1·2)/4 = 4.5, its variance
     * (4·5·9 − 1·2·3)/24 = 7.25, hence z = (6 − 4.5 − 0.5)/√7.25 = 0.3714 and p = 0.7103.
     */
    @Test
    void wilcoxonRanksZerosAndLeavesThemOut() {
        assertThat(PairedTest.wilcoxon(new double[] {0, 1, -2, 3}, new double[4]))
                .isCloseTo(0.7103, within(1e-4));
    }

    /** 195 zeros and five equal ones of 200: rank 198 each, so z = (5 · 198 / 2 − 0.5) / √(5 · 198² / 4) = 2.2338 and p = 0.0255. */
    @Test
    void wilcoxonOfFewAmongManyZerosIsANumber() {
        double[] a = new double[200];
        Arrays.fill(a, 100, 105, 0.25);
        assertThat(PairedTest.wilcoxon(a, new double[200])).isCloseTo(0.0255, within(1e-4));
        assertThat(PairedTest.wilcoxon(new double[] {1, -1, 0}, new double[3])).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40, 200})
    void wilcoxonErrsAsOftenAsItSaysWithTiesAndZeros(int zeros) {
        int below = 0;
        for (int sample = 0; sample < 400; sample++) {
            double[] a = Arrays.copyOf(values(60, sample, 0), 60 + zeros);
            Arrays.setAll(a, user -> Math.rint(4 * a[user]) / 4);
            below += PairedTest.wilcoxon(a, new double[a.length]) <= 0.1 ? 1 : 0;
        }
        assertThat(below).isBetween(20, 60);
    }

    @Test
    void valuesOfOtherUsersAndNoNumbersAreRefused() {
        assertThatThrownBy(() -> PairedTest.randomization(new double[2], new double[3], 9, SEED))
                .hasMessage("a paired test needs the values of the same users, but was given 2 and 3");
        assertThatThrownBy(() -> PairedTest.wilcoxon(new double[0], new double[0]))
                .hasMessage("a paired test needs the values of at least 1 user, but there was none");
        assertThatThrownBy(() -> PairedTest.wilcoxon(new double[] {0, Double.NaN}, new double[2]))
                .hasMessage("the values of users must be finite, but those at 1 were NaN and 0.0");
        assertThatThrownBy(() -> PairedTest.randomization(new double[2], new double[2], 0, SEED))
                .hasMessage("a randomisation test needs at least 1 round, but was to have 0");
    }

    private static double ofAllSigns(double[] a, double[] b) {
        double observed = 0;
        for (int user = 0; user < a.length; user++) {
            observed += a[user] - b[user];
        }
        int extreme = 0;
        for (int signs = 0; signs < 1 << a.length; signs++) {
            double sum = 0;
            for (int user = 0; user < a.length; user++) {
                sum += (signs >> user & 1) == 0 ? a[user] - b[user] : b[user] - a[user];
            }
            extreme += Math.abs(sum) >= Math.abs(observed) - 1e-9 ? 1 : 0;
        }
        return extreme / (double) (1 << a.length);
    }

    private static double[] values(int users, long seed, double mean) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[users];
        Arrays.setAll(values, user -> mean + random.nextGaussian());
        return values;
    }
}
