package org.tandemrec.model.sdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.ReferenceCells;
import org.tandemrec.nn.ReferenceFusion;
import org.tandemrec.nn.ReferenceLayers;
import org.tandemrec.nn.ReferenceTransformer;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.Sequences;

/** The gradients of a whole mini-batch, by all weights, against differences of the loss in double precision. */
class BatchStepTest {
    private static final int ITEMS = 7;
    private static final int H = 4;
    private static final double TOLERANCE = 2e-4;

    /** Sessions of up to three events; the first user has several, of which later ones have more before them than counts. */
    private static final int[][] HISTORIES = {{0, 3, 5, 2, 2, 6, 1, 4, 4}, {4, 1}, {3, 0, 3, 0, 5}};

    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < HISTORIES.length; user++) {
            for (int item : HISTORIES[user]) {
                rows.addUntimed(user, item);
            }
        }
        return rows.build(HISTORIES.length, ITEMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'heads':2", "'embedding':'separate','heads':1"})
    void agreesWithTheFormulaAndItsDifferences(String keys) {
        SdmConfig config =
                Configs.of("'hiddenSize':4,'sessionLength':3,'longLength':4,'dropout':0,'batchSize':6," + keys);
        TrainingSessions sessions = new TrainingSessions(data(), SessionCut.of(config));
        Network network = network(config);
        Batch batch = new Batch(sessions, sessions.count(), config.longLength());
        batch.fill(sessions.shuffled(new SplittableRandom(1)), 0, sessions.count());
        int rows = batch.sequences().rows();
        assertThat(rows).isEqualTo(13);
        List<double[]> weights = new ArrayList<>(ReferenceTransformer.doubles(network.parameters()));
        network.tables().forEach(table -> weights.add(CentralDifference.doubles(table.value())));
        DoubleSupplier loss = () -> loss(config, network, batch, weights);
        double sum = step(config, sessions, network, rows).run(batch, new int[0], 0, new Seed(2));

        assertThat(sum / rows).isCloseTo(loss.getAsDouble(), within(1e-5));
        for (int i = 0; i < network.parameters().size(); i++) {
            Parameter parameter = network.parameters().get(i);
            assertNear(parameter.name(), parameter.gradient(), CentralDifference.of(weights.get(i), loss));
        }
        for (int i = 0; i < network.tables().size(); i++) {
            RowTable table = network.tables().get(i);
            double[] expected =
                    CentralDifference.of(weights.get(network.parameters().size() + i), loss);
            assertNear(table.name(), gradient(table), expected);
        }
    }

    private static BatchStep step(SdmConfig config, TrainingSessions sessions, Network network, int rows) {
        Parallel parallel = Parallel.sequential();
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        ItemOutput output = ItemOutput.of(
                config.scored(),
                config.objective(),
                network.vectors,
                network.bias,
                SequenceUsers.of(data()).targetCounts(),
                new NegativeSampler(data().itemCounts(), 1, 0, parallel),
                rows,
                gemm,
                parallel);
        return new BatchStep(network, config, sessions.count(), rows, output, gemm, parallel);
    }

    private static Network network(SdmConfig config) {
        Network network = new Network(config, HISTORIES.length, ITEMS, new Seed(5));
        SplittableRandom random = new SplittableRandom(9);
        network.parameters().forEach(parameter -> CentralDifference.fill(parameter.value(), random));
        network.tables().forEach(table -> CentralDifference.fill(table.value(), random));
        return network;
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

    /** The mean cross-entropy of all targets, session by session from the histories; weights as in parameters and tables. */
    private static double loss(SdmConfig config, Network network, Batch batch, List<double[]> weights) {
        int parameters = network.parameters().size();
        double[] items = weights.get(parameters);
        double[] vectors = weights.get(network.tables().size() == 3 ? parameters : parameters + 1);
        double[] bias = weights.get(weights.size() - 2);
        double loss = 0;
        for (int user = 0; user < HISTORIES.length; user++) {
            int[] history = HISTORIES[user];
            for (int from = 0; from < history.length - 1; from += config.sessionLength()) {
                int to = Math.min(history.length - 1, from + config.sessionLength());
                double[] e = sum(weights.get(7), row(weights.getLast(), user));
                double[] p = longTerm(history, from, config.longLength(), e, items, weights);
                double[] o = outputs(config, Arrays.copyOfRange(history, from, to), e, p, items, weights);
                for (int i = from; i < to; i++) {
                    loss += ReferenceLayers.crossEntropy(row(o, i - from), vectors, bias, history[i + 1]);
                }
            }
        }
        return loss / batch.sequences().rows();
    }

    private static double[] longTerm(
            int[] history, int session, int longLength, double[] e, double[] items, List<double[]> weights) {
        int from = Math.max(0, session - longLength);
        double[] z = new double[H];
        if (from < session) {
            double[] x = rows(items, Arrays.copyOfRange(history, from, session));
            z = row(ReferenceFusion.pool(x, sequence(session - from), e), session - from - 1);
        }
        double[] p = ReferenceLayers.linear(z, 1, weights.get(8), weights.get(9));
        Arrays.setAll(p, i -> Math.tanh(p[i]));
        return p;
    }

    private static double[] outputs(
            SdmConfig config, int[] session, double[] e, double[] p, double[] items, List<double[]> weights) {
        double[] x = rows(items, session);
        double[] h = new double[x.length];
        double[] state = new double[2 * H];
        for (int i = 0; i < session.length; i++) {
            state = ReferenceCells.next(
                    Cell.Kind.LSTM, row(x, i), state, weights.get(0), weights.get(1), weights.get(2));
            System.arraycopy(state, 0, h, i * H, H);
        }
        Sequences sequence = sequence(session.length);
        double[] attended = ReferenceTransformer.attention(h, sequence, config.heads(), true, weights.subList(3, 7));
        double[] s = ReferenceFusion.pool(attended, sequence, e);
        return ReferenceFusion.gate(sequence, e, p, s, weights.subList(10, 14));
    }

    private static Sequences sequence(int length) {
        Sequences sequence = new Sequences(1);
        sequence.add(length);
        return sequence;
    }

    private static double[] row(double[] table, int row) {
        return Arrays.copyOfRange(table, row * H, (row + 1) * H);
    }

    private static double[] rows(double[] table, int[] rows) {
        double[] gathered = new double[rows.length * H];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(table, rows[i] * H, gathered, i * H, H);
        }
        return gathered;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = new double[a.length];
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }
}
