package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.FactorRows;
import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.Loss;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig;
import org.tandemrec.model.lfm.LfmConfig.RateConfig;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;
import org.tandemrec.nn.CentralDifference;

/** One step of every loss against the gradient of the sample's loss and penalty by central differences. */
class DescentTest {
    private static final int F = 11;
    private static final float RATE = 0.01f;
    private static final float USER_PENALTY = 0.3f;
    private static final float ITEM_PENALTY = 0.2f;
    /** P_u, Q_i, Q_j, b_u, b_i, b_j. */
    private static final int SIZE = 3 * F + 3;

    private static LfmConfig config(Loss loss, boolean biases, boolean adagrad) {
        return new LfmConfig(
                Feedback.IMPLICIT,
                loss,
                F,
                1,
                new RateConfig(RATE, 1, adagrad),
                PenaltyConfig.perSample(0),
                1,
                NegativesConfig.uniform(1),
                biases ? TermsConfig.BIASES : TermsConfig.NONE,
                SampleOrder.SHUFFLED);
    }

    static Stream<Arguments> cases() {
        return Stream.of(Loss.values())
                .flatMap(loss -> Stream.of(true, false).map(biases -> Arguments.arguments(loss, biases)));
    }

    private static double[] numbers(boolean biases) {
        var random = new Seed(4).random();
        double[] all = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            all[i] = i < 3 * F || biases ? (float) (random.nextGaussian() * 0.5) : 0;
        }
        return all;
    }

    private static double dot(double[] all, int item) {
        double dot = 0;
        for (int f = 0; f < F; f++) {
            dot += all[f] * all[F + item * F + f];
        }
        return dot;
    }

    private static double loss(Loss loss, double[] all) {
        double i = dot(all, 0) + all[3 * F + 1];
        return switch (loss) {
            case SQUARED -> Math.pow(1 - i - all[3 * F], 2) / 2;
            case LOGISTIC -> Math.log1p(Math.exp(-i - all[3 * F]));
            case BPR -> Math.log1p(Math.exp(dot(all, 1) + all[3 * F + 2] - i));
        };
    }

    /** Half of lambda times the squares of what the sample touches. */
    private static double penalty(Loss loss, double[] all) {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            boolean ofUser = i < F || i == 3 * F;
            boolean ofLower = (i >= 2 * F && i < 3 * F) || i == 3 * F + 2;
            boolean touched = loss == Loss.BPR ? i != 3 * F : !ofLower;
            sum += touched ? (ofUser ? USER_PENALTY : ITEM_PENALTY) * all[i] * all[i] / 2 : 0;
        }
        return sum;
    }

    private static FactorRows rows(double[] all, boolean biases) {
        float[] items = new float[2 * F];
        float[] user = new float[F];
        for (int f = 0; f < F; f++) {
            user[f] = (float) all[f];
            items[f] = (float) all[F + f];
            items[F + f] = (float) all[2 * F + f];
        }
        float[] none = {};
        return new FactorRows(
                F,
                0,
                user,
                items,
                biases ? new float[] {(float) all[3 * F]} : none,
                biases ? new float[] {(float) all[3 * F + 1], (float) all[3 * F + 2]} : none,
                new float[] {USER_PENALTY},
                new float[] {ITEM_PENALTY, ITEM_PENALTY});
    }

    private static double[] numbers(FactorRows rows) {
        double[] all = new double[SIZE];
        for (int f = 0; f < F; f++) {
            all[f] = rows.users()[f];
            all[F + f] = rows.items()[f];
            all[2 * F + f] = rows.items()[F + f];
        }
        if (rows.biased()) {
            all[3 * F] = rows.userBias()[0];
            all[3 * F + 1] = rows.itemBias()[0];
            all[3 * F + 2] = rows.itemBias()[1];
        }
        return all;
    }

    private static Samples sample(Loss loss) {
        Samples samples = new Samples(loss == Loss.BPR);
        samples.require(1);
        if (loss == Loss.BPR) {
            samples.addPair(0, 0, 0, 1);
        } else {
            samples.add(0, 0, 0, 1);
        }
        return samples;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStepGoesAgainstTheGradient(Loss loss, boolean biases) {
        double[] before = numbers(biases);
        FactorRows rows = rows(before, biases);
        double returned =
                new Descent(config(loss, biases, false), rows, new float[0], new float[0]).run(sample(loss), RATE);
        double[] all = before.clone();
        double[] gradient = CentralDifference.of(all, () -> loss(loss, all) + penalty(loss, all));
        assertThat(returned).isCloseTo(loss(loss, before) * (loss == Loss.SQUARED ? 2 : 1), within(1e-5));
        double[] after = numbers(rows);
        for (int i = 0; i < SIZE; i++) {
            if (i < 3 * F || biases) {
                assertThat(after[i]).as("%d", i).isCloseTo(before[i] - RATE * gradient[i], within(1e-6));
            }
        }
    }

    /** With Adagrad the steps of a row are those of its own rate: rate / sqrt(1 + the mean squared gradient of its factors). */
    @ParameterizedTest
    @EnumSource
    void adagradDividesByWhatTheRowHasSeen(Loss loss) {
        double[] before = numbers(true);
        FactorRows rows = rows(before, true);
        LfmConfig config = config(loss, true, true);
        float[] userSquares = Descent.squares(config, 1);
        float[] itemSquares = Descent.squares(config, 2);
        new Descent(config, rows, userSquares, itemSquares).run(sample(loss), RATE);
        double[] all = before.clone();
        double[] gradient = CentralDifference.of(all, () -> loss(loss, all) + penalty(loss, all));
        ToDoubleFunction<Integer> squares = row -> {
            double sum = 1;
            for (int f = 0; f < F; f++) {
                sum += gradient[row * F + f] * gradient[row * F + f] / F;
            }
            return sum;
        };
        assertThat((double) userSquares[0]).isCloseTo(squares.applyAsDouble(0), within(1e-5));
        assertThat((double) itemSquares[0]).isCloseTo(squares.applyAsDouble(1), within(1e-5));
        assertThat((double) itemSquares[1]).isCloseTo(squares.applyAsDouble(2), within(1e-5));
        double[] after = numbers(rows);
        for (int i = 0; i < SIZE; i++) {
            int row = i < 3 * F ? i / F : i - 3 * F;
            double rate = RATE / Math.sqrt(squares.applyAsDouble(row));
            assertThat(after[i]).as("%d", i).isCloseTo(before[i] - rate * gradient[i], within(1e-6));
        }
    }
}
