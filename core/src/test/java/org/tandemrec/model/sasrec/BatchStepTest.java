package org.tandemrec.model.sasrec;

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
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.ReferenceLayers;
import org.tandemrec.nn.ReferenceTransformer;
import org.tandemrec.nn.RowTable;

/** The gradients of a whole mini-batch, by all weights, against differences of the loss in double precision. */
class BatchStepTest {
    private static final int ITEMS = 7;
    private static final int H = 4;
    private static final double TOLERANCE = 2e-4;

    private static Interactions data() {
        Interactions.Builder rows = new Interactions.Builder();
        int[][] histories = {{0, 3, 5, 2, 2, 6, 1}, {4, 1}, {3, 0, 3, 0}};
        for (int user = 0; user < histories.length; user++) {
            for (int item : histories[user]) {
                rows.addUntimed(user, item);
            }
        }
        return rows.build(histories.length, ITEMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'norm':'before'", "'norm':'after'", "'embedding':'separate','heads':1"})
    void agreesWithTheFormulaAndItsDifferences(String keys) {
        SasRecConfig config = Configs.of("'hiddenSize':4,'maxLength':4,'dropout':0,'batchSize':4," + keys);
        Interactions data = data();
        Windows windows = new Windows(data, config.maxLength(), config.longHistory());
        Network network = network(config);
        Parallel parallel = Parallel.sequential();
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        Batch batch = new Batch(data, windows, 4);
        batch.fill(new int[] {2, 0, 3, 1}, 0, 4);
        List<double[]> weights = new ArrayList<>(ReferenceTransformer.doubles(network.parameters()));
        network.tables().forEach(table -> weights.add(CentralDifference.doubles(table.value())));
        DoubleSupplier loss = () -> loss(config, network, batch, weights);
        TargetLoss targets = new ItemLoss(config, data, windows, network, batch.rows(), new Seed(1), gemm, parallel);
        targets.begin(1);
        double sum = new BatchStep(network, config, batch.rows(), gemm, parallel).run(batch, 1, targets, new Seed(2));

        assertThat(sum / batch.rows()).isCloseTo(loss.getAsDouble(), within(1e-5));
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

    private static Network network(SasRecConfig config) {
        Network network = new Network(config, ITEMS, new Seed(5));
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

    /** The mean cross-entropy of all targets; weights as in parameters and tables. */
    private static double loss(SasRecConfig config, Network network, Batch batch, List<double[]> weights) {
        int parameters = network.parameters().size();
        double[] items = weights.get(parameters);
        double[] positions = weights.get(parameters + 1);
        double[] x = new double[batch.rows() * H];
        for (int i = 0; i < x.length; i++) {
            int row = i / H;
            x[i] = items[batch.events().items()[row] * H + i % H]
                    + positions[batch.events().positions()[row] * H + i % H];
        }
        for (int l = 0; l < config.layers(); l++) {
            List<double[]> ofBlock = weights.subList(12 * l, 12 * l + 12);
            x = ReferenceTransformer.block(
                    x, batch.sequences(), config.heads(), true, config.norm(), config.activation(), ofBlock);
        }
        if (network.lastNorm != null) {
            x = ReferenceLayers.layerNorm(x, weights.get(parameters - 2), weights.get(parameters - 1));
        }
        double[] vectors = weights.get(network.tables().size() == 3 ? parameters : parameters + 2);
        double loss = 0;
        for (int row = 0; row < batch.rows(); row++) {
            double[] h = Arrays.copyOfRange(x, row * H, (row + 1) * H);
            loss += ReferenceLayers.crossEntropy(h, vectors, weights.getLast(), batch.targets()[row]);
        }
        return loss / batch.rows();
    }
}
