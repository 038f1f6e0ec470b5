package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.NegativesConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig;
import org.tandemrec.model.lfm.LfmConfig.PenaltyConfig.Per;
import org.tandemrec.model.lfm.LfmConfig.RateConfig;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.model.lfm.LfmConfig.TermsConfig;
import org.tandemrec.nn.CentralDifference;

class FoldInTest {
    private static final int F = 4;
    private static final int N = 11;

    private static final int USERS = 6;
    private static final int M = 3;
    private static final double LAMBDA = 0.02f;

    private static LfmConfig config(Feedback feedback, boolean biases) {
        return LfmConfigs.of(feedback, F, 100, 0.1f, (float) LAMBDA, 0.1f, M, biases, SampleOrder.BY_USER);
    }

    private static LfmWeights weights(boolean biases, double mean) {
        SplittableRandom random = new SplittableRandom(5);
        return new LfmWeights(
                F,
                mean,
                CentralDifference.draw(USERS * F, random),
                CentralDifference.draw(N * F, random),
                CentralDifference.draw(biases ? USERS : 0, random),
                CentralDifference.draw(biases ? N : 0, random),
                new float[0],
                RatingTerms.NONE);
    }

    private static float[] scores(Model model, int user, int... history) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(user, history), scores);
        return scores;
    }

    /** The normal equations of one row in doubles, made term by term and solved by elimination. */
    private static final class Equations {
        private final LfmWeights weights;
        private final boolean items;
        private final int size;
        private final double[][] system;

        Equations(LfmWeights weights, boolean items) {
            this.weights = weights;
            this.items = items;
            this.size = F + (weights.biased() ? 1 : 0);
            this.system = new double[size][size + 1];
        }

        Equations add(int other, double weight, double label) {
            double[] x = new double[size];
            for (int f = 0; f < F; f++) {
                x[f] = (items ? weights.itemFactors() : weights.userFactors())[other * F + f];
            }
            double rest = label - weights.mean();
            if (weights.biased()) {
                x[F] = 1;
                rest -= (items ? weights.itemBias() : weights.userBias())[other];
            }
            for (int f = 0; f < size; f++) {
                for (int g = 0; g < size; g++) {
                    system[f][g] += weight * x[f] * x[g];
                }
                system[f][size] += weight * x[f] * rest;
            }
            return this;
        }

        Equations addAll(double weight, double label) {
            for (int other = 0; other < (items ? N : USERS); other++) {
                add(other, weight, label);
            }
            return this;
        }

        float[] solve(double ridge) {
            float[] solution = new float[size];
            for (int f = 0; f < size; f++) {
                system[f][f] += ridge;
            }
            for (int f = 0; f < size; f++) {
                for (int row = 0; row < size; row++) {
                    double factor = row == f ? 0 : system[row][f] / system[f][f];
                    for (int column = 0; column <= size; column++) {
                        system[row][column] -= factor * system[f][column];
                    }
                }
            }
            for (int f = 0; f < size; f++) {
                solution[f] = (float) (system[f][size] / system[f][f]);
            }
            return solution;
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).containsExactly(expected, within(5e-5f));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void solvesTheNormalEquationsOfInteractions(boolean biases) {
        LfmWeights weights = weights(biases, 0);
        FoldIn foldIn = new LfmModel(config(Feedback.IMPLICIT, biases), weights).foldIn();
        for (int[] history : new int[][] {{3}, {3, 5}, {5, 0, 1, 2, 4}}) {
            int n = history.length;
            double ridge = n * (1 + M) * LAMBDA;
            Equations ofUser = new Equations(weights, true).addAll((double) M * n / N, 0);
            Equations ofItem = new Equations(weights, false).addAll((double) M * n / USERS, 0);
            for (int other : history) {
                ofUser.add(other, 1, 1);
                ofItem.add(other, 1, 1);
            }
            assertClose(foldIn.user(history), ofUser.solve(ridge));
            assertClose(foldIn.item(history), ofItem.solve(ridge));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void solvesTheNormalEquationsOfRatings(boolean biases) {
        LfmWeights weights = weights(biases, 3.5);
        FoldIn foldIn = new LfmModel(config(Feedback.EXPLICIT, biases), weights).foldIn();
        int[] others = {3, 5, 0, 3};
        float[] ratings = {1, 4, 2.5f, 5};
        Equations ofUser =
                new Equations(weights, true).add(5, 1, 4).add(0, 1, 2.5).add(3, 1, 5);
        Equations ofItem =
                new Equations(weights, false).add(5, 1, 4).add(0, 1, 2.5).add(3, 1, 5);
        assertClose(foldIn.user(others, ratings), ofUser.solve(3 * LAMBDA));
        assertClose(foldIn.item(others, ratings), ofItem.solve(3 * LAMBDA));
    }

    @Test
    void negativesWeighWhatTheyAreDrawnBy() {
        float[] drawn = new float[N];
        double total = 0;
        for (int item = 0; item < N; item++) {
            drawn[item] = item * item;
            total += drawn[item];
        }
        LfmWeights weights = weights(true, 0).withNegativeWeight(drawn);
        Equations expected = new Equations(weights, true).add(2, 1, 1).add(4, 1, 1);
        for (int item = 0; item < N; item++) {
            expected.add(item, 2 * M * drawn[item] / total, 0);
        }
        LfmModel model = new LfmModel(config(Feedback.IMPLICIT, true), weights);
        assertClose(model.foldIn().user(new int[] {2, 4}), expected.solve(2 * (1 + M) * LAMBDA));
    }

    @ParameterizedTest
    @EnumSource(LfmConfig.Loss.class)
    void logLossesAreTheirQuadraticBounds(LfmConfig.Loss loss) {
        LfmWeights weights = weights(false, 0);
        for (Per per : Per.values()) {
            LfmConfig config = new LfmConfig(
                    Feedback.IMPLICIT,
                    loss,
                    F,
                    1,
                    RateConfig.constant(0.1f),
                    new PenaltyConfig((float) LAMBDA, per),
                    0.1f,
                    NegativesConfig.uniform(M),
                    TermsConfig.NONE,
                    SampleOrder.SHUFFLED);
            Equations equations = new Equations(weights, true);
            boolean sample = per == Per.SAMPLE;
            float[] expected = switch (loss) {
                case SQUARED ->
                    equations
                            .add(2, 1, 1)
                            .add(4, 1, 1)
                            .addAll(2.0 * M / N, 0)
                            .solve(LAMBDA * (sample ? 2 * (1 + M) : 1));
                case LOGISTIC ->
                    equations
                            .add(2, 1, 2)
                            .add(4, 1, 2)
                            .addAll(2.0 * M / N, -2)
                            .solve(4 * LAMBDA * (sample ? 2 * (1 + M) : 1));
                case BPR ->
                    equations.add(2, 1, 1).add(4, 1, 1).addAll(2.0 / N, -1).solve(4 * LAMBDA * (sample ? 2 : 1.0 / M));
            };
            assertClose(new LfmModel(config, weights).foldIn().user(new int[] {4, 2}), expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sessionsOfStrangersScoreByIt(boolean biases) {
        LfmWeights weights = weights(biases, 0);
        LfmModel model = new LfmModel(config(Feedback.IMPLICIT, biases), weights);
        for (int[] history : new int[][] {{3}, {3, 5}, {10, 0, 1, 2, 7, 4}}) {
            float[] factors = model.foldIn().user(history);
            float[] scores = scores(model, Query.UNKNOWN_USER, history);
            for (int item = 0; item < N; item++) {
                double expected = biases ? weights.itemBias()[item] + factors[F] : 0;
                for (int f = 0; f < F; f++) {
                    expected += factors[f] * weights.itemFactors()[item * F + f];
                }
                assertThat((double) scores[item]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void whatDoesNotFitTheModelIsSaid() {
        FoldIn interactions = new LfmModel(config(Feedback.IMPLICIT, false), weights(false, 0)).foldIn();
        FoldIn ratings = new LfmModel(config(Feedback.EXPLICIT, true), weights(true, 3)).foldIn();
        float[] two = {1, 2};
        assertRefused(() -> interactions.user(new int[] {1, N}), "items are 0 … 10, but one was 11");
        assertRefused(() -> interactions.item(new int[] {-1}), "users are 0 … 5, but one was -1");
        assertRefused(
                () -> interactions.user(new int[] {1, 2}, two),
                "the model learned interactions; leave the ratings out");
        assertRefused(
                () -> ratings.user(new int[] {1, 2}), "the model learned ratings; give the rating of every item, too");
        assertRefused(
                () -> ratings.item(new int[] {1, 2}), "the model learned ratings; give the rating of every user, too");
        assertRefused(() -> ratings.item(new int[] {1}, two), "1 users have 2 ratings");
        assertRefused(
                () -> ratings.user(new int[] {1, 2}, new float[] {1, Float.NaN}),
                "ratings must be finite, but one was NaN");
    }

    private static void assertRefused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void aRepeatedItemCountsOnce() {
        LfmModel model = new LfmModel(config(Feedback.IMPLICIT, false), weights(false, 0));
        assertThat(scores(model, Query.UNKNOWN_USER, 3, 5, 3, 3)).isEqualTo(scores(model, Query.UNKNOWN_USER, 3, 5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutAHistoryTheFactorsAreTheMean(boolean biases) {
        LfmWeights weights = weights(biases, 0);
        float[] none = scores(new LfmModel(config(Feedback.IMPLICIT, biases), weights), Query.UNKNOWN_USER);
        float[] ratings = scores(new LfmModel(config(Feedback.EXPLICIT, biases), weights), Query.UNKNOWN_USER, 3, 4);
        for (int item = 0; item < N; item++) {
            double expected = biases ? weights.itemBias()[item] : 0;
            for (int f = 0; f < F; f++) {
                double mean = 0;
                for (int user = 0; user < USERS; user++) {
                    mean += weights.userFactors()[user * F + f] / (double) USERS;
                }
                expected += mean * weights.itemFactors()[item * F + f];
            }
            assertThat((double) none[item]).isCloseTo(expected, within(1e-5));
            assertThat((double) ratings[item]).as("histories have no ratings").isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void agreesWithTheTrainedFactorsOnWhatIsWanted() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 24; user++) {
            for (int item = user % 2; item < 20; item += 2) {
                if ((user / 2 + item / 2) % 4 != 0) {
                    rows.addUntimed(user, item);
                }
            }
        }
        Interactions training = rows.build(24, 20);
        TrainingContext context = TrainingContext.of(1).withParallel(Parallel.sequential());
        Model model = new LfmTrainer(config(Feedback.IMPLICIT, false)).train(training, context);
        for (int user = 0; user < 24; user++) {
            int[] history = new int[training.count(user)];
            for (int i = 0; i < history.length; i++) {
                history[i] = training.item(training.start(user) + i);
            }
            for (float[] scores : new float[][] {scores(model, user), scores(model, Query.UNKNOWN_USER, history)}) {
                for (int wanted = user % 2; wanted < 20; wanted += 2) {
                    for (int other = 1 - user % 2; other < 20; other += 2) {
                        assertThat(scores[wanted]).isGreaterThan(scores[other]);
                    }
                }
            }
        }
    }
}
