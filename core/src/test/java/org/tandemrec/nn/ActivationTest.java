package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Parallel;

class ActivationTest {
    private static final int N = 10_000;

    @ParameterizedTest
    @EnumSource
    void agreesWithTheFormulaAndItsDifferences(Activation activation) {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = CentralDifference.draw(200, random);
        for (int i = 0; i < x.length; i++) {
            x[i] = 4 * x[i] + Math.copySign(0.01f, x[i]); // no difference reaches over the kink of max(x, 0)
        }
        float[] dy = CentralDifference.draw(x.length, random);
        float[] y = new float[x.length];
        float[] dx = new float[x.length];
        activation.forward(x, y, x.length, Parallel.sequential());
        activation.backward(x, y, dy, dx, x.length, Parallel.sequential());
        double[] xs = CentralDifference.doubles(x);
        Near.assertNear(y, ReferenceLayers.activate(activation, xs), 1e-6);
        var loss = ReferenceLayers.loss(dy, () -> ReferenceLayers.activate(activation, xs));
        Near.assertNear(dx, CentralDifference.of(xs, loss), 1e-5);
    }

    @ParameterizedTest
    @EnumSource
    void computesInPlaceWhatItNeedsNoInputFor(Activation activation) {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = CentralDifference.draw(N, random);
        float[] dy = CentralDifference.draw(N, random);
        float[] y = new float[N];
        float[] dx = new float[N];
        activation.forward(x, y, N, Parallel.sequential());
        activation.backward(x, y, dy, dx, N, Parallel.sequential());
        float[] inPlace = x.clone();
        activation.forward(inPlace, inPlace, N, Parallel.sequential());
        assertThat(inPlace).isEqualTo(y);
        float[] gradient = dy.clone();
        activation.backward(
                activation.readsInput() ? x : inPlace, inPlace, gradient, gradient, N, Parallel.sequential());
        assertThat(gradient).isEqualTo(dx);
    }

    @ParameterizedTest
    @EnumSource
    void sameBitsForAnyNumberOfThreadsAndNothingBeyondTheEnd(Activation activation) {
        float[] x = CentralDifference.draw(N, new SplittableRandom(3));
        float[] expected = new float[N];
        activation.forward(x, expected, N, Parallel.sequential());
        try (Parallel parallel = new Parallel(3)) {
            float[] y = new float[N + 1];
            y[N] = -77;
            activation.forward(x, y, N, parallel);
            assertThat(Arrays.copyOf(y, N)).isEqualTo(expected);
            assertThat(y[N]).isEqualTo(-77);
        }
    }
}
