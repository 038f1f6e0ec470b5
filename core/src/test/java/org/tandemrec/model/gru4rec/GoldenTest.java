package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ModelState;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.NegativeSampler;
import org.tandemrec.nn.Optimizer;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/** Losses, gradients and weights of ten updates are those of the independent reference in double precision. */
class GoldenTest {
    private static final double TOLERANCE = 3e-6;

    static List<GoldenCases.Case> cases() {
        return GoldenCases.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tenUpdates(GoldenCases.Case golden) {
        Gru4RecConfig config = Configs.of(golden.config());
        Parallel parallel = Parallel.sequential();
        Interactions training = golden.training();
        Network network = new Network(config, training.userCount(), golden.items(), new Seed(1));
        network.restore(initial(golden, network));
        int[] counts = new int[golden.items()];
        for (int row = 0; row < training.size(); row++) {
            counts[training.item(row)]++;
        }
        int negatives = config.scored().negatives();
        NegativeSampler sampler = new NegativeSampler(counts, 0, negatives, parallel);
        WindowStep step = new WindowStep(
                network,
                config,
                config.batchSize(),
                (rows, gemm) -> Gru4RecRun.output(config, network, counts, sampler, rows, gemm, parallel),
                parallel);
        Optimizer optimizer = new Optimizer(config.optimizer(), network.parameters(), network.tables(), parallel);
        SessionWindows batches = new SessionWindows(training, users(training), config.batchSize(), config.bptt());
        for (int update = 0; update < golden.losses().length; update++) {
            assertThat(batches.next()).isTrue();
            double loss = step.run(batches, golden.draws()[update], 0, new Seed(2));
            assertThat(loss / (config.batchSize() * config.bptt()))
                    .as("loss of update %d", update + 1)
                    .isCloseTo(golden.losses()[update], within(TOLERANCE));
            if (update == 0 || update == 4) {
                assertGradients(golden, network, update);
            }
            optimizer.update(0, 1);
        }
        assertThat(batches.next()).as("ten updates are the epoch").isFalse();
        ModelState last = network.state();
        golden.tensors()
                .forEach((name, tensor) -> assertThat(CentralDifference.doubles(last.floats(name)))
                        .as(name)
                        .containsExactly(tensor.last(), within(TOLERANCE)));
    }

    private static ModelState initial(GoldenCases.Case golden, Network network) {
        ModelState state = new ModelState();
        network.state()
                .tensors()
                .forEach((name, tensor) -> state.put(name, golden.tensor(name).initial(), tensor.shape()));
        assertThat(state.tensors().keySet()).isEqualTo(golden.tensors().keySet());
        return state;
    }

    private static int[] users(Interactions training) {
        return IntStream.range(0, training.userCount())
                .filter(user -> training.count(user) >= 2)
                .boxed()
                .sorted(Comparator.comparingLong(user -> training.timeMillis(training.start(user))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void assertGradients(GoldenCases.Case golden, Network network, int update) {
        for (Parameter parameter : network.parameters()) {
            assertGradient(golden, parameter.name(), parameter.gradient(), update);
        }
        for (RowTable table : network.tables()) {
            int columns = table.columns();
            float[] dense = new float[table.rows() * columns];
            for (int slot = 0; slot < table.touchedCount(); slot++) {
                System.arraycopy(table.gradient(), slot * columns, dense, table.touched(slot) * columns, columns);
            }
            assertGradient(golden, table.name(), dense, update);
        }
    }

    private static void assertGradient(GoldenCases.Case golden, String name, float[] gradient, int update) {
        GoldenCases.Tensor tensor = golden.tensor(name);
        assertThat(CentralDifference.doubles(gradient))
                .as("gradient of %s in update %d", name, update + 1)
                .containsExactly(update == 0 ? tensor.firstGradient() : tensor.fifthGradient(), within(TOLERANCE));
    }
}
