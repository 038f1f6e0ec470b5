package org.tandemrec.model.fpmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.AliasTable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Loss;
import org.tandemrec.nn.LossConfig;
import org.tandemrec.nn.RowTable;

/** Steps and gradients against central differences of the model's equation, written out in doubles. */
class FpmcGradientTest {
    private static final int F = 3;
    private static final int ITEMS = 6;
    private static final int[][] HISTORIES = {{0, 2, 2, 5}, {4}, {3, 0, 1, 0, 2}};
    private static final InitConfig INIT = new InitConfig(InitConfig.Initialization.NORMAL, 0.7f);

    /** The weights as doubles, in the order of the tables: users, latest, vectors, bias. */
    private record Doubles(double[] users, double[] latest, double[] vectors, double[] bias) {
        static Doubles of(FpmcWeights weights) {
            List<double[]> all = weights.tables().stream()
                    .map(table -> CentralDifference.doubles(table.value()))
                    .toList();
            return new Doubles(all.get(0), all.get(1), all.get(2), all.get(3));
        }

        List<double[]> all() {
            return List.of(users, latest, vectors, bias);
        }

        /** Equation 7, with the item's bias. */
        double score(int user, List<Integer> basket, int item) {
            double sum = bias[item];
            for (int f = 0; f < F; f++) {
                sum += users[user * F + f] * vectors[item * 2 * F + f];
                for (int l : basket) {
                    sum += latest[l * F + f] * vectors[item * 2 * F + F + f] / basket.size();
                }
            }
            return sum;
        }
    }

    private record Target(int user, List<Integer> basket, int item) {}

    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < HISTORIES.length; user++) {
            for (int item : HISTORIES[user]) {
                rows.addUntimed(user, item);
            }
        }
        return rows.build(HISTORIES.length, ITEMS);
    }

    private static List<Target> targets(int basketSize) {
        List<Target> targets = new ArrayList<>();
        for (int user = 0; user < HISTORIES.length; user++) {
            for (int t = 1; t < HISTORIES[user].length; t++) {
                List<Integer> basket = Arrays.stream(HISTORIES[user], Math.max(0, t - basketSize), t)
                        .boxed()
                        .toList();
                targets.add(new Target(user, basket, HISTORIES[user][t]));
            }
        }
        return targets;
    }

    private static FpmcWeights weights(Interactions data) {
        FpmcWeights weights = FpmcWeights.initial(F, INIT, data, new Seed(7));
        for (int item = 0; item < ITEMS; item++) {
            weights.bias.value()[item] = 0.1f * item - 0.2f;
        }
        return weights;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyTargetIsThereWithItsBasket(int basketSize) {
        Transitions transitions = new Transitions(data(), basketSize);
        List<Target> targets = targets(basketSize);
        assertThat(transitions.size()).isEqualTo(targets.size());
        for (int target = 0; target < targets.size(); target++) {
            Target expected = targets.get(target);
            assertThat(transitions.user(target)).isEqualTo(expected.user());
            assertThat(transitions.item(target)).isEqualTo(expected.item());
            List<Integer> basket = new ArrayList<>();
            for (int place = 0; place < transitions.basket(target); place++) {
                basket.add(transitions.basketItem(target, place));
            }
            assertThat(basket).isEqualTo(expected.basket().reversed());
        }
    }

    @Test
    void anOrderHasEveryTargetOnceAndFollowsFromItsSeed() {
        Transitions transitions = new Transitions(data(), 1);
        int[][] orders = new int[3][transitions.size()];
        long[] seeds = {1, 2, 1};
        for (int i = 0; i < seeds.length; i++) {
            transitions.shuffle(new Seed(seeds[i]));
            Arrays.setAll(orders[i], transitions::target);
        }
        assertThat(orders[0]).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6).isNotEqualTo(orders[1]);
        assertThat(orders[2]).isEqualTo(orders[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aMiniBatchHasTheGradientOfItsLoss(int basketSize) {
        Interactions data = data();
        FpmcWeights weights = weights(data);
        Doubles doubles = Doubles.of(weights);
        Transitions transitions = new Transitions(data, basketSize);
        transitions.shuffle(new Seed(5));
        Parallel parallel = Parallel.sequential();
        int rows = transitions.size();
        int batchSize = rows + 2; // a last, smaller batch: the loss is divided by the full size
        ItemOutput output = ItemOutput.ofAllItems(
                weights.vectors,
                weights.bias,
                Loss.of(LossConfig.DEFAULT, 1),
                batchSize,
                new ParallelGemm(Gemm.best(), parallel),
                parallel);
        BatchStep step = new BatchStep(weights, transitions, output, 0, batchSize, parallel);
        double loss = step.run(0, rows, new int[0], 0, 1);

        List<Target> targets = targets(basketSize);
        assertThat(loss).isCloseTo(crossEntropy(doubles, targets), within(1e-4));
        for (int i = 0; i < weights.tables().size(); i++) {
            double[] expected =
                    CentralDifference.of(doubles.all().get(i), () -> crossEntropy(doubles, targets) / batchSize);
            assertThat(gradient(weights.tables().get(i)))
                    .as(weights.tables().get(i).name())
                    .containsExactly(expected, within(1e-5));
        }
    }

    private static double crossEntropy(Doubles weights, List<Target> targets) {
        double loss = 0;
        for (Target target : targets) {
            double sum = 0;
            for (int item = 0; item < ITEMS; item++) {
                sum += Math.exp(weights.score(target.user(), target.basket(), item));
            }
            loss += Math.log(sum) - weights.score(target.user(), target.basket(), target.item());
        }
        return loss;
    }

    private static double[] gradient(RowTable table) {
        double[] gradient = new double[table.value().length];
        int columns = table.columns();
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            for (int c = 0; c < columns; c++) {
                gradient[table.touched(slot) * columns + c] = table.gradient()[slot * columns + c];
            }
        }
        return gradient;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aPairwiseStepGoesDownItsLossAndPenalty(int basketSize) {
        float rate = 0.01f;
        float lambda = 0.3f;
        int number = 5; // of user 2, after items 3, 0, 1
        int other = 4;
        Interactions data = data();
        FpmcWeights weights = weights(data);
        Arrays.fill(weights.bias.value(), 0); // the pairwise model has none
        Doubles doubles = Doubles.of(weights);
        Target target = targets(basketSize).get(number);
        AliasTable uniform = new AliasTable(new double[] {1, 1, 1, 1, 1, 1});
        PairwiseEpoch epoch = new PairwiseEpoch(weights, new Transitions(data, basketSize), uniform, 1, lambda);
        double loss = epoch.step(number, target.item(), other, rate);

        assertThat(loss).isCloseTo(pairwise(doubles, target, other), within(1e-5));
        for (int i = 0; i < 3; i++) {
            double[] before = doubles.all().get(i);
            double[] slope = CentralDifference.of(
                    before, () -> pairwise(doubles, target, other) + lambda / 2 * moved(doubles, target, other));
            double[] expected = new double[before.length];
            Arrays.setAll(expected, k -> before[k] - rate * slope[k]);
            assertThat(CentralDifference.doubles(weights.tables().get(i).value()))
                    .as(weights.tables().get(i).name())
                    .containsExactly(expected, within(1e-6));
        }
    }

    private static double pairwise(Doubles weights, Target target, int other) {
        double x = weights.score(target.user(), target.basket(), target.item())
                - weights.score(target.user(), target.basket(), other);
        return Math.log1p(Math.exp(-x));
    }

    /** The squared length of everything that the step moves. */
    private static double moved(Doubles weights, Target target, int other) {
        double sum = 0;
        for (int f = 0; f < F; f++) {
            sum += Math.pow(weights.users()[target.user() * F + f], 2);
            for (int l : target.basket()) {
                sum += Math.pow(weights.latest()[l * F + f], 2);
            }
        }
        for (int f = 0; f < 2 * F; f++) {
            sum += Math.pow(weights.vectors()[target.item() * 2 * F + f], 2);
            sum += Math.pow(weights.vectors()[other * 2 * F + f], 2);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aSessionScoresByTheEquation(int basketSize) {
        Interactions data = data();
        FpmcWeights weights = weights(data);
        Doubles doubles = Doubles.of(weights);
        FpmcModel model = new FpmcModel(basketSize, weights);
        int[] history = HISTORIES[2];
        for (int length = 1; length <= history.length; length++) {
            List<Integer> basket = Arrays.stream(history, Math.max(0, length - basketSize), length)
                    .boxed()
                    .toList();
            float[] scores = new float[ITEMS];
            model.score(new Query(2, Arrays.copyOf(history, length)), scores);
            double[] exp = new double[ITEMS];
            Arrays.setAll(exp, item -> Math.exp(doubles.score(2, basket, item)));
            double sum = Arrays.stream(exp).sum();
            for (int item = 0; item < ITEMS; item++) {
                assertThat((double) model.estimate(scores[item])).isCloseTo(exp[item] / sum, within(1e-5));
            }
        }
    }
}
