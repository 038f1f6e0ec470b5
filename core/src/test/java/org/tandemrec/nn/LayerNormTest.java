package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;

class LayerNormTest {
    private static final double TOLERANCE = 5e-5;

    private static LayerNorm drawn(int H) {
        LayerNorm norm = new LayerNorm("norm", H);
        for (Parameter parameter : norm.parameters()) {
            CentralDifference.fill(
                    parameter.value(), new SplittableRandom(parameter.name().length()));
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
        }
        return norm;
    }

    @ParameterizedTest
    @CsvSource({"1,2", "7,5", "9,16", "3,130"})
    void agreesWithTheFormulaAndItsDifferences(int R, int H) {
        SplittableRandom random = new SplittableRandom(3);
        LayerNorm norm = drawn(H);
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        float[] y = new float[R * H];
        float[] dx = new float[R * H];
        double[] xs = CentralDifference.doubles(x);
        double[] g = CentralDifference.doubles(norm.parameters().getFirst().value());
        double[] b = CentralDifference.doubles(norm.parameters().getLast().value());
        float[] statistics = new float[LayerNorm.statisticsSize(R)];
        norm.forward(x, R, y, statistics, Parallel.sequential());
        norm.backward(x, R, statistics, dy, dx, Parallel.sequential());

        Near.assertNear(y, ReferenceLayers.layerNorm(xs, g, b), TOLERANCE);
        var loss = ReferenceLayers.loss(dy, () -> ReferenceLayers.layerNorm(xs, g, b));
        Near.assertNear(dx, CentralDifference.of(xs, loss), TOLERANCE);
        Near.assertNear(norm.parameters().getFirst().gradient(), CentralDifference.of(g, loss), TOLERANCE);
        Near.assertNear(norm.parameters().getLast().gradient(), CentralDifference.of(b, loss), TOLERANCE);
    }

    @Test
    void startsWithRowsOfMeanZeroAndDeviationOne() {
        LayerNorm norm = new LayerNorm("norm", 64);
        float[] x = CentralDifference.draw(64, new SplittableRandom(3));
        float[] y = new float[64];
        for (int i = 0; i < 64; i++) {
            x[i] = 100 + 5 * x[i];
        }
        norm.forward(x, 1, y, new float[2], Parallel.sequential());
        double sum = 0;
        double squares = 0;
        for (float each : y) {
            sum += each;
            squares += (double) each * each;
        }
        assertThat(sum / 64).isBetween(-1e-4, 1e-4);
        assertThat(squares / 64).isBetween(0.999, 1.001);
    }

    @Test
    void aConstantRowGivesTheBias() {
        LayerNorm norm = drawn(8);
        float[] x = new float[8];
        Arrays.fill(x, 3);
        float[] y = new float[8];
        norm.forward(x, 1, y, new float[2], Parallel.sequential());
        assertThat(y).isEqualTo(norm.parameters().getLast().value());
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
        int H = 20;
        LayerNorm norm = drawn(H);
        SplittableRandom random = new SplittableRandom(3);
        float[] x = CentralDifference.draw(R * H, random);
        float[] dy = CentralDifference.draw(R * H, random);
        float[] y = new float[R * H];
        float[] dx = new float[R * H];
        float[] statistics = new float[LayerNorm.statisticsSize(R)];
        try (Parallel parallel = new Parallel(threads)) {
            norm.forward(x, R, y, statistics, parallel);
            norm.backward(x, R, statistics, dy, dx, parallel);
        }
        return List.of(
                y,
                dx,
                norm.parameters().getFirst().gradient(),
                norm.parameters().getLast().gradient());
    }

    @Test
    void namesItsParametersAndNeedsASize() {
        assertThat(new LayerNorm("norm", 3).parameters())
                .extracting(Parameter::name)
                .containsExactly("norm.gain", "norm.bias");
        assertThatThrownBy(() -> new LayerNorm("norm", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size of layer norm must be at least 1, but was 0");
    }
}
