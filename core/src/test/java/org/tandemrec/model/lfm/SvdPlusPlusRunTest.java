package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
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
import org.tandemrec.model.lfm.LfmConfig.Loss;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig.Per;
import org.tandemrec.model.lfm.LfmConfig.RateConfig;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;
import org.tandemrec.nn.CentralDifference;

class SvdPlusPlusRunTest {
    private static final ProgressListener.Task NOBODY = ProgressListener.NONE.start("", 0, "");
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final TermsConfig ALL = new TermsConfig(true, true, 3, true);

    private static TrainingContext context(long seed) {
        return TrainingContext.of(seed).withParallel(Parallel.sequential());
    }

    private static LfmConfig config(
            TermsConfig terms, int factors, int epochs, RateConfig rate, PenaltyConfig penalty) {
        return new LfmConfig(
                Feedback.EXPLICIT,
                Loss.SQUARED,
                factors,
                epochs,
                rate,
                penalty,
                0.1f,
                NegativesConfig.NONE,
                terms,
                SampleOrder.BY_USER);
    }

    private static LfmConfig config(TermsConfig terms, int epochs) {
        return config(terms, 4, epochs, RateConfig.constant(0.02f), PenaltyConfig.perSample(0.02f));
    }

    /** Three users with up to 6 ratings of 6 items, some twice, over 30 days. */
    private static Interactions few() {
        Interactions.Builder rows = new Interactions.Builder();
        SplittableRandom random = new SplittableRandom(3);
        for (int user = 0; user < 3; user++) {
            for (int event = 0; event < 4 + user; event++) {
                rows.add(user, random.nextInt(6), 1 + random.nextInt(5), DAY * (100 + random.nextInt(30)));
            }
        }
        return rows.build(4, 7); // a user and an item without a rating
    }

    /** Half the negative gradient of the loss of all ratings, times the rate, is an epoch, as far as the rate is small. */
    @ParameterizedTest
    @CsvSource({
        "true, true, 0, false, SAMPLE",
        "true, true, 0, false, ROW",
        "false, true, 0, false, SAMPLE",
        "true, false, 3, false, SAMPLE",
        "true, false, 3, false, ROW",
        "true, false, 0, true, SAMPLE",
        "true, false, 0, true, ROW",
        "true, true, 3, true, SAMPLE",
        "true, true, 3, true, ROW"
    })
    void anEpochIsAStepAgainstTheGradient(boolean biases, boolean implicit, int bins, boolean drift, Per per) {
        float rate = 4e-4f;
        PenaltyConfig penalty = new PenaltyConfig(0.3f, per);
        LfmConfig config = config(
                new TermsConfig(biases, implicit, bins, drift), 5, 3, new RateConfig(rate, 0.5f, false), penalty);
        Interactions ratings = few();
        RatingsLoss loss = new RatingsLoss(config, ratings, new SplittableRandom(7));
        TrainingRun run = new LfmTrainer(config).start(ratings, context(1));
        run.restore(loss.state());
        double[] before = loss.parameters().clone();
        double[] gradient = loss.gradient();

        double trained = run.epoch(3, NOBODY);
        double[] after = loss.parametersOf(run.state());
        for (int i = 0; i < before.length; i++) {
            assertThat((after[i] - before[i]) / (rate / 4)) // two epochs' decay by half
                    .as("parameter %d", i)
                    .isCloseTo(-gradient[i] / 2, within(0.01 + 0.005 * Math.abs(gradient[i])));
        }
        assertThat(trained).isCloseTo(loss.meanSquaredError(), within(0.01));
    }

    /** What is applied at the end of a user's turn equals a step of every Y_j at every rating. */
    @Test
    void aTurnEqualsStepsOfAllRowsAtEveryRating() {
        Interactions three = new Interactions.Builder()
                .add(0, 0, 5, DAY)
                .add(0, 1, 1, 2 * DAY)
                .add(0, 3, 4, 5 * DAY)
                .build(1, 4);
        LfmConfig config = config(
                new TermsConfig(false, true, 0, false), 5, 1, RateConfig.constant(0.1f), PenaltyConfig.perSample(0.2f));
        RatingsLoss start = new RatingsLoss(config, three, new SplittableRandom(8));
        TrainingRun run = new LfmTrainer(config).start(three, context(1));
        run.restore(start.state());
        run.epoch(1, NOBODY);
        double[] trained = start.parametersOf(run.state());
        double closest = Double.POSITIVE_INFINITY;
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            double[] stepped = start.stepByStep(order, 0.1, 0.2);
            double farthest = 0;
            for (int i = 0; i < stepped.length; i++) {
                farthest = Math.max(farthest, Math.abs(stepped[i] - trained[i]));
            }
            closest = Math.min(closest, farthest);
        }
        assertThat(closest).as("in one of the six orders").isLessThan(2e-6);
    }

    @Test
    void aDriftOfUsersIsFound() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 30; user++) {
            for (int day = 0; day < 40; day++) {
                rows.add(user, (day * 7 + user) % 40, driftingRating(user, day), day * DAY);
            }
        }
        Interactions training = rows.build(30, 40);
        double with = driftError(new TermsConfig(true, false, 0, true), training);
        assertThat(with).isLessThan(0.15);
        assertThat(driftError(new TermsConfig(true, true, 0, false), training)).isGreaterThan(4 * with);
    }

    /** Half of the users rise with Koren's function of time, half of them fall. */
    private static float driftingRating(int user, double day) {
        double days = day - 19.5;
        double deviation = Math.signum(days) * Math.pow(Math.abs(days) / 39, 0.4);
        return (float) (3 + (user % 2 == 0 ? 1.5 : -1.5) * deviation);
    }

    /** The error at times between those of training. */
    private static double driftError(TermsConfig terms, Interactions training) {
        Model model = new LfmTrainer(config(terms, 40)).train(training, context(2));
        double sum = 0;
        for (int user = 0; user < 30; user++) {
            for (int day = 0; day < 40; day++) {
                sum += Math.abs(model.rating(user, day, day * DAY + DAY / 2) - driftingRating(user, day + 0.5));
            }
        }
        return sum / 1200;
    }

    @Test
    void binsOfItemsAreFound() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 12; item++) {
                int day = (user * 5 + item * 11) % 30;
                rows.add(user, item, binnedRating(item, day), day * DAY);
            }
        }
        Interactions training = rows.build(60, 12);
        Model model = new LfmTrainer(config(new TermsConfig(true, false, 3, false), 60)).train(training, context(3));
        for (int item = 0; item < 12; item++) {
            for (int day : new int[] {-100, 0, 9, 10, 15, 19, 20, 29, 1000}) {
                assertThat(model.rating(0, item, Math.max(0, day * DAY + DAY / 10)))
                        .as("item %d on day %d", item, day)
                        .isCloseTo(binnedRating(item, day), within(0.6f));
            }
        }
    }

    /** Every item is liked in one third of the time. */
    private static float binnedRating(int item, int day) {
        return Math.clamp(day / 10, 0, 2) == item % 3 ? 5 : 2;
    }

    /**
     * What users rate tells what they like, while how they rate it does not: those of item 0 or 1 like item 8, those of items 2
     * or 3 do not.
     */
    @Test
    void whatIsRatedSpeaksOfUsersWhoseRatingsSayNothing() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 80; user++) {
            int group = user % 2;
            rows.add(user, 2 * group, 3, DAY).add(user, 2 * group + 1, 3, DAY);
            if (user < 60) {
                rows.add(user, 8, group == 0 ? 5 : 1, DAY);
            }
        }
        Interactions training = rows.build(80, 9);
        LfmTrainer implicit = new LfmTrainer(config(new TermsConfig(true, true, 0, false), 120));
        Model model = implicit.train(training, context(4));
        for (int user = 60; user < 80; user++) {
            assertThat(model.rating(user, 8, DAY)).isCloseTo(user % 2 == 0 ? 5 : 1, within(0.8f));
        }
        float[] scores = new float[9];
        model.score(new Query(Query.UNKNOWN_USER, new int[] {0, 1, 1}), scores);
        float liked = scores[8];
        model.score(new Query(Query.UNKNOWN_USER, new int[] {2, 3}), scores);
        assertThat(liked - scores[8]).as("of someone never seen").isGreaterThan(2);
    }

    /** No other factors of a new user, and no other bias, have a smaller loss: the penalty is on P alone, not on the implicit term. */
    @Test
    void aNewUsersRatingsAreFoldedInAroundTheImplicitTerm() {
        LfmConfig config = config(new TermsConfig(true, true, 0, false), 5);
        Interactions training = few();
        LfmModel model = (LfmModel) new LfmTrainer(config).train(training, context(7));
        int[] items = {training.item(0), training.item(training.end(2) - 1)};
        assertThat(items[0]).isNotEqualTo(items[1]);
        float[] ratings = {5, 2};
        double[] solved = CentralDifference.doubles(model.foldIn().user(items, ratings));
        double[] z = new double[4];
        ModelState state = model.state();
        for (int f = 0; f < 4; f++) {
            for (int item : items) {
                z[f] += state.floats("implicitFactors")[item * 4 + f] / Math.sqrt(2);
            }
        }
        double[] gradient = CentralDifference.of(solved, () -> {
            double loss = 0;
            for (int k = 0; k < 2; k++) {
                double error = ratings[k] - state.doubles("mean")[0] - state.floats("itemBias")[items[k]] - solved[4];
                for (int f = 0; f < 4; f++) {
                    double p = solved[f] - z[f];
                    error -= solved[f] * state.floats("itemFactors")[items[k] * 4 + f];
                    loss += 0.02 * p * p;
                }
                loss += error * error + 0.02 * solved[4] * solved[4];
            }
            return loss;
        });
        assertThat(gradient).containsExactly(new double[5], within(1e-4));
    }

    @Test
    void aCheckpointGoesOnAsIfNothingHadHappened() {
        Interactions training = few();
        LfmTrainer trainer = new LfmTrainer(config(ALL, 3));
        TrainingRun whole = trainer.start(training, context(5));
        whole.epoch(1, NOBODY);
        ModelState checkpoint = whole.state();
        whole.epoch(2, NOBODY);
        TrainingRun resumed = trainer.start(training, context(5));
        resumed.restore(checkpoint);
        resumed.epoch(2, NOBODY);
        assertSame(resumed.state(), whole.state());
        assertSame(resumed.model().state(), whole.model().state());
        TrainingRun other = trainer.start(training, context(6));
        other.restore(checkpoint);
        other.epoch(2, NOBODY);
        assertThat(other.state().floats("userFactors"))
                .as("another seed")
                .isNotEqualTo(whole.state().floats("userFactors"));
    }

    @Test
    void aModelIsTheSameAfterLoading() {
        LfmConfig config = config(ALL, 2);
        Model model = new LfmTrainer(config).train(few(), context(5));
        LfmModel loaded = LfmModel.load(config, model.state());
        assertSame(loaded.state(), model.state());
        for (int user = -1; user < 4; user++) {
            for (int item = 0; item < 7; item++) {
                long time = DAY * (95 + item * 10);
                assertThat(loaded.rating(user, item, time)).isEqualTo(model.rating(user, item, time));
            }
        }
        assertThatThrownBy(() -> LfmModel.load(config(new TermsConfig(true, true, 4, true), 2), model.state()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor itemBinBias has shape [7, 3], but [7, 4] is needed");
    }

    private static void assertSame(ModelState actual, ModelState expected) {
        assertThat(actual.tensors().keySet())
                .containsExactlyElementsOf(expected.tensors().keySet());
        assertThat(actual.tensors()).usingRecursiveComparison().isEqualTo(expected.tensors());
    }

    /** A rating is the formula with N(u) of the weights that were trained; without a time, it is the score. */
    @Test
    void aRatingIsTheFormula() {
        LfmConfig config = config(ALL, 2);
        Interactions training = few();
        RatingsLoss formula = new RatingsLoss(config, training, new SplittableRandom(9));
        TrainingRun run = new LfmTrainer(config).start(training, context(1));
        run.restore(formula.state());
        Model model = run.model();
        float[] scores = new float[7];
        for (int user = 0; user < 3; user++) {
            model.score(new Query(user, new int[0]), scores);
            for (int row = training.start(user); row < training.end(user); row++) {
                int item = training.item(row);
                long time = training.timeMillis(row);
                assertThat((double) model.rating(user, item, time))
                        .isCloseTo(formula.predict(user, item, time), within(1e-5));
                assertThat(model.rating(user, item, Session.UNTIMED)).isCloseTo(scores[item], within(1e-5f));
            }
        }
    }

    @Test
    void ratingsAtOneTimeHaveNoDriftAndOneBin() {
        Interactions training =
                new Interactions.Builder().add(0, 0, 5, DAY).add(0, 1, 1, DAY).build(1, 2);
        Model model = new LfmTrainer(config(ALL, 30)).train(training, context(1));
        assertThat(model.rating(0, 0, DAY)).isEqualTo(model.rating(0, 0, 9 * DAY));
        assertThat(model.state().floats("userDrift")).containsOnly(0);
        assertThat(model.state().floats("itemBinBias")[0]).isPositive();
        assertThat(model.state().floats("itemBinBias")[1]).isZero();
    }

    @Test
    void aHugeLearningRateStopsWithAdvice() {
        LfmTrainer trainer =
                new LfmTrainer(config(ALL, 2, 50, RateConfig.constant(1e9f), PenaltyConfig.perSample(0.02f)));
        assertThatThrownBy(() -> trainer.train(few(), context(1)))
                .isInstanceOf(NonFiniteLossException.class)
                .hasMessageMatching("lfm: the loss became (NaN|Infinity) in epoch \\d+, batch \\d+; "
                        + "lower the learning rate \\(now 1.0E9, try 2.5E8\\)");
    }

    @Test
    void aHugePenaltyPerRowIsNoNumberTooLarge() {
        PenaltyConfig penalty = new PenaltyConfig(1e9f, Per.ROW);
        Model model = new LfmTrainer(config(ALL, 3, 20, RateConfig.constant(0.05f), penalty)).train(few(), context(1));
        assertThat((double) model.rating(0, 1, 110 * DAY))
                .isCloseTo(model.state().doubles("mean")[0], within(1e-3));
    }

    @Test
    void whatCannotBeLearnedIsSaid() {
        Interactions untimed = new Interactions.Builder().addUntimed(0, 0, 3).build(1, 1);
        for (TermsConfig terms :
                new TermsConfig[] {new TermsConfig(true, true, 2, false), new TermsConfig(true, true, 0, true)}) {
            assertThatThrownBy(() -> new LfmTrainer(config(terms, 1)).start(untimed, context(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("itemBins and userDrift need times, but the data has none; leave them out");
        }
        assertThat(new LfmTrainer(config(new TermsConfig(true, true, 0, false), 1))
                        .train(untimed, context(1))
                        .rating(0, 0, 0))
                .isCloseTo(3, within(0.1f));
        Interactions wide = new Interactions.Builder().add(0, 0, 3, DAY).build(1, 3_000_000);
        assertThatThrownBy(() ->
                        new LfmTrainer(config(new TermsConfig(true, false, 1000, false), 1)).start(wide, context(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1000 bins of 3000000 items do not fit an array of 2147483639; lower itemBins");
    }

    @Test
    void whatIsNoRatingIsSaid() {
        Model ratings = new LfmTrainer(config(ALL, 1)).train(few(), context(1));
        assertThatThrownBy(() -> ratings.rating(0, 7, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items are 0 … 6, but the query has 7");
        assertThatThrownBy(() -> ratings.rating(4, 0, DAY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("users are 0 … 3 or -1 for an unknown one, but the query has 4");
        Model interactions = new LfmTrainer(LfmConfig.DEFAULT).train(few(), context(1));
        assertThatThrownBy(() -> interactions.rating(0, 0, DAY))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("lfm of implicit feedback predicts no ratings; train it with feedback explicit");
    }
}
