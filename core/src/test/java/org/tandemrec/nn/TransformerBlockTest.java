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
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class TransformerBlockTest {
    private static final int H = 6;
    private static final int HEADS = 2;
    private static final double TOLERANCE = 3e-4;

    private static TransformerBlock block(
            boolean causal, TransformerBlock.Norm norm, Activation activation, float dropout) {
        TransformerBlock block = new TransformerBlock(
                "block", H, HEADS, 9, causal, norm, activation, dropout, InitConfig.DEFAULT, new Seed(5));
        SplittableRandom random = new SplittableRandom(9);
        for (Parameter parameter : block.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
            if (parameter.rows() == 1) {
                CentralDifference.fill(parameter.value(), random);
            }
        }
        return block;
    }

    private static TransformerBlock.Pass pass(TransformerBlock block, int rows, Parallel parallel) {
        return block.pass(rows, new ParallelGemm(Gemm.best(), parallel), parallel);
    }

    @ParameterizedTest
    @CsvSource({"true,BEFORE,GELU", "true,AFTER,RELU", "false,BEFORE,TANH", "false,AFTER,GELU"})
    void agreesWithTheFormulaAndItsDifferences(boolean causal, TransformerBlock.Norm norm, Activation activation) {
        Sequences sequences = SequencesTest.of(4, 1, 7);
        int R = sequences.rows();
        SplittableRandom random = new SplittableRandom(3);
        TransformerBlock block = block(causal, norm, activation, 0.5f); // drops nothing outside of training
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        double[] xs = CentralDifference.doubles(x);
        List<double[]> weights = ReferenceTransformer.doubles(block.parameters());
        TransformerBlock.Pass pass = pass(block, R, Parallel.sequential());
        float[] y = Arrays.copyOf(pass.forward(sequences, x, 1, false), R * H);
        float[] dx = dy.clone();
        pass.backward(sequences, x, dx);

        Near.assertNear(
                y, ReferenceTransformer.block(xs, sequences, HEADS, causal, norm, activation, weights), TOLERANCE);
        var loss = ReferenceLayers.loss(
                dy, () -> ReferenceTransformer.block(xs, sequences, HEADS, causal, norm, activation, weights));
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        for (int i = 0; i < weights.size(); i++) {
            Near.assertNear(
                    block.parameters().get(i).gradient(), CentralDifference.of(weights.get(i), loss), TOLERANCE);
        }
    }

    /** Differences of the float forward pass itself, under one mask. */
    @ParameterizedTest
    @EnumSource
    void theBackwardPassDropsWhatTheForwardPassDropped(TransformerBlock.Norm norm) {
        Sequences sequences = SequencesTest.of(4, 1, 7);
        int R = sequences.rows();
        SplittableRandom random = new SplittableRandom(3);
        TransformerBlock block = block(true, norm, Activation.GELU, 0.3f);
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        TransformerBlock.Pass pass = pass(block, R, Parallel.sequential());
        double before = loss(pass, sequences, x, dy, 8);
        float[] dx = dy.clone();
        pass.backward(sequences, x, dx);
        for (int i = 0; i < x.length; i++) {
            float kept = x[i];
            float step = 1f / 256;
            x[i] = kept + step;
            double above = loss(pass, sequences, x, dy, 8);
            x[i] = kept - step;
            double slope = (above - loss(pass, sequences, x, dy, 8)) / (2 * step);
            x[i] = kept;
            assertThat((double) dx[i]).isBetween(slope - 0.02, slope + 0.02);
        }
        assertThat(loss(pass, sequences, x, dy, 9)).isNotEqualTo(before);
    }

    private static double loss(TransformerBlock.Pass pass, Sequences sequences, float[] x, float[] dy, int seed) {
        float[] y = pass.forward(sequences, x, seed, true);
        double loss = 0;
        for (int i = 0; i < dy.length; i++) {
            loss += (double) dy[i] * y[i];
        }
        return loss;
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Sequences sequences = SequencesTest.of(70, 3, 300, 1);
        int R = sequences.rows();
        List<float[]> results = new ArrayList<>();
        int each = 0;
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(3);
            TransformerBlock block = block(true, TransformerBlock.Norm.BEFORE, Activation.RELU, 0.3f);
            float[] x = CentralDifference.draw(R * H, random);
            float[] dx = CentralDifference.draw(R * H, random);
            try (Parallel parallel = new Parallel(threads)) {
                TransformerBlock.Pass pass = pass(block, R, parallel);
                results.add(Arrays.copyOf(pass.forward(sequences, x, 1, true), R * H));
                pass.backward(sequences, x, dx);
            }
            results.add(dx);
            block.parameters().forEach(parameter -> results.add(parameter.gradient()));
            each = threads == 1 ? results.size() : each;
        }
        for (int i = each; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % each));
        }
    }

    @Test
    void namesItsParametersAndChecksItsRoom() {
        TransformerBlock block = block(true, TransformerBlock.Norm.BEFORE, Activation.RELU, 0);
        assertThat(block.parameters())
                .extracting(Parameter::name)
                .startsWith("block.attention.input.weights")
                .contains("block.feedForward.inner.weights", "block.feedForward.outer.bias")
                .endsWith("block.norm1.gain", "block.norm1.bias", "block.norm2.gain", "block.norm2.bias");
        TransformerBlock.Pass pass = pass(block, 3, Parallel.sequential());
        assertThatThrownBy(() -> pass.forward(SequencesTest.of(4), new float[24], 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this pass has room for 3 rows, but there are 4");
    }
}
