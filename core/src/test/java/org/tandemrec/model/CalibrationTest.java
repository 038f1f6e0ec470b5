package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;

class CalibrationTest {
    private static final Parallel ONE = Parallel.sequential();
    private static final int STRIDE = 40;

    /** Lists of a target and its negatives, unused places filled with rubbish. */
    private record Lists(float[] scores, int[] length) {
        Calibration fit() {
            return fit(ONE);
        }

        Calibration fit(Parallel parallel) {
            return Calibration.fit(scores, STRIDE, length, parallel);
        }
    }

    /** Scores from N(mean, std²) whose labels are drawn with probability σ(a · score + b), dealt to lists. */
    private static Lists simulate(int samples, double a, double b, double mean, double std) {
        SplittableRandom random = new SplittableRandom(11);
        List<Float> targets = new ArrayList<>();
        List<Float> negatives = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            float score = (float) (mean + std * random.nextGaussian());
            boolean target = random.nextDouble() < 1 / (1 + Math.exp(-a * score - b));
            (target ? targets : negatives).add(score);
        }
        float[] scores = new float[targets.size() * STRIDE];
        Arrays.fill(scores, 1e9f);
        int[] length = new int[targets.size()];
        for (int list = 0; list < length.length; list++) {
            scores[list * STRIDE] = targets.get(list);
            length[list] = 1;
        }
        for (int i = 0; i < negatives.size(); i++) {
            int list = i % length.length;
            scores[list * STRIDE + length[list]++] = negatives.get(i);
        }
        return new Lists(scores, length);
    }

    @ParameterizedTest
    @CsvSource({"1.5,-2,0,1", "-0.7,-1,0,2", "30,-2,0.01,0.05", "0.02,-4,100,30"})
    void recoversTheSlopeThatMadeTheLabels(double a, double b, double mean, double std) {
        Calibration fit = simulate(40_000, a, b, mean, std).fit();
        assertThat(fit.scale() * std).isCloseTo(a * std, within(0.08));
        assertThat(fit.logit(mean)).isCloseTo(a * mean + b, within(0.08));
        assertThat(fit.probability(mean)).isEqualTo(1 / (1 + StrictMath.exp(-fit.logit(mean))));
    }

    /** The log loss by brute force: the best point has no better neighbour. */
    @Test
    void isTheMinimumOfTheLogLoss() {
        Lists lists = simulate(3000, 1.2, -1.5, 0.5, 1);
        Calibration fit = lists.fit();
        double best = logLoss(lists, fit.scale(), fit.offset());
        for (double step : new double[] {1e-2, -1e-2, 1e-3, -1e-3}) {
            assertThat(logLoss(lists, fit.scale() + step, fit.offset())).isGreaterThan(best);
            assertThat(logLoss(lists, fit.scale(), fit.offset() + step)).isGreaterThan(best);
            assertThat(logLoss(lists, fit.scale() + step, fit.offset() - step / 2))
                    .isGreaterThan(best);
        }
    }

    private static double logLoss(Lists lists, double a, double b) {
        double loss = 0;
        for (int list = 0; list < lists.length.length; list++) {
            for (int j = 0; j < lists.length[list]; j++) {
                double logit = a * lists.scores[list * STRIDE + j] + b;
                loss += Math.log1p(Math.exp(j == 0 ? -logit : logit));
            }
        }
        return loss;
    }

    @ParameterizedTest
    @CsvSource({"0", "0.1", "-7.3", "1e8"})
    void constantScoresGiveTheShareOfTargets(float score) {
        float[] scores = new float[2000 * STRIDE];
        Arrays.fill(scores, score);
        int[] length = new int[2000];
        Arrays.fill(length, 4);
        Calibration fit = new Lists(scores, length).fit();
        assertThat(fit.scale()).isZero();
        assertThat(fit.probability(score)).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void aSmallSpreadFarFromZeroIsStillSeen() {
        Lists lists = simulate(20_000, 100, -6400 * 100.0 - 1.5, 6400, 0.01);
        Calibration fit = lists.fit();
        assertThat(fit.scale() * 0.01).isCloseTo(1, within(0.15));
        assertThat(fit.probability(6400)).isCloseTo(1 / (1 + Math.exp(1.5)), within(0.02));
    }

    @Test
    void separableScoresStayFinite() {
        int[] length = new int[50];
        Arrays.fill(length, 3);
        float[] scores = new float[50 * STRIDE];
        for (int list = 0; list < 50; list++) {
            scores[list * STRIDE] = 2 + list * 0.01f;
        }
        Calibration fit = new Lists(scores, length).fit();
        assertThat(fit.scale()).isPositive().isFinite();
        assertThat(fit.offset()).isNegative().isFinite();
        assertThat(fit.probability(2)).isGreaterThan(0.99);
        assertThat(fit.probability(0)).isLessThan(0.01);
    }

    @Test
    void bothLabelsAreNeeded() {
        assertThatThrownBy(() -> Calibration.fit(new float[4], 2, new int[] {1, 1}, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a calibration needs targets and negatives, but there are 2 and 0; "
                        + "negatives are candidates that a target's user never interacts with");
        assertThatThrownBy(() -> Calibration.fit(new float[0], 2, new int[0], ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a calibration needs targets and negatives, but there are 0 and 0;");
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Lists lists = simulate(30_000, 1.5, -2, 0, 1);
        assertThat(lists.length.length).as("several tasks").isGreaterThan(3000);
        Calibration one = lists.fit();
        for (int threads = 2; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                assertThat(lists.fit(parallel)).isEqualTo(one);
            }
        }
    }
}
