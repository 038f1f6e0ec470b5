package org.tandemrec.model.neumf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Query;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/** Gradients and scores against the model's equation, written out in doubles. */
class NeuMfGradientTest {
    private static final int USERS = 3;
    private static final int ITEMS = 5;
    private static final int[] USER = {0, 0, 2, 1, 2, 0};
    private static final int[] ITEM = {1, 4, 0, 1, 1, 2};
    private static final float[] LABEL = {1, 0, 1, 0, 1, 0};

    private static NeuMfConfig config(int layers) {
        return NeuMfConfigs.of("'factors':3,'initScale':0.8,'layers':" + layers);
    }

    /** Everybody has an event with some items, nobody with all. */
    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < 3; i++) {
                rows.addUntimed(user, (2 * user + i) % ITEMS);
            }
        }
        return rows.build(USERS, ITEMS);
    }

    private static NeuMfWeights weights(NeuMfConfig config) {
        NeuMfWeights weights = NeuMfWeights.initial(config, data(), new Seed(11));
        SplittableRandom random = new SplittableRandom(4);
        for (Parameter parameter : weights.parameters()) {
            CentralDifference.fill(parameter.value(), random); // biases, too
        }
        return weights;
    }

    /** The arrays of the weights as doubles, by name. */
    private static double[] of(Map<String, double[]> weights, String name) {
        return Objects.requireNonNull(weights.get(name));
    }

    private static Map<String, double[]> doubles(NeuMfWeights weights) {
        Map<String, double[]> doubles = new LinkedHashMap<>();
        for (RowTable table : weights.tables()) {
            doubles.put(table.name(), CentralDifference.doubles(table.value()));
        }
        for (Parameter parameter : weights.parameters()) {
            doubles.put(parameter.name(), CentralDifference.doubles(parameter.value()));
        }
        return doubles;
    }

    /** The score of the product (equation 9) for the user's and the item's factors. */
    private static double product(Map<String, double[]> w, NeuMfConfig config, double[] p, double[] q) {
        double sum = of(w, "output.bias")[0];
        for (int f = 0; f < config.factors(); f++) {
            sum += of(w, "output.product")[f] * p[f] * q[f];
        }
        return sum;
    }

    /** The score of the perceptron (equation 10). */
    private static double perceptron(Map<String, double[]> w, NeuMfConfig config, double[] p, double[] q) {
        int F = config.factors();
        int E = config.embedding();
        double[] x = new double[2 * E];
        System.arraycopy(p, F, x, 0, E);
        System.arraycopy(q, F, x, E, E);
        for (int l = 1; l <= config.layers(); l++) {
            double[] W = of(w, "perceptron" + l + ".weights");
            double[] y = of(w, "perceptron" + l + ".bias").clone();
            for (int out = 0; out < y.length; out++) {
                for (int in = 0; in < x.length; in++) {
                    y[out] += x[in] * W[in * y.length + out];
                }
                y[out] = Math.max(0, y[out]);
            }
            x = y;
        }
        double sum = of(w, "output.bias")[1];
        for (int f = 0; f < F; f++) {
            sum += of(w, "output.perceptron")[f] * x[f];
        }
        return sum;
    }

    private static double[] row(double[] table, int row, NeuMfConfig config) {
        int columns = config.factors() + config.embedding();
        return Arrays.copyOfRange(table, row * columns, (row + 1) * columns);
    }

    private static double crossEntropy(double score, double y) {
        return Math.log1p(Math.exp(-Math.abs(score))) + Math.max(score, 0) - y * score;
    }

    /** Σ of both halves' losses where they are apart: each half's gradient is then that of its own. */
    private static double loss(Map<String, double[]> w, NeuMfConfig config, boolean fused) {
        double sum = 0;
        for (int i = 0; i < USER.length; i++) {
            double[] p = row(of(w, "users"), USER[i], config);
            double[] q = row(of(w, "items"), ITEM[i], config);
            double product = product(w, config, p, q);
            double perceptron = perceptron(w, config, p, q);
            sum += fused
                    ? crossEntropy(product + perceptron, LABEL[i])
                    : crossEntropy(product, LABEL[i]) + crossEntropy(perceptron, LABEL[i]);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"1,true", "2,true", "3,true", "1,false", "2,false"})
    void aMiniBatchHasTheGradientOfItsLoss(int layers, boolean fused) {
        NeuMfConfig config = config(layers);
        NeuMfWeights weights = weights(config);
        Map<String, double[]> doubles = doubles(weights);
        int maxRows = USER.length + 2; // a last, smaller batch: the loss is divided by the full size
        NeuMfStep step = new NeuMfStep(weights, maxRows, Parallel.sequential());
        double loss = step.run(USER, ITEM, LABEL, USER.length, fused, 1);

        assertThat(loss).isCloseTo(loss(doubles, config, fused) / (fused ? 1 : 2), within(1e-4));
        for (RowTable table : weights.tables()) {
            assertThat(gradient(table))
                    .as(table.name())
                    .containsExactly(slope(doubles, table.name(), config, fused, maxRows), within(2e-5));
        }
        for (Parameter parameter : weights.parameters()) {
            assertThat(CentralDifference.doubles(parameter.gradient()))
                    .as(parameter.name())
                    .containsExactly(slope(doubles, parameter.name(), config, fused, maxRows), within(2e-5));
        }
    }

    private static double[] slope(
            Map<String, double[]> doubles, String name, NeuMfConfig config, boolean fused, int maxRows) {
        return CentralDifference.of(of(doubles, name), () -> loss(doubles, config, fused) / maxRows);
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
    void aSessionScoresByTheEquation(int layers) {
        NeuMfConfig config = config(layers);
        NeuMfWeights weights = weights(config);
        Map<String, double[]> doubles = doubles(weights);
        NeuMfModel model = new NeuMfModel(weights, LikelyUsers.of(weights, data()));
        for (int user = 0; user < USERS; user++) {
            assertScores(
                    model, new Query(user, new int[] {0}), row(of(doubles, "users"), user, config), config, doubles);
        }
    }

    private static void assertScores(
            NeuMfModel model, Query query, double[] p, NeuMfConfig config, Map<String, double[]> doubles) {
        float[] scores = new float[ITEMS];
        model.score(query, scores);
        for (int item = 0; item < ITEMS; item++) {
            double[] q = row(of(doubles, "items"), item, config);
            double expected = product(doubles, config, p, q) + perceptron(doubles, config, p, q);
            assertThat((double) scores[item]).isCloseTo(expected, within(1e-4));
            assertThat((double) model.estimate(scores[item])).isCloseTo(1 / (1 + Math.exp(-expected)), within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void someoneNewIsTheMeanOfThoseWithTheSameItems(int layers) {
        NeuMfConfig config = config(layers);
        NeuMfWeights weights = weights(config);
        Map<String, double[]> doubles = doubles(weights);
        double[][] users = new double[USERS][];
        Arrays.setAll(users, user -> row(of(doubles, "users"), user, config));
        NeuMfModel model = new NeuMfModel(weights, LikelyUsers.of(weights, data()));
        // item 0 is of users 0 and 2, item 1 of users 0 and 2, item 3 of user 1
        double[] nobody = mix(users, 1 / 3.0, 1 / 3.0, 1 / 3.0);
        assertScores(model, new Query(Query.UNKNOWN_USER, new int[0]), nobody, config, doubles);
        double[] mixed = mix(users, 1 / 4.0, 1 / 2.0, 1 / 4.0);
        assertScores(model, new Query(Query.UNKNOWN_USER, new int[] {0, 3}), mixed, config, doubles);
        double[] alike = mix(users, 0, 1, 0);
        assertScores(model, new Query(Query.UNKNOWN_USER, new int[] {3, 3}), alike, config, doubles);
    }

    private static double[] mix(double[][] users, double... shares) {
        double[] mixed = new double[users[0].length];
        for (int user = 0; user < USERS; user++) {
            for (int c = 0; c < mixed.length; c++) {
                mixed[c] += shares[user] * users[user][c];
            }
        }
        return mixed;
    }
}
