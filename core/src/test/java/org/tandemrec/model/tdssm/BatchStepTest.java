package org.tandemrec.model.tdssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Query;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.Loss;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.ScoringConfig;

/** Losses and gradients of whole mini-batches, and scores, against the equations in double precision. */
class BatchStepTest {
    private static final int ITEMS = 7;
    private static final double TOLERANCE = 2e-4;
    private static final int[][] HISTORIES = {{0, 3, 5, 2, 2, 6, 1}, {4, 1}, {3, 0, 3, 0, 4}, {5}};
    private static final int[] USERS = {2, 0, 1};

    /** Events of 20 minutes each, of every third user with a longer pause after each second one. */
    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < HISTORIES.length; user++) {
            for (int i = 0; i < HISTORIES[user].length; i++) {
                long pause = user % 3 == 0 ? i / 2 * 50L : 0;
                rows.addUnrated(user, HISTORIES[user][i], (20L * i + pause) * 60_000);
            }
        }
        return rows.build(HISTORIES.length, ITEMS);
    }

    private static MrTdssmConfig config(String keys) {
        return Configs.of("'hiddenSize':3,'embeddingDropout':0,'hiddenDropout':0,'batchSize':3," + keys);
    }

    private static Network network(MrTdssmConfig config) {
        Network network = new Network(config, HISTORIES.length, ITEMS, new Seed(5));
        SplittableRandom random = new SplittableRandom(9);
        network.parameters().forEach(parameter -> CentralDifference.fill(parameter.value(), random));
        network.tables().forEach(table -> CentralDifference.fill(table.value(), random));
        return network;
    }

    private static BatchStep step(Network network, Interactions data, int lanes) {
        Parallel parallel = Parallel.sequential();
        Loss loss = Loss.of(network.config.objective(), 1);
        return new BatchStep(
                network,
                data,
                lanes,
                (vectors, rows, gemm) -> {
                    if (network.config.scored().scoring() == ScoringConfig.Scoring.ALL_ITEMS) {
                        return ItemOutput.ofAllItems(vectors, network.bias, loss, rows, gemm, parallel);
                    }
                    NegativeSampler sampler = new NegativeSampler(data.itemCounts(), 0, ITEMS, parallel);
                    ScoringConfig scored = network.config.scored();
                    double[] share = new double[ITEMS];
                    return ItemOutput.ofSample(
                            vectors, network.bias, loss, scored, share, sampler, rows, gemm, parallel);
                },
                parallel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'slowEvents':3",
                "'fastEvents':2,'slowEvents':4,'staticLayers':2,'userEmbedding':false",
                "'fastSeconds':1800,'fastEvents':0,'slowSeconds':3600,'slowEvents':3,'embedding':'separate'",
                "'slowEvents':2,'similarity':'cosine','cosineScale':3,'itemBias':false",
                "'slowEvents':2,'similarity':'cosine','learnScale':true,'cosineScale':2,'itemLayers':1,'activation':'sigmoid'",
                "'slowEvents':3,'itemLayers':2,'embedding':'separate','cell':'gru'"
            })
    void agreesWithTheFormulaAndItsDifferences(String keys) {
        MrTdssmConfig config = config("'bptt':10," + keys); // two users in the first lane, one in the second
        Interactions data = data();
        Network network = network(config);
        Reference reference = new Reference(network);
        DoubleSupplier loss = () -> reference.loss(data, 0) + reference.loss(data, 1) + reference.loss(data, 2);
        Batch batch = new Batch(data, USERS, 3, config);
        assertThat(batch.next()).isTrue();
        double sum = step(network, data, 3).run(batch, new int[0], 0, new Seed(2));

        assertThat(sum).isCloseTo(loss.getAsDouble(), within(1e-4));
        DoubleSupplier share = () -> loss.getAsDouble() / 30; // 3 lanes of 10 events
        for (Parameter parameter : network.parameters()) {
            double[] expected = CentralDifference.of(reference.weight(parameter.name()), share);
            assertNear(parameter.name(), parameter.gradient(), expected);
        }
        for (RowTable table : network.tables()) {
            assertNear(table.name(), gradient(table), CentralDifference.of(reference.weight(table.name()), share));
        }
    }

    /** Where every item is in the sample once, beside the targets' copies, a sampled loss is one of all items with weights. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",'similarity':'cosine'", ",'itemLayers':1,'embedding':'separate'"})
    void sampledItemsHaveTheGradientsOfAllItems(String keys) {
        Interactions data = data();
        int[] user = {1}; // one target, so that no other target weighs twice
        int[] draws = {6, 0, 5, 2, 3, 4}; // all but the target
        MrTdssmConfig all = config("'bptt':2" + keys);
        MrTdssmConfig some = config("'bptt':2,'scoring':'sampled','negatives':6" + keys);
        Network one = network(all);
        Network other = network(some);
        Batch batch = new Batch(data, user, 1, all);
        assertThat(batch.next()).isTrue();
        double loss = step(one, data, 1).run(batch, new int[0], 0, new Seed(2));
        assertThat(step(other, data, 1).run(batch, draws, 0, new Seed(2))).isCloseTo(loss, within(1e-6));
        for (int i = 0; i < one.tables().size(); i++) {
            assertThat(gradient(other.tables().get(i)))
                    .containsExactly(gradient(one.tables().get(i)), within(1e-6f));
        }
        for (int i = 0; i < one.parameters().size(); i++) {
            assertThat(other.parameters().get(i).gradient())
                    .containsExactly(one.parameters().get(i).gradient(), within(1e-6f));
        }
    }

    /** However histories are cut into mini-batches, states go on: the losses of all targets are those of whole histories. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "1; 1; 'slowEvents':3",
                "1; 2; 'slowEvents':3",
                "2; 3; 'slowEvents':4,'fastEvents':2",
                "3; 2; 'fastSeconds':1800,'fastEvents':0,'slowSeconds':3600,'slowEvents':0",
                "2; 4; 'fastSeconds':1800,'fastEvents':2,'slowSeconds':7200,'slowEvents':5,'cell':'gru'"
            })
    void statesAreCarriedFromOneMiniBatchToTheNext(int lanes, int bptt, String keys) {
        MrTdssmConfig config = config("'bptt':" + bptt + "," + keys);
        Interactions data = data();
        Network network = network(config);
        Reference reference = new Reference(network);
        BatchStep step = step(network, data, lanes);
        double sum = 0;
        int rows = 0;
        for (Batch batch = new Batch(data, USERS, lanes, config); batch.next(); ) {
            assertThat(batch.rows()).isLessThanOrEqualTo(lanes * bptt);
            sum += step.run(batch, new int[0], 0, new Seed(2));
            rows += batch.rows();
            network.tables().forEach(RowTable::clearGradient);
        }
        assertThat(rows).isEqualTo(6 + 1 + 4);
        double expected = IntStream.of(USERS)
                .mapToDouble(user -> reference.loss(data, user))
                .sum();
        assertThat(sum).isCloseTo(expected, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'slowEvents':3",
                "'fastSeconds':1800,'fastEvents':0,'slowSeconds':3600,'slowEvents':3,'embedding':'separate'",
                "'similarity':'cosine','learnScale':true,'cosineScale':2,'itemLayers':1,'staticLayers':2"
            })
    void aModelScoresLikeTheEquations(String keys) {
        MrTdssmConfig config = config(keys);
        Interactions data = data();
        Network network = network(config);
        Reference reference = new Reference(network);
        MrTdssmModel model = MrTdssmModel.load(config, network.state());
        float[] actual = new float[ITEMS];
        for (int length = 1; length <= HISTORIES[0].length; length++) {
            int[] items = IntStream.range(0, length).map(data::item).toArray();
            long[] times =
                    IntStream.range(0, length).mapToLong(data::timeMillis).toArray();
            model.score(new Query(0, items, times), actual);
            double[] expected = reference.scores(data, 0, length);
            double logSum = Math.log(IntStream.range(0, ITEMS)
                    .mapToDouble(item -> Math.exp(expected[item]))
                    .sum());
            for (int item = 0; item < ITEMS; item++) {
                assertThat((double) actual[item]).isCloseTo(expected[item] - logSum, within(1e-5));
            }
        }
    }

    private static float[] gradient(RowTable table) {
        float[] gradient = new float[table.value().length];
        int columns = table.columns();
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            System.arraycopy(table.gradient(), slot * columns, gradient, table.touched(slot) * columns, columns);
        }
        return gradient;
    }

    private static void assertNear(String name, float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
