package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.lfm.LfmConfig.Feedback;
import org.tandemrec.model.lfm.LfmConfig.SampleOrder;
import org.tandemrec.nn.CentralDifference;

class FoldInTest {
    private static final int F = 4;
    private static final int N = 11;

    private static LfmConfig config(Feedback feedback, boolean biases) {
        return LfmConfigs.of(feedback, F, 100, 0.1f, 0.01f, 0.1f, 3, biases, SampleOrder.BY_USER);
    }

    private static LfmWeights weights(boolean biases) {
        SplittableRandom random = new SplittableRandom(5);
        return new LfmWeights(
                F,
                0,
                CentralDifference.draw(3 * F, random),
                CentralDifference.draw(N * F, random),
                CentralDifference.draw(biases ? 3 : 0, random),
                CentralDifference.draw(biases ? N : 0, random));
    }

    private static float[] scores(Model model, int user, int... history) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(user, history), scores);
        return scores;
    }

    /** Solves the normal equations of the expected loss of n items by elimination. */
    private static double[] solve(LfmWeights weights, LfmConfig config, int... history) {
        double[][] system = new double[F][F + 1];
        for (int item = 0; item < N; item++) {
            add(system, weights, item, (double) config.sampling().negatives() * history.length / N, 0);
        }
        for (int item : history) {
            add(system, weights, item, 1, 1);
        }
        for (int f = 0; f < F; f++) {
            system[f][f] += history.length
                    * (1 + config.sampling().negatives())
                    * (double) config.penalty().regularization();
        }
        for (int f = 0; f < F; f++) {
            for (int row = 0; row < F; row++) {
                double factor = row == f ? 0 : system[row][f] / system[f][f];
                for (int column = 0; column <= F; column++) {
                    system[row][column] -= factor * system[f][column];
                }
            }
        }
        double[] solution = new double[F];
        for (int f = 0; f < F; f++) {
            solution[f] = system[f][F] / system[f][f];
        }
        return solution;
    }

    private static void add(double[][] system, LfmWeights weights, int item, double weight, double y) {
        double bias = weights.biased() ? weights.itemBias()[item] : 0;
        for (int f = 0; f < F; f++) {
            double q = weight * weights.itemFactors()[item * F + f];
            for (int g = 0; g < F; g++) {
                system[f][g] += q * weights.itemFactors()[item * F + g];
            }
            system[f][F] += q * (y - bias);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void solvesTheNormalEquations(boolean biases) {
        LfmWeights weights = weights(biases);
        LfmConfig config = config(Feedback.IMPLICIT, biases);
        LfmModel model = new LfmModel(config, weights);
        for (int[] history : new int[][] {{3}, {3, 5}, {10, 0, 1, 2, 7, 4}}) {
            double[] factors = solve(weights, config, history);
            float[] scores = scores(model, Query.UNKNOWN_USER, history);
            for (int item = 0; item < N; item++) {
                double expected = biases ? weights.itemBias()[item] : 0;
                for (int f = 0; f < F; f++) {
                    expected += factors[f] * weights.itemFactors()[item * F + f];
                }
                assertThat((double) scores[item]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    @Test
    void aRepeatedItemCountsOnce() {
        LfmModel model = new LfmModel(config(Feedback.IMPLICIT, false), weights(false));
        assertThat(scores(model, Query.UNKNOWN_USER, 3, 5, 3, 3)).isEqualTo(scores(model, Query.UNKNOWN_USER, 3, 5));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void withoutAHistoryTheFactorsAreTheMean(boolean biases) {
        LfmWeights weights = weights(biases);
        float[] none = scores(new LfmModel(config(Feedback.IMPLICIT, biases), weights), Query.UNKNOWN_USER);
        float[] ratings = scores(new LfmModel(config(Feedback.EXPLICIT, biases), weights), Query.UNKNOWN_USER, 3, 4);
        for (int item = 0; item < N; item++) {
            double expected = biases ? weights.itemBias()[item] : 0;
            for (int f = 0; f < F; f++) {
                double mean = 0;
                for (int user = 0; user < 3; user++) {
                    mean += weights.userFactors()[user * F + f] / 3.0;
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
