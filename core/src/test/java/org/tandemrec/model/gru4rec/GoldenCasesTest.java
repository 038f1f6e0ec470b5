package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.model.gru4rec.GoldenCases.Batch;
import org.tandemrec.model.gru4rec.GoldenCases.Case;
import org.tandemrec.model.gru4rec.GoldenCases.Tensor;

/** What the cases of the reference promise to whoever compares a network with them. */
class GoldenCasesTest {
    private static final List<Case> CASES = GoldenCases.read();

    static List<Case> cases() {
        return CASES;
    }

    @Test
    void everyCellLossOptimizerAndEmbeddingHasACase() {
        assertThat(values("cell")).contains("gru", "gru-reset-after", "lstm", "rnn");
        assertThat(values("loss")).contains("cross-entropy", "gbce", "bpr", "bpr-max", "top1", "top1-max");
        assertThat(values("optimizer")).contains("sgd", "adagrad", "adam", "adam-w");
        assertThat(values("embedding")).contains("one-hot", "separate", "tied");
        assertThat(values("scoring")).contains("all-items", "sampled");
    }

    private static List<String> values(String key) {
        return CASES.stream().map(it -> it.config().required(key).asString()).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void initialWeightsFollowTheirFormula(Case golden) {
        golden.tensors().forEach((name, tensor) -> {
            assertThat(tensor.initial()).as(name).hasSize(tensor.rows() * tensor.columns());
            for (int i = 0; i < tensor.initial().length; i++) {
                double expected = 0.8 * StrictMath.sin(tensor.phase() + 1.7 * i + 0.13 * i * i);
                assertThat((double) tensor.initial()[i]).as("%s[%d]", name, i).isCloseTo(expected, within(1e-7));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTensorLearns(Case golden) {
        assertThat(golden.losses()).hasSize(10);
        assertThat(Arrays.stream(golden.losses())).allMatch(loss -> loss > 0 && loss < 10);
        boolean oneStep = golden.config().required("bptt").intValue() == 1;
        golden.tensors().forEach((name, tensor) -> {
            int size = tensor.rows() * tensor.columns();
            // every state before the first step is zero
            boolean startsFromZero = oneStep && name.endsWith(".hiddenWeights");
            assertThat(largest(tensor.firstGradient(), size)).as(name).isBetween(startsFromZero ? 0 : 1e-4, 4.0);
            assertThat(largest(tensor.firstGradient(), size) == 0).as(name).isEqualTo(startsFromZero);
            assertThat(largest(tensor.fifthGradient(), size)).as(name).isBetween(1e-4, 4.0);
            assertThat(largest(tensor.last(), size)).as(name).isBetween(0.1, 4.0);
        });
    }

    private static double largest(double[] values, int size) {
        assertThat(values).hasSize(size);
        return Arrays.stream(values).map(Math::abs).max().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsThatAWindowDoesNotTouchHaveNoGradient(Case golden) {
        boolean sampled = golden.config().required("scoring").asString().equals("sampled");
        boolean tied = golden.config().required("embedding").asString().equals("tied");
        for (int update : new int[] {0, 4}) {
            Batch batch = golden.batches().get(update);
            boolean[] input = marked(golden.items(), batch.inputs());
            boolean[] output = marked(golden.items(), batch.targets(), golden.draws()[update]);
            for (int item = 0; item < golden.items(); item++) {
                boolean scored = !sampled || output[item];
                assertThat(hasGradient(golden.tensor("embedding"), update, item))
                        .isEqualTo(input[item] || (tied && scored));
                assertThat(golden.tensors().containsKey("output.weights")).isEqualTo(!tied);
                if (!tied) {
                    assertThat(hasGradient(golden.tensor("output.weights"), update, item))
                            .isEqualTo(scored);
                }
            }
        }
    }

    private static boolean[] marked(int items, int[]... marks) {
        boolean[] marked = new boolean[items];
        for (int[] some : marks) {
            for (int item : some) {
                marked[item] = true;
            }
        }
        return marked;
    }

    private static boolean hasGradient(Tensor tensor, int update, int row) {
        double[] gradient = update == 0 ? tensor.firstGradient() : tensor.fifthGradient();
        return IntStream.range(row * tensor.columns(), (row + 1) * tensor.columns())
                .anyMatch(i -> gradient[i] != 0);
    }

    /** Follows the sources from row to row: the sequences, read back, are those of the case, in the order of their first event. */
    @ParameterizedTest
    @MethodSource("cases")
    void rowsFollowTheSequences(Case golden) {
        List<List<Integer>> begun = new ArrayList<>();
        List<List<Integer>> before = List.of();
        for (Batch batch : golden.batches()) {
            List<List<Integer>> rows = new ArrayList<>();
            int first = batch.sizes()[0];
            for (int row = 0; row < batch.inputs().length; row++) {
                int source = batch.sources()[row];
                List<Integer> sequence = new ArrayList<>(List.of(batch.inputs()[row]));
                if (source < 0) {
                    begun.add(sequence);
                } else {
                    sequence = (row < first ? before : rows).get(source);
                    assertThat(batch.inputs()[row]).isEqualTo(sequence.getLast());
                }
                sequence.add(batch.targets()[row]);
                rows.add(sequence);
            }
            int last = batch.sizes()[batch.sizes().length - 1];
            before = rows.subList(rows.size() - last, rows.size());
        }
        List<List<Integer>> expected = IntStream.range(0, golden.sequences().length)
                .boxed()
                .sorted((a, b) -> Long.compare(golden.firstEventMillis()[a], golden.firstEventMillis()[b]))
                .map(user -> Arrays.stream(golden.sequences()[user]).boxed().toList())
                .filter(sequence -> sequence.size() > 1)
                .toList();
        assertThat(begun).isEqualTo(expected);
    }
}
