package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.tandemrec.nn.LossConfig.Kind.BPR;
import static org.tandemrec.nn.LossConfig.Kind.BPR_MAX;
import static org.tandemrec.nn.LossConfig.Kind.CROSS_ENTROPY;
import static org.tandemrec.nn.LossConfig.Kind.GBCE;
import static org.tandemrec.nn.LossConfig.Kind.TOP1;
import static org.tandemrec.nn.LossConfig.Kind.TOP1_MAX;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Losses worked out by hand, and what rows may not be. */
final class LossTest {
    private static final double LN_2 = Math.log(2);
    private static final double LN_3 = Math.log(3);

    private static LossConfig config(LossConfig.Kind kind) {
        return new LossConfig(kind, 0, 0, 0, 0.5f);
    }

    private static void assertRow(
            LossConfig config,
            double[] scores,
            float @Nullable [] weights,
            int positive,
            float copies,
            double loss,
            double... gradient) {
        float[] row = new float[scores.length];
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) scores[j];
        }
        double actual = Loss.of(config, 0.5)
                .row(row, 0, row.length, weights, positive, copies, 1, new float[Loss.scratchSize(row.length)]);
        assertThat(actual).isCloseTo(loss, within(1e-6));
        assertThat(CentralDifference.doubles(row)).containsExactly(gradient, within(1e-6));
    }

    @Test
    void crossEntropyByHand() {
        double[] scores = {0, LN_2, LN_3}; // exponentials 1, 2, 3 of sum 6: probability of the positive 1/3
        assertRow(config(CROSS_ENTROPY), scores, null, 1, 0, LN_3, 1 / 6.0, -2 / 3.0, 1 / 2.0);
        // 2 * 1 + (1 + 1) * 2 + 1 * 3 = 9, the positive's weight 7 counts for nothing
        float[] weights = {2, 7, 1};
        assertRow(config(CROSS_ENTROPY), scores, weights, 1, 1, Math.log(9 / 2.0), 2 / 9.0, -5 / 9.0, 3 / 9.0);
    }

    @Test
    void labelSmoothingByHand() {
        double[] scores = {0, LN_2, LN_3}; // targets 0.1, 0.8, 0.1
        LossConfig smoothed = new LossConfig(CROSS_ENTROPY, 0.3f, 0, 0, 0);
        double loss = Math.log(6) - 0.8 * LN_2 - 0.1 * LN_3;
        assertRow(smoothed, scores, null, 1, 0, loss, 1 / 6.0 - 0.1, 1 / 3.0 - 0.8, 1 / 2.0 - 0.1);
        // columns count 3, 1 + 1 and 1 times: targets 0.15, 0.7 + 0.1 and 0.05; 3 * 1 + 2 * 2 + 3 = 10
        double weighted = Math.log(10) - 0.8 * LN_2 - 0.05 * LN_3;
        assertRow(smoothed, scores, new float[] {3, 0, 1}, 1, 1, weighted, 0.3 - 0.15, 0.4 - 0.8, 0.3 - 0.05);
    }

    @Test
    void generalizedBceByHand() {
        // beta = 0.5 (0.5 (1 - 2) + 2) = 0.75; sigmoid(ln 3) = 3/4, sigmoid(0) = 1/2
        double loss = 0.75 * Math.log(4 / 3.0) + 2 * LN_2;
        assertRow(config(GBCE), new double[] {LN_3, 0}, new float[] {9, 2}, 0, 0, loss, -0.75 / 4, 2 / 2.0);
        // a copy of the positive adds -log(1 - 3/4), gradient 3/4
        assertRow(config(GBCE), new double[] {LN_3, 0}, null, 0, 1, loss - LN_2 + Math.log(4), -0.1875 + 0.75, 0.5);
    }

    @Test
    void bprByHand() {
        double[] scores = {0, LN_3, LN_3}; // above the negatives by ln 3 and 0: sigmoids 3/4 and 1/2
        double loss = (Math.log(4 / 3.0) + LN_2) / 2;
        assertRow(config(BPR), scores, null, 2, 0, loss, 1 / 8.0, 1 / 4.0, -3 / 8.0);
        // a copy has sigmoid 1/2 and pulls as much as it pushes
        assertRow(config(BPR), scores, new float[] {0, 1, 0}, 2, 1, LN_2, 0, 1 / 4.0, -1 / 4.0);
    }

    @Test
    void eluByHand() {
        // ELU of -ln 2 is 0.5 (1/2 - 1) = -1/4 with slope 0.5 / 2; the negative is above it by ln 3
        LossConfig elu = new LossConfig(BPR, 0, 0.5f, 0, 0);
        assertRow(elu, new double[] {-LN_2, LN_3 - 0.25}, null, 0, 0, Math.log(4), -3 / 16.0, 3 / 4.0);
    }

    @Test
    void bprMaxByHand() {
        // softmax 1/4, 3/4 times sigmoids 3/4, 1/2: 3/16 + 6/16 = 9/16, of which the shares are 1/3 and 2/3;
        // gradients 1/4 - 1/3 * 3/4, 3/4 - 2/3 * 1/2 and -(1/3 * 1/4 + 2/3 * 1/2)
        double[] scores = {0, LN_3, LN_3};
        assertRow(config(BPR_MAX), scores, null, 2, 0, Math.log(16 / 9.0), 0, 5 / 12.0, -5 / 12.0);
        // mean square 3/4 ln^2 3
        double square = 0.75 * LN_3 * LN_3;
        LossConfig regularized = new LossConfig(BPR_MAX, 0, 0, 2, 0);
        assertRow(
                regularized,
                scores,
                null,
                2,
                0,
                Math.log(16 / 9.0) + 2 * square,
                -2 * square / 4,
                5 / 12.0 + 2 * 0.75 * (2 * LN_3 + LN_3 * LN_3 - square),
                -5 / 12.0);
    }

    @Test
    void top1ByHand() {
        // sigmoid(0 - ln 3) = 1/4 with slope 3/16, sigmoid(0^2) = 1/2 with slope 0
        assertRow(config(TOP1), new double[] {0, LN_3}, null, 1, 0, 3 / 4.0, 3 / 16.0, -3 / 16.0);
        // r = sqrt(ln 3) for both: sigmoid(0) = 1/2 with slope 1/4, sigmoid(ln 3) = 3/4 with slope 2 r 3/16
        double r = Math.sqrt(LN_3);
        assertRow(config(TOP1), new double[] {r, r}, null, 1, 0, 5 / 4.0, 1 / 4.0 + r * 3 / 8, -1 / 4.0);
        // with the positive's own copy among two negatives, its regulariser pushes it, too
        assertRow(config(TOP1), new double[] {r, r}, null, 1, 1, 5 / 4.0, 1 / 8.0 + r * 3 / 16, r * 3 / 16 - 1 / 8.0);
    }

    @Test
    void top1MaxByHand() {
        // negatives 0 and 1, s = sigmoid(1): softmax 1 - s and s, terms 1/2 + 1/2 and s + s
        double s = 1 / (1 + Math.exp(-1));
        double loss = 1 - s + 2 * s * s;
        double slope = s * (1 - s);
        assertRow(
                config(TOP1_MAX),
                new double[] {0, 0, 1},
                null,
                0,
                0,
                loss,
                -(1 - s) / 4 - s * slope,
                (1 - s) * (1 - loss + 1 / 4.0),
                s * (2 * s - loss + slope + 2 * slope));
    }

    @ParameterizedTest
    @EnumSource
    void nanGivesNan(LossConfig.Kind kind) {
        for (int n : new int[] {1, 2, 9, 40}) {
            for (int broken = 0; broken < n; broken++) {
                for (float copies : new float[] {0, 1}) {
                    float[] scores = new float[n];
                    scores[broken] = Float.NaN;
                    LossConfig config =
                            new LossConfig(kind, kind == CROSS_ENTROPY ? 0.1f : 0, kind.isRanking() ? 0.5f : 0, 1, 1);
                    double loss = Loss.of(config, 1)
                            .row(scores, 0, n, null, n / 2, copies, 1, new float[Loss.scratchSize(n)]);
                    assertThat(loss).as("%d columns, %d is NaN", n, broken).isNaN();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CROSS_ENTROPY, 0", "GBCE, 0.69314718", "BPR, 0", "BPR_MAX, 0", "TOP1, 0", "TOP1_MAX, 0"})
    void withoutNegatives(LossConfig.Kind kind, double loss) {
        // the binary cross-entropy is that of the positive alone: ln 2 with gradient -1/2
        double gradient = kind == GBCE ? -0.5 : 0;
        LossConfig config = new LossConfig(kind, 0, kind.isRanking() ? 0.5f : 0, 1, 0);
        assertRow(config, new double[] {0}, null, 0, 0, loss, gradient);
        assertRow(config, new double[] {50, 0, -3}, new float[] {0, 5, 0}, 1, 0, loss, 0, gradient, 0);
    }

    @Test
    void samplingRateOfAllItemsNeedsNoCalibration() {
        LossConfig calibrated = new LossConfig(GBCE, 0, 0, 0, 1);
        for (double rate : new double[] {1, 1.5}) {
            float[] scores = {0};
            assertThat(Loss.of(calibrated, rate).row(scores, 0, 1, null, 0, 0, 1, new float[Loss.scratchSize(1)]))
                    .isCloseTo(LN_2, within(1e-9));
        }
        assertThatThrownBy(() -> Loss.of(calibrated, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("samplingRate (negatives / (items - 1)) must be above 0, but was 0.0");
    }

    @ParameterizedTest
    @EnumSource
    void brokenRowsFail(LossConfig.Kind kind) {
        Loss loss = Loss.of(config(kind), 1);
        float[] scores = new float[4];
        float[] scratch = new float[Loss.scratchSize(3)];
        assertFails("a row must be", () -> loss.row(scores, 2, 3, null, 0, 0, 1, scratch));
        assertFails("a row must be", () -> loss.row(scores, 0, 0, null, 0, 0, 1, scratch));
        assertFails("weights must be", () -> loss.row(scores, 1, 3, new float[2], 0, 0, 1, scratch));
        assertFails("positive must be", () -> loss.row(scores, 1, 3, null, 3, 0, 1, scratch));
        assertFails("positiveCopies must be", () -> loss.row(scores, 1, 3, null, 0, -1, 1, scratch));
        assertFails("scratch must have", () -> loss.row(scores, 0, 4, null, 0, 0, 1, scratch));
    }

    @Test
    void brokenSettingsFail() {
        assertFails("labelSmoothing must be", () -> new LossConfig(CROSS_ENTROPY, 1, 0, 0, 0));
        assertFails(
                "labelSmoothing belongs to loss cross-entropy alone, but was 0.1",
                () -> new LossConfig(BPR, 0.1f, 0, 0, 0));
        assertFails("elu belongs to the losses bpr", () -> new LossConfig(GBCE, 0, 0.5f, 0, 0));
        assertFails("elu must be", () -> new LossConfig(BPR, 0, -1, 0, 0));
        assertFails("scoreRegularization must be", () -> new LossConfig(BPR_MAX, 0, 0, Float.NaN, 0));
        assertFails("calibration must be", () -> new LossConfig(GBCE, 0, 0, 0, 1.5f));
    }

    private static void assertFails(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}
