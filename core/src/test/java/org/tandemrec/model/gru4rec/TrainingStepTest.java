package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.gru4rec.Gru4RecConfig.SequenceOrder;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.ReferenceLayers;
import org.tandemrec.nn.RowTable;

/** The whole network at once: gradients of a batch, and the states that lanes carry from batch to batch. */
class TrainingStepTest {
    private static Gru4RecConfig config(int layers, boolean gateBias) {
        return new Gru4RecConfig(6, layers, 1, 4, 0.01f, gateBias, SequenceOrder.FIRST_EVENT);
    }

    private static Network network(Gru4RecConfig config, int items) {
        Network network = new Network(config, items, new Seed(2));
        SplittableRandom random = new SplittableRandom(3);
        network.parameters().forEach(parameter -> CentralDifference.fill(parameter.value(), random));
        return network;
    }

    /** The mean loss of sequences of two events, in double precision: every state before is zero. */
    private static double loss(
            double[] table, List<double[]> weights, int layers, boolean gateBias, int[] inputs, int[] targets) {
        int H = 6;
        int perLayer = gateBias ? 3 : 2;
        double sum = 0;
        for (int lane = 0; lane < inputs.length; lane++) {
            double[] x = ReferenceLayers.tanhRow(table, inputs[lane], H);
            for (int l = 0; l < layers; l++) {
                double[] bias = gateBias ? weights.get(perLayer * l + 2) : new double[3 * H];
                double[] Wx = weights.get(perLayer * l);
                x = ReferenceLayers.gru(x, new double[H], Wx, weights.get(perLayer * l + 1), bias);
            }
            double[] W = weights.get(perLayer * layers);
            sum += ReferenceLayers.crossEntropy(x, W, weights.get(perLayer * layers + 1), targets[lane]);
        }
        return sum / inputs.length;
    }

    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "3,true"})
    void gradientsOfTheWholeNetwork(int layers, boolean gateBias) {
        Interactions training = new Interactions.Builder()
                .addUntimed(0, 2)
                .addUntimed(0, 4)
                .addUntimed(1, 2)
                .addUntimed(1, 0)
                .addUntimed(2, 3)
                .addUntimed(2, 4)
                .build(3, 5);
        Network network = network(config(layers, gateBias), 5);
        RowTable table = network.embedding.table();
        int[] inputs = {2, 2, 3};
        int[] targets = {4, 0, 4};
        double[] rows = CentralDifference.doubles(table.value());
        List<double[]> weights = network.parameters().stream()
                .map(parameter -> CentralDifference.doubles(parameter.value()))
                .toList();
        SessionParallelBatches batch = new SessionParallelBatches(training, new int[] {0, 1, 2}, 3);
        assertThat(batch.next()).isTrue();
        double loss = new TrainingStep(network, 3, Parallel.sequential()).run(batch);
        assertThat(loss).isCloseTo(loss(rows, weights, layers, gateBias, inputs, targets), within(1e-5));
        for (int i = 0; i < weights.size(); i++) {
            Parameter parameter = network.parameters().get(i);
            double[] expected =
                    CentralDifference.of(weights.get(i), () -> loss(rows, weights, layers, gateBias, inputs, targets));
            assertThat(CentralDifference.doubles(parameter.gradient()))
                    .as(parameter.name())
                    .containsExactly(expected, within(1e-5));
        }
        double[] expected = CentralDifference.of(rows, () -> loss(rows, weights, layers, gateBias, inputs, targets));
        double[] actual = new double[expected.length];
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            for (int d = 0; d < 6; d++) {
                actual[table.touched(slot) * 6 + d] = table.gradient()[slot * 6 + d];
            }
        }
        assertThat(actual).containsExactly(expected, within(1e-5));
        assertThat(table.touchedCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "1,5", "2,64"})
    void aLaneInTrainingIsInTheStateOfASession(int layers, int batchSize) {
        SplittableRandom random = new SplittableRandom(batchSize);
        Interactions.Builder rows = new Interactions.Builder();
        int[] lengths = random.ints(13, 2, 9).toArray();
        int item = 0;
        for (int user = 0; user < 13; user++) {
            for (int i = 0; i < lengths[user]; i++) {
                rows.addUntimed(user, item++);
            }
        }
        Interactions training = rows.build(13, item);
        Gru4RecConfig config = config(layers, true);
        Network network = network(config, item);
        Model model = Gru4RecModel.load(config, network.state());
        int[] users = random.ints(0, 13).distinct().limit(13).toArray();
        TrainingStep step = new TrainingStep(network, Math.min(batchSize, 13), Parallel.sequential());
        SessionParallelBatches batches = new SessionParallelBatches(training, users, batchSize);
        float[] scores = new float[item];
        while (batches.next()) {
            double expected = 0;
            for (int lane = 0; lane < batches.size(); lane++) {
                int row = batches.inputs()[lane]; // every event is an item of its own: item = row
                int user = 0;
                while (training.end(user) <= row) {
                    user++;
                }
                int[] history = new int[row + 1 - training.start(user)];
                Arrays.setAll(history, i -> row + 1 - history.length + i);
                model.score(Query.ofHistory(history), scores);
                expected -= scores[batches.targets()[lane]] / batches.size();
            }
            assertThat(step.run(batches)).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void aLayerMoreChangesTheScores() {
        float[] one = new float[4];
        float[] two = new float[4];
        Gru4RecModel.load(config(1, false), network(config(1, false), 4).state())
                .score(Query.ofHistory(1), one);
        Gru4RecModel.load(config(2, false), network(config(2, false), 4).state())
                .score(Query.ofHistory(1), two);
        assertThat(two).isNotEqualTo(one);
    }
}
