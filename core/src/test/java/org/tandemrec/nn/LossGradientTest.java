package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Seed;

/** Losses and their gradients against the formulas in double precision. */
final class LossGradientTest {
    private static final double SAMPLING_RATE = 0.3;
    private static final float SCALE = 0.5f;
    private static final float GUARD = -12345.5f;
    private static final int OFFSET = 5;

    /** How often columns stand among the negatives. */
    enum Weights {
        NONE,
        INTEGER,
        FRACTIONAL;

        float @Nullable [] draw(int n, SplittableRandom random) {
            if (this == NONE) {
                return null;
            }
            float[] weights = new float[n];
            for (int j = 0; j < n; j++) {
                weights[j] = this == INTEGER ? random.nextInt(4) : (float) random.nextDouble(0.05, 3);
            }
            return weights;
        }
    }

    record Case(LossConfig config, Weights weights, float positiveCopies) {}

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (LossConfig.Kind kind : LossConfig.Kind.values()) {
            for (int options = 0; options < 4; options++) {
                float smoothing = kind == LossConfig.Kind.CROSS_ENTROPY && options % 2 == 1 ? 0.2f : 0;
                float elu = kind.isRanking() && options % 2 == 1 ? 0.5f : 0;
                float penalty = options / 2 == 1 ? 1.95f : 0;
                LossConfig config = new LossConfig(kind, smoothing, elu, penalty, 0.75f);
                for (Weights weights : Weights.values()) {
                    cases.add(new Case(config, weights, 0));
                    cases.add(new Case(config, weights, options == 1 ? 1 : 2.5f));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheDifferencesOfTheFormula(Case test) {
        for (int n : new int[] {2, 5, 43}) {
            SplittableRandom random = new Seed(n).child("scores").random();
            float[] scores = new float[n];
            for (int j = 0; j < n; j++) {
                scores[j] = (float) random.nextGaussian() * 2;
            }
            float[] weights = test.weights().draw(n, random);
            int positive = random.nextInt(n);
            if (weights != null) {
                weights[positive] = 1e6f; // to be ignored
                weights[positive == 0 ? 1 : 0] = 1; // one negative at least
            }
            assertAgrees(test.config(), scores, weights, positive, test.positiveCopies());
        }
    }

    @ParameterizedTest
    @EnumSource
    void extremeScoresStayFiniteAndRight(LossConfig.Kind kind) {
        float[][] rows = {
            {80, 80, 80, 80, 80, 80, 80, 80, 80, 80, 80},
            {-80, -80, -80, -80, -80, -80, -80, -80, -80, -80, -80},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {80, -80, 80, -80, -80, 1, 80, -80, 80, -80, 80},
            {-80, 80, -80, 80, 79, 1, -80, 80, -79, 80, -79},
            {-60, 20.01f, -59, -61, -80, 19, -60, -60, -60, -60, -60},
            {-60, 19.99f, -59, -61, -80, 19, -60, -60, -60, -60, -60},
            {40, -60, -59, -61, -80, -62, -60, -60, -60, -60, -60},
        };
        for (float[] scores : rows) {
            for (int positive : new int[] {0, 1, 10}) {
                for (float elu : new float[] {0, 0.5f}) {
                    for (float copies : new float[] {0, 2}) {
                        LossConfig config = new LossConfig(
                                kind,
                                kind == LossConfig.Kind.CROSS_ENTROPY ? 0.1f : 0,
                                kind.isRanking() ? elu : 0,
                                0.01f,
                                0.75f);
                        float[] weights = {1, 2, 0.5f, 1, 3, 1, 1, 0.25f, 1, 1, 2};
                        assertAgrees(config, scores, null, positive, copies);
                        assertAgrees(config, scores, weights, positive, copies);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void multiplicityIsThatManyEqualColumns(Case test) {
        SplittableRandom random = new Seed(9).child("multiplicity").random();
        int n = 29;
        int positive = 11;
        int copies = test.positiveCopies() > 0 ? 2 : 0;
        float[] scores = new float[n];
        float[] weights = new float[n];
        List<Integer> columns = new ArrayList<>();
        for (int j = 0; j < n; j++) {
            scores[j] = (float) random.nextGaussian();
            weights[j] = random.nextInt(4);
            for (int copy = 0; copy < (j == positive ? copies : weights[j]); copy++) {
                columns.add(j);
            }
        }
        columns.add(7, positive);
        float[] spread = new float[columns.size()];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = scores[columns.get(i)];
        }
        Loss loss = Loss.of(test.config(), SAMPLING_RATE);
        double once = loss.row(spread, 0, spread.length, null, 7, 0, SCALE, new float[Loss.scratchSize(spread.length)]);
        double weighted = loss.row(scores, 0, n, weights, positive, copies, SCALE, new float[Loss.scratchSize(n)]);
        assertThat(weighted).isCloseTo(once, within(1e-5 * (1 + once)));
        double[] sums = new double[n];
        for (int i = 0; i < spread.length; i++) {
            sums[columns.get(i)] += spread[i];
        }
        assertThat(CentralDifference.doubles(scores)).containsExactly(sums, within(1e-5));
    }

    private static void assertAgrees(
            LossConfig config, float[] scores, float @Nullable [] weights, int positive, float copies) {
        int n = scores.length;
        float[] row = new float[OFFSET + n + 9];
        Arrays.fill(row, GUARD);
        System.arraycopy(scores, 0, row, OFFSET, n);
        float[] scratch = new float[Loss.scratchSize(n)];
        Arrays.fill(scratch, Float.NaN);
        double loss = Loss.of(config, SAMPLING_RATE).row(row, OFFSET, n, weights, positive, copies, SCALE, scratch);

        boolean ranking = config.loss() != LossConfig.Kind.CROSS_ENTROPY && config.loss() != LossConfig.Kind.GBCE;
        double[] at = CentralDifference.doubles(scores);
        if (ranking && config.elu() > 0) {
            for (int j = 0; j < n; j++) {
                at[j] = at[j] == 0 ? -1e-5 : at[j]; // the derivative at 0 is that from below
            }
        }
        double[] w = weights == null ? null : CentralDifference.doubles(weights);
        double[] expected =
                CentralDifference.of(at, () -> ReferenceLosses.loss(config, SAMPLING_RATE, at, w, positive, copies));
        double reference = ReferenceLosses.loss(config, SAMPLING_RATE, at, w, positive, copies);
        assertThat(loss).as("loss").isCloseTo(reference, within(2e-5 * (1 + Math.abs(reference))));
        for (int j = 0; j < n; j++) {
            double gradient = SCALE * expected[j];
            assertThat((double) row[OFFSET + j])
                    .as("%s, scores %s, positive %d, gradient of %d", config, Arrays.toString(scores), positive, j)
                    .isCloseTo(gradient, within(1e-5 * (1 + Math.abs(gradient))));
        }
        for (int i = 0; i < row.length; i++) {
            if (i < OFFSET || i >= OFFSET + n) {
                assertThat(row[i]).as("guard %d", i).isEqualTo(GUARD);
            }
        }
    }
}
