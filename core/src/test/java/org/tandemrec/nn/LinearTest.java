package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class LinearTest {
    private static final double TOLERANCE = 3e-5;

    private static Linear linear(int D, int E, boolean biased) {
        Linear linear = new Linear("tower", D, E, biased, InitConfig.DEFAULT, new Seed(5));
        for (Parameter parameter : linear.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
        }
        if (biased) {
            CentralDifference.fill(linear.parameters().getLast().value(), new SplittableRandom(7));
        }
        return linear;
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,false", "9,5,7,false", "9,5,7,true", "300,3,2,true"})
    void agreesWithTheFormulaAndItsDifferences(int R, int D, int E, boolean biased) {
        SplittableRandom random = new SplittableRandom(3);
        Linear linear = linear(D, E, biased);
        float[] x = CentralDifference.draw(R * D, random);
        float[] dy = CentralDifference.draw(R * E, random);
        float[] y = new float[R * E];
        float[] dx = new float[R * D];
        Arrays.fill(y, Float.NaN);
        Arrays.fill(dx, Float.NaN);
        double[] xs = CentralDifference.doubles(x);
        double[] W = CentralDifference.doubles(linear.parameters().getFirst().value());
        double[] b =
                biased ? CentralDifference.doubles(linear.parameters().getLast().value()) : new double[E];
        Parallel parallel = Parallel.sequential();
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        linear.forward(x, R, y, gemm, parallel);
        linear.backward(x, R, dy, dx, gemm, parallel);

        Near.assertNear(y, ReferenceLayers.linear(xs, R, W, b), TOLERANCE);
        var loss = ReferenceLayers.loss(dy, () -> ReferenceLayers.linear(xs, R, W, b));
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        Near.assertNear(linear.parameters().getFirst().gradient(), CentralDifference.of(W, loss), TOLERANCE * R);
        if (biased) {
            Near.assertNear(linear.parameters().getLast().gradient(), CentralDifference.of(b, loss), TOLERANCE * R);
        }
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        List<float[]> expected = run(1);
        for (int threads = 2; threads <= 3; threads++) {
            List<float[]> actual = run(threads);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    private static List<float[]> run(int threads) {
        int R = 1000;
        Linear linear = linear(40, 24, true);
        SplittableRandom random = new SplittableRandom(3);
        float[] x = CentralDifference.draw(R * 40, random);
        float[] dy = CentralDifference.draw(R * 24, random);
        float[] y = new float[R * 24];
        float[] dx = new float[R * 40];
        try (Parallel parallel = new Parallel(threads)) {
            ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
            linear.forward(x, R, y, gemm, parallel);
            linear.backward(x, R, dy, dx, gemm, parallel);
        }
        return List.of(
                y,
                dx,
                linear.parameters().getFirst().gradient(),
                linear.parameters().getLast().gradient());
    }

    @Test
    void namesItsParametersAndDrawsThemFromTheSeed() {
        Linear linear = linear(4, 6, true);
        assertThat(linear.inputs()).isEqualTo(4);
        assertThat(linear.outputs()).isEqualTo(6);
        assertThat(linear.parameters()).extracting(Parameter::name).containsExactly("tower.weights", "tower.bias");
        assertThat(linear.parameters().getFirst().value())
                .isEqualTo(linear(4, 6, false).parameters().getFirst().value())
                .isNotEqualTo(new Linear("tower", 4, 6, true, InitConfig.DEFAULT, new Seed(6))
                        .parameters()
                        .getFirst()
                        .value());
        assertThat(new Linear("tower", 4, 6, true, InitConfig.DEFAULT, new Seed(6))
                        .parameters()
                        .getLast()
                        .value())
                .containsOnly(0);
        float bound = (float) Math.sqrt(6 / 10.0);
        for (float weight : linear.parameters().getFirst().value()) {
            assertThat(weight).isCloseTo(0, within(bound));
        }
    }

    @Test
    void emptySizesFail() {
        assertThatThrownBy(() -> linear(0, 3, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("inputs of layer tower must be at least 1, but was 0");
        assertThatThrownBy(() -> linear(3, 0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("outputs of layer tower must be at least 1, but was 0");
    }
}
