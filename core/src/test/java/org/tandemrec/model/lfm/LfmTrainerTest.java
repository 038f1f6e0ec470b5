package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.nn.CentralDifference;

class LfmTrainerTest {
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");

    private static TrainingContext context(long seed) {
        return TrainingContext.of(seed).withParallel(Parallel.sequential());
    }

    private static LfmConfig config(Feedback feedback, int factors, int epochs, float learningRate, boolean biases) {
        return LfmConfigs.of(feedback, factors, epochs, learningRate, 0.01f, 0.1f, 4, biases, SampleOrder.SHUFFLED);
    }

    @Test
    void ratingsOfACheckerboard() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 24; user++) {
            for (int item = 0; item < 20; item++) {
                if ((user * 7 + item) % 5 != 0) {
                    rows.addUntimed(user, item, (user + item) % 2 == 0 ? 5 : 1);
                }
            }
        }
        Model model =
                new LfmTrainer(config(Feedback.EXPLICIT, 3, 60, 0.05f, true)).train(rows.build(24, 20), context(1));
        assertThat(model.predictsRatings()).isTrue();
        float[] scores = new float[20];
        for (int user = 0; user < 24; user++) {
            model.score(new Query(user, new int[0]), scores);
            for (int item = 0; item < 20; item++) {
                assertThat(scores[item]).isCloseTo((user + item) % 2 == 0 ? 5 : 1, within(0.7f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRatingIsTheScoreOfItsItem(boolean biases) {
        Interactions training = new Interactions.Builder()
                .addUntimed(0, 0, 1)
                .addUntimed(0, 1, 3)
                .addUntimed(2, 2, 5)
                .addUntimed(2, 1, 4)
                .build(3, 4);
        Model model = new LfmTrainer(config(Feedback.EXPLICIT, 3, 5, 0.05f, biases)).train(training, context(1));
        float[] scores = new float[4];
        for (int user : new int[] {0, 1, 2, Query.UNKNOWN_USER}) {
            model.score(new Query(user), scores);
            for (int item = 0; item < 4; item++) {
                assertThat(model.rating(user, item, Session.UNTIMED)).isCloseTo(scores[item], within(1e-5f));
            }
        }
        assertThat(model.rating(1, 2, 0)).as("no training rating").isEqualTo(model.rating(-1, 2, 0));
        assertThat(model.rating(0, 2, 0)).isNotEqualTo(model.rating(2, 2, 0));
        assertThatThrownBy(() -> model.rating(3, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("users are 0 … 2 or -1 for an unknown one, but the query has 3");
        assertThatThrownBy(() -> model.rating(0, 4, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items are 0 … 3, but the query has 4");
    }

    @Test
    void implicitFeedbackPredictsNoRatings() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 1).build(1, 2);
        Model model = new LfmTrainer(config(Feedback.IMPLICIT, 3, 1, 0.05f, true)).train(training, context(1));
        assertThatThrownBy(() -> model.rating(0, 0, 0))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("lfm of implicit feedback predicts no ratings; train it with feedback explicit");
    }

    @Test
    void theLastRatingOfAPairCounts() {
        Interactions training = new Interactions.Builder()
                .addUntimed(0, 0, 1)
                .addUntimed(0, 1, 3)
                .addUntimed(0, 0, 5)
                .build(1, 2);
        LfmConfig config = config(Feedback.EXPLICIT, 3, 1, 0.1f, true);
        PairGrid grid = new PairGrid(training, config, new Seed(1), Parallel.sequential());
        assertThat(grid.pairs()).isEqualTo(2);
        assertThat(grid.meanRating()).isEqualTo(4);
    }

    /** Half the negative gradient of (y − ŷ)² + λ (|P|² + |Q|² + b²), times the rate, is the step (eqs 2–4). */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneUpdateIsAStepAgainstTheGradientOfTheSample(boolean biases) {
        float rate = 0.01f;
        float lambda = 0.3f;
        double mean = 1.25;
        LfmConfig config = LfmConfigs.of(Feedback.EXPLICIT, 5, 1, rate, lambda, 0.5f, 0, biases, SampleOrder.SHUFFLED);
        Interactions one = new Interactions.Builder().addUntimed(0, 0, 4).build(1, 1);
        TrainingRun run = new LfmTrainer(config).start(one, context(1));
        float[] userBias = biases ? new float[] {0.3f} : new float[0];
        float[] itemBias = biases ? new float[] {-0.2f} : new float[0];
        float[] P = run.state().floats("userFactors");
        float[] Q = run.state().floats("itemFactors");
        run.restore(new ModelState()
                .put("mean", new double[] {mean})
                .put("userFactors", P, 1, 5)
                .put("itemFactors", Q, 1, 5)
                .put("userBias", userBias)
                .put("itemBias", itemBias));
        double loss = run.epoch(1, NOBODY);

        double[] all = new double[12];
        for (int f = 0; f < 5; f++) {
            all[f] = P[f];
            all[5 + f] = Q[f];
        }
        all[10] = biases ? userBias[0] : 0;
        all[11] = biases ? itemBias[0] : 0;
        double[] gradient = CentralDifference.of(all, () -> sampleLoss(all, mean, lambda));
        assertThat(loss).isCloseTo(sampleLoss(all, mean, 0), within(1e-5));
        ModelState after = run.state();
        for (int f = 0; f < 5; f++) {
            assertThat((double) after.floats("userFactors")[f]).isCloseTo(P[f] - rate * gradient[f] / 2, within(1e-6));
            assertThat((double) after.floats("itemFactors")[f])
                    .isCloseTo(Q[f] - rate * gradient[5 + f] / 2, within(1e-6));
        }
        if (biases) {
            assertThat((double) after.floats("userBias")[0]).isCloseTo(0.3 - rate * gradient[10] / 2, within(1e-6));
            assertThat((double) after.floats("itemBias")[0]).isCloseTo(-0.2 - rate * gradient[11] / 2, within(1e-6));
        }
    }

    private static double sampleLoss(double[] all, double mean, double lambda) {
        double error = 4 - mean - all[10] - all[11];
        double norm = 0;
        for (int f = 0; f < 5; f++) {
            error -= all[f] * all[5 + f];
        }
        for (double value : all) {
            norm += value * value;
        }
        return error * error + lambda * norm;
    }

    /** User 0 has item 0, user 1 all others; user 1 stands at zero, so an item's factors move only where user 0 drew it. */
    @Test
    void negativesAreUnseenAndDrawnAnewInEveryEpoch() {
        int items = 60;
        Interactions.Builder rows = new Interactions.Builder().addUntimed(0, 0);
        for (int item = 1; item < items; item++) {
            rows.addUntimed(1, item);
        }
        LfmConfig config = LfmConfigs.of(Feedback.IMPLICIT, 1, 6, 1e-6f, 0, 0.1f, 4, false, SampleOrder.SHUFFLED);
        TrainingRun run = new LfmTrainer(config).start(rows.build(2, items + 5), context(3));
        float[] factors = run.state().floats("itemFactors");
        float[] users = {1, 0};
        List<Set<Integer>> drawn = new ArrayList<>();
        for (int epoch = 1; epoch <= 6; epoch++) {
            run.restore(new ModelState()
                    .put("mean", new double[] {0})
                    .put("userFactors", users, 2, 1)
                    .put("itemFactors", factors, items + 5, 1)
                    .put("userBias", new float[0])
                    .put("itemBias", new float[0]));
            run.epoch(epoch, NOBODY);
            Set<Integer> moved = new TreeSet<>();
            for (int item = 1; item < items + 5; item++) {
                if (run.state().floats("itemFactors")[item] != factors[item]) {
                    moved.add(item);
                }
            }
            drawn.add(moved);
        }
        assertThat(drawn)
                .allSatisfy(moved -> assertThat(moved).hasSizeBetween(1, 4).allMatch(item -> item < items));
        assertThat(Set.copyOf(drawn)).hasSizeGreaterThan(4);
    }

    /** At a rate too small to learn anything, the mean loss is that of the initial factors over every rating once. */
    @ParameterizedTest
    @EnumSource
    void everyOrderVisitsEverySampleOnce(SampleOrder order) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 20; user++) {
            for (int item = 0; item < user; item++) {
                rows.addUntimed(user, (7 * user + item) % 30, 1 + (user * item) % 5);
            }
        }
        Interactions training = rows.build(21, 30);
        LfmConfig config = LfmConfigs.of(Feedback.EXPLICIT, 1, 1, 1e-9f, 0, 1, 0, false, order);
        TrainingRun run = new LfmTrainer(config).start(training, context(1));
        ModelState start = run.state();
        double expected = 0;
        for (int user = 0; user < 21; user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                double error = training.rating(row) - start.doubles("mean")[0];
                error -= start.floats("userFactors")[user] * start.floats("itemFactors")[training.item(row)];
                expected += error * error / training.size();
            }
        }
        assertThat(run.epoch(1, NOBODY)).isCloseTo(expected, within(1e-5));
    }

    @Test
    void whoHasSeenEverythingHasNoNegatives() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 1).build(1, 3);
        LfmConfig config = LfmConfigs.of(Feedback.IMPLICIT, 2, 1, 1e-9f, 0, 0.1f, 4, false, SampleOrder.SHUFFLED);
        TrainingRun run = new LfmTrainer(config).start(training, context(1));
        ModelState start = run.state();
        double loss = run.epoch(1, NOBODY);
        double expected = 0;
        for (int item = 0; item < 2; item++) {
            double error = 1;
            for (int f = 0; f < 2; f++) {
                error -= start.floats("userFactors")[f] * start.floats("itemFactors")[2 * item + f];
            }
            expected += error * error / 2;
        }
        assertThat(loss).as("the mean over the samples that there were").isCloseTo(expected, within(1e-5));
    }

    @Test
    void aHugeLearningRateStopsWithAdvice() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(1, 1).build(2, 2);
        LfmTrainer trainer = new LfmTrainer(config(Feedback.IMPLICIT, 2, 50, 1e9f, false));
        assertThatThrownBy(() -> trainer.train(training, context(1)))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageMatching("lfm: the loss became (NaN|Infinity) in epoch \\d+, batch 1; "
                        + "lower the learning rate \\(now 1.0E9, try 2.5E8\\)");
    }

    @Test
    void whatCannotBeLearnedIsSaid() {
        Interactions unrated = new Interactions.Builder().addUntimed(0, 0).build(1, 1);
        assertThatThrownBy(() -> new LfmTrainer(LfmConfig.EXPLICIT).start(unrated, context(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lfm learns ratings (feedback explicit), but the data has none; use feedback implicit");
        Interactions nothing = new Interactions.Builder().build(1, 1);
        assertThatThrownBy(() -> new LfmTrainer(LfmConfig.DEFAULT).start(nothing, context(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lfm needs at least one training interaction");
        assertThatThrownBy(() -> config(Feedback.IMPLICIT, 0, 1, 0.1f, false))
                .hasMessage("factors must be at least 1, but was 0");
        assertThatThrownBy(() -> LfmConfigs.of(Feedback.IMPLICIT, 2, 1, 0.1f, 0, 0, 1, false, SampleOrder.SHUFFLED))
                .hasMessage("initStd must be above 0 where no biases are learned: factors that start at 0 never move");
        assertThatThrownBy(() -> LfmConfigs.of(Feedback.IMPLICIT, 2, 1, 0.1f, 0, 0.1f, 0, false, SampleOrder.SHUFFLED))
                .hasMessage("implicit feedback needs at least 1 negative per interaction, but negatives was 0");
    }

    @Test
    void aStateOfAnotherShapeIsRejected() {
        Interactions training =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(1, 1).build(2, 2);
        LfmConfig six = config(Feedback.IMPLICIT, 6, 1, 0.1f, false);
        ModelState state = new LfmTrainer(six).train(training, context(1)).state();
        assertThatThrownBy(() -> LfmModel.load(config(Feedback.IMPLICIT, 3, 1, 0.1f, false), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor userFactors has shape [2, 6], but [4, 3] is needed");
        assertThatThrownBy(() -> LfmModel.load(config(Feedback.IMPLICIT, 6, 1, 0.1f, true), state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor userBias has shape [0], but [2] is needed");
    }
}
