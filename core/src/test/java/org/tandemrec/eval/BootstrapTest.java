package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

class BootstrapTest {
    private static final Seed SEED = new Seed(5);

    @Test
    void ofManyUsersTheIntervalIsThatOfTheNormalDistribution() {
        double[] values = gaussian(2000, 1);
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / values.length;
        double error = Math.sqrt(variance / values.length);
        Interval interval = Bootstrap.interval(values, 0.95, 10_000, SEED);
        assertThat(interval.low()).isCloseTo(mean - 1.96 * error, within(0.08 * error));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * error, within(0.08 * error));
    }

    /** Of the intervals of 300 samples about 95 % hold the true mean; the standard deviation of that is 1.3 %. */
    @Test
    void theTrueMeanLiesInsideAsOftenAsStated() {
        int inside = 0;
        for (int sample = 0; sample < 300; sample++) {
            inside += Bootstrap.interval(gaussian(100, sample), 0.95, 400, SEED.child(sample))
                            .contains(3)
                    ? 1
                    : 0;
        }
        assertThat(inside).isBetween(270, 297);
    }

    /** Two users with 0 and 1: the mean of a resample is 0 or 1 with a chance of 1/4 each, else 1/2. */
    @Test
    void theEndsArePercentilesOfTheResampledMeans() {
        double[] values = {0, 1};
        assertThat(Bootstrap.interval(values, 0.6, 4000, SEED)).isEqualTo(new Interval(0, 1));
        assertThat(Bootstrap.interval(values, 0.4, 4000, SEED)).isEqualTo(new Interval(0.5, 0.5));
        assertThat(Bootstrap.interval(new double[] {0.25}, 0.95, 10, SEED)).isEqualTo(new Interval(0.25, 0.25));
    }

    @Test
    void moreConfidenceNeverMakesAnIntervalNarrower() {
        double[] values = gaussian(50, 4);
        Interval last = Bootstrap.interval(values, 0.01, 500, SEED);
        for (double confidence : new double[] {0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.9999}) {
            Interval next = Bootstrap.interval(values, confidence, 500, SEED);
            assertThat(next.low()).isLessThanOrEqualTo(last.low());
            assertThat(next.high()).isGreaterThanOrEqualTo(last.high());
            last = next;
        }
        assertThat(last.halfWidth()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void figuresShareResamplesForAnyNumberOfThreads(int threads) {
        double[] one = gaussian(333, 1);
        double[] other = gaussian(333, 2);
        try (Parallel parallel = new Parallel(threads)) {
            assertThat(Bootstrap.intervals(List.of(one, other), 0.95, 101, SEED, parallel))
                    .containsExactly(
                            Bootstrap.interval(one, 0.95, 101, SEED), Bootstrap.interval(other, 0.95, 101, SEED));
            assertThat(Bootstrap.intervals(List.of(), 0.95, 101, SEED, parallel))
                    .isEmpty();
        }
        assertThat(Bootstrap.interval(one, 0.95, 101, SEED))
                .isNotEqualTo(Bootstrap.interval(one, 0.95, 101, SEED.child(1)));
    }

    @Test
    void whatMakesNoIntervalIsRefused() {
        assertThatThrownBy(() -> Bootstrap.interval(new double[0], 0.95, 10, SEED))
                .hasMessage("an interval needs the value of at least 1 user, but there was none");
        assertThatThrownBy(() -> Bootstrap.interval(new double[] {1, Double.NaN}, 0.95, 10, SEED))
                .hasMessage("the values of users must be finite, but the one at 1 was NaN");
        assertThatThrownBy(() -> Bootstrap.interval(new double[] {1}, 1, 10, SEED))
                .hasMessage("a confidence must be between 0 and 1, but was 1.0");
        assertThatThrownBy(() -> Bootstrap.interval(new double[] {1}, 0.95, 0, SEED))
                .hasMessage("a bootstrap needs at least 1 resample, but was to draw 0");
        assertThatThrownBy(() -> Bootstrap.intervals(
                        List.of(new double[2], new double[3]), 0.95, 10, SEED, Parallel.sequential()))
                .hasMessage("all figures must be of the same users, but one has 2 values and another 3");
        assertThatThrownBy(() -> new Interval(2, 1))
                .hasMessage("an interval's low end must not be above its high end, but they were 2.0 and 1.0");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Of mean 3 and standard deviation 2. */
    private static double[] gaussian(int users, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[users];
        Arrays.setAll(values, user -> 3 + 2 * random.nextGaussian());
        return values;
    }
}
