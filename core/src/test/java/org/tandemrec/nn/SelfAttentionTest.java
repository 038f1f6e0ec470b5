package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class SelfAttentionTest {
    private static final int H = 6;
    private static final double TOLERANCE = 1e-4;

    private static SelfAttention attention(int heads, boolean causal) {
        SelfAttention attention = new SelfAttention("attention", H, heads, causal, InitConfig.DEFAULT, new Seed(5));
        SplittableRandom random = new SplittableRandom(9);
        for (Parameter parameter : attention.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
            CentralDifference.fill(parameter.value(), random);
        }
        return attention;
    }

    private static SelfAttention.Pass pass(SelfAttention attention, int rows, float dropout, Parallel parallel) {
        return attention.pass(rows, dropout, new ParallelGemm(Gemm.best(), parallel), parallel);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "1,true", "2,true", "3,false", "6,true"})
    void agreesWithTheFormulaAndItsDifferences(int heads, boolean causal) {
        check(SequencesTest.of(4, 1, 7), heads, causal);
    }

    /** Longer than a block of queries, and as long as two. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheFormulaAlsoBeyondABlock(boolean causal) {
        check(SequencesTest.of(2, AttentionHead.ROWS + 3), 2, causal);
        check(SequencesTest.of(2 * AttentionHead.ROWS), 1, causal);
    }

    private static void check(Sequences sequences, int heads, boolean causal) {
        int R = sequences.rows();
        SplittableRandom random = new SplittableRandom(3);
        SelfAttention attention = attention(heads, causal);
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        double[] xs = CentralDifference.doubles(x);
        List<double[]> weights = ReferenceTransformer.doubles(attention.parameters());
        SelfAttention.Pass pass = pass(attention, R, 0.5f, Parallel.sequential()); // drops nothing outside of training
        float[] y = new float[R * H];
        float[] dx = new float[R * H];
        pass.forward(sequences, x, y, 1, false);
        pass.backward(sequences, x, dy, dx);

        Near.assertNear(y, ReferenceTransformer.attention(xs, sequences, heads, causal, weights), TOLERANCE);
        var loss =
                ReferenceLayers.loss(dy, () -> ReferenceTransformer.attention(xs, sequences, heads, causal, weights));
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        for (int i = 0; i < weights.size(); i++) {
            double[] expected = CentralDifference.of(weights.get(i), loss);
            Near.assertNear(attention.parameters().get(i).gradient(), expected, TOLERANCE * Math.sqrt(R));
        }
    }

    /** What is dropped does not depend on the values, so the loss under a mask is linear in those and in W_o. */
    @ParameterizedTest
    @ValueSource(ints = {5, AttentionHead.ROWS + 6})
    void theBackwardPassDropsWhatTheForwardPassDropped(int length) {
        Sequences sequences = SequencesTest.of(length, 3);
        int R = sequences.rows();
        SplittableRandom random = new SplittableRandom(3);
        SelfAttention attention = attention(2, true);
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        SelfAttention.Pass pass = pass(attention, R, 0.4f, Parallel.sequential());
        double before = loss(pass, sequences, x, dy, 8);
        float[] dx = new float[R * H];
        pass.backward(sequences, x, dy, dx);
        for (int parameter = 0; parameter < 4; parameter++) {
            float[] value = attention.parameters().get(parameter).value();
            float[] gradient = attention.parameters().get(parameter).gradient();
            for (int i = 0; i < value.length; i++) {
                float kept = value[i];
                float step = 1f / 128;
                value[i] = kept + step;
                double above = loss(pass, sequences, x, dy, 8);
                value[i] = kept - step;
                double slope = (above - loss(pass, sequences, x, dy, 8)) / (2 * step);
                value[i] = kept;
                assertThat((double) gradient[i]).isBetween(slope - 0.01 * R, slope + 0.01 * R);
            }
        }
        assertThat(loss(pass, sequences, x, dy, 9)).isNotEqualTo(before);
        assertThat(loss(pass, sequences, x, dy, 8)).isEqualTo(before);
    }

    private static double loss(SelfAttention.Pass pass, Sequences sequences, float[] x, float[] dy, int seed) {
        float[] y = new float[x.length];
        pass.forward(sequences, x, y, seed, true);
        double loss = 0;
        for (int i = 0; i < dy.length; i++) {
            loss += (double) dy[i] * y[i];
        }
        return loss;
    }

    @Test
    void laterRowsDoNotChangeEarlierOutputs() {
        SelfAttention attention = attention(2, true);
        float[] x = CentralDifference.draw(80 * H, new SplittableRandom(3));
        float[] whole = new float[80 * H];
        float[] part = new float[70 * H];
        SelfAttention.Pass pass = pass(attention, 80, 0, Parallel.sequential());
        pass.forward(SequencesTest.of(80), x, whole, 1, false);
        pass.forward(SequencesTest.of(70), x, part, 1, false);
        Near.assertNear(part, CentralDifference.doubles(Arrays.copyOf(whole, part.length)), 1e-6);
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Sequences sequences = SequencesTest.of(90, 3, 40, 1, 70);
        int R = sequences.rows();
        List<float[]> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(3);
            SelfAttention attention = attention(3, true);
            float[] x = CentralDifference.draw(R * H, random);
            float[] y = new float[R * H];
            float[] dx = new float[R * H];
            try (Parallel parallel = new Parallel(threads)) {
                SelfAttention.Pass pass = pass(attention, R, 0.3f, parallel);
                pass.forward(sequences, x, y, 1, true);
                pass.backward(sequences, x, CentralDifference.draw(R * H, random), dx);
            }
            results.addAll(List.of(y, dx, attention.parameters().getFirst().gradient()));
        }
        for (int i = 3; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % 3));
        }
    }

    @Test
    void namesItsParametersAndChecksItsHeadsAndItsRoom() {
        SelfAttention attention = attention(2, true);
        assertThat(attention.size()).isEqualTo(H);
        assertThat(attention.parameters())
                .extracting(Parameter::name)
                .containsExactly(
                        "attention.input.weights",
                        "attention.input.bias",
                        "attention.output.weights",
                        "attention.output.bias");
        assertThatThrownBy(() -> attention(4, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heads of layer attention must divide its size (6), but were 4");
        SelfAttention.Pass pass = pass(attention, 3, 0, Parallel.sequential());
        assertThatThrownBy(() -> pass.forward(SequencesTest.of(4), new float[24], new float[24], 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this pass has room for 3 rows, but there are 4");
    }

    /** Queries, keys and values are drawn as three matrices of H columns, not as one of 3H. */
    @Test
    void weightsAreDrawnMatrixByMatrix() {
        SelfAttention attention = new SelfAttention("attention", H, 1, true, InitConfig.DEFAULT, new Seed(5));
        float most = 0;
        for (float weight : attention.parameters().getFirst().value()) {
            most = Math.max(most, Math.abs(weight));
        }
        assertThat((double) most).isBetween(Math.sqrt(6.0 / (4 * H)), Math.sqrt(6.0 / (2 * H)));
    }
}
