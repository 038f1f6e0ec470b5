package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class MlpTest {
    private static final int R = 9;
    private static final int[] SIZES = {5, 7, 4, 3};
    private static final double TOLERANCE = 1e-4;

    private static Mlp mlp(Activation activation, float dropout) {
        Mlp mlp = new Mlp("tower", SIZES, activation, dropout, InitConfig.DEFAULT, new Seed(5));
        for (Parameter parameter : mlp.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
            if (parameter.rows() == 1) {
                CentralDifference.fill(parameter.value(), new SplittableRandom(parameter.columns()));
            }
        }
        return mlp;
    }

    private static Mlp.Pass pass(Mlp mlp, Parallel parallel) {
        return mlp.pass(R, new ParallelGemm(Gemm.best(), parallel), parallel);
    }

    private static double[] reference(Activation activation, double[] x, List<double[]> parameters) {
        double[] h = x;
        for (int l = 0; l < parameters.size(); l += 2) {
            h = ReferenceLayers.linear(h, R, parameters.get(l), parameters.get(l + 1));
            h = ReferenceLayers.activate(activation, h);
        }
        return h;
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheFormulaAndItsDifferences(Activation activation) {
        SplittableRandom random = new SplittableRandom(3);
        Mlp mlp = mlp(activation, 0.5f); // drops nothing outside of training
        float[] x = CentralDifference.draw(R * 5, random);
        float[] dy = CentralDifference.draw(R * 3, random);
        double[] xs = CentralDifference.doubles(x);
        List<double[]> weights = new ArrayList<>();
        mlp.parameters().forEach(parameter -> weights.add(CentralDifference.doubles(parameter.value())));
        var loss = ReferenceLayers.loss(dy, () -> reference(activation, xs, weights));
        Mlp.Pass pass = pass(mlp, Parallel.sequential());
        float[] dx = new float[R * 5];
        float[] y = Arrays.copyOf(pass.forward(x, R, 1, false), R * 3);
        pass.backward(x, R, dy.clone(), dx);

        Near.assertNear(y, reference(activation, xs, weights), TOLERANCE);
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        for (int i = 0; i < weights.size(); i++) {
            double[] expected = CentralDifference.of(weights.get(i), loss);
            Near.assertNear(mlp.parameters().get(i).gradient(), expected, TOLERANCE);
        }
    }

    /** With a linear activation, y is linear in x also under a mask: gradients are exact differences of the outputs. */
    @Test
    void theBackwardPassDropsWhatTheForwardPassDropped() {
        SplittableRandom random = new SplittableRandom(3);
        Mlp mlp = mlp(Activation.IDENTITY, 0.4f);
        Mlp.Pass pass = pass(mlp, Parallel.sequential());
        float[] x = CentralDifference.draw(R * 5, random);
        float[] dy = CentralDifference.draw(R * 3, random);
        double before = loss(pass, x, dy, 8);
        float[] dx = new float[R * 5];
        pass.backward(x, R, dy.clone(), dx);
        for (int i = 0; i < x.length; i++) {
            float kept = x[i];
            x[i] += 1;
            assertThat(loss(pass, x, dy, 8) - before).isBetween(dx[i] - 1e-4, dx[i] + 1e-4);
            x[i] = kept;
        }
        assertThat(loss(pass, x, dy, 9)).isNotEqualTo(before);
    }

    private static double loss(Mlp.Pass pass, float[] x, float[] dy, int seed) {
        float[] y = pass.forward(x, R, seed, true);
        double loss = 0;
        for (int i = 0; i < dy.length; i++) {
            loss += (double) dy[i] * y[i];
        }
        return loss;
    }

    @Test
    void layersDropByMasksOfTheirOwn() {
        Mlp mlp =
                new Mlp("tower", new int[] {1, 64, 64, 64}, Activation.IDENTITY, 0.5f, InitConfig.DEFAULT, new Seed(1));
        for (Parameter parameter : mlp.parameters()) {
            Arrays.fill(parameter.value(), 0);
        }
        for (Linear layer : mlp.layers().subList(1, 3)) { // W = I, so that the output tells what was dropped
            for (int i = 0; i < 64; i++) {
                layer.parameters().getFirst().value()[65 * i] = 1;
            }
        }
        Arrays.fill(mlp.layers().getFirst().parameters().getLast().value(), 1);
        Mlp.Pass pass = pass(mlp, Parallel.sequential());
        float[] y = pass.forward(new float[R], R, 3, true);
        int kept = 0;
        for (int i = 0; i < R * 64; i++) {
            kept += y[i] == 0 ? 0 : 1;
        }
        assertThat(kept).isBetween(R * 64 / 4 - 60, R * 64 / 4 + 60); // half of a half
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        List<float[]> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            SplittableRandom random = new SplittableRandom(3);
            Mlp mlp = mlp(Activation.RELU, 0.3f);
            float[] x = CentralDifference.draw(R * 5, random);
            try (Parallel parallel = new Parallel(threads)) {
                Mlp.Pass pass = pass(mlp, parallel);
                results.add(Arrays.copyOf(pass.forward(x, R, 1, true), R * 3));
                pass.backward(x, R, CentralDifference.draw(R * 3, random), null);
                results.add(mlp.parameters().getFirst().gradient());
            }
        }
        for (int i = 2; i < results.size(); i++) {
            assertThat(results.get(i)).isEqualTo(results.get(i % 2));
        }
    }

    @Test
    void namesItsParametersAndChecksItsRoom() {
        Mlp mlp = mlp(Activation.RELU, 0);
        assertThat(mlp.inputs()).isEqualTo(5);
        assertThat(mlp.outputs()).isEqualTo(3);
        assertThat(mlp.parameters())
                .extracting(Parameter::name)
                .containsExactly(
                        "tower1.weights",
                        "tower1.bias",
                        "tower2.weights",
                        "tower2.bias",
                        "tower3.weights",
                        "tower3.bias");
        Mlp.Pass pass = pass(mlp, Parallel.sequential());
        assertThatThrownBy(() -> pass.forward(new float[50], R + 1, 1, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this pass has room for 9 rows, but there are 10");
        assertThatThrownBy(() -> new Mlp("tower", new int[] {5}, Activation.RELU, 0, InitConfig.DEFAULT, new Seed(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sizes of tower must be those of its input and of each layer, but were 1");
    }
}
