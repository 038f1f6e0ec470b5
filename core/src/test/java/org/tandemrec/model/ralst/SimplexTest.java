package org.tandemrec.model.ralst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimplexTest {
    /** The nearest point by halving an interval that has τ in it. */
    static double[] byBisection(double[] theta) {
        if (sum(theta, 0) <= 1) {
            return shifted(theta, 0);
        }
        double low = 0;
        double high = Arrays.stream(theta).max().orElseThrow();
        for (int i = 0; i < 200; i++) {
            double middle = (low + high) / 2;
            if (sum(theta, middle) > 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return shifted(theta, high);
    }

    private static double[] shifted(double[] theta, double tau) {
        return Arrays.stream(theta).map(weight -> Math.max(weight - tau, 0)).toArray();
    }

    private static double sum(double[] theta, double tau) {
        return Arrays.stream(shifted(theta, tau)).sum();
    }

    private static double[] project(double... theta) {
        double[] projected = theta.clone();
        Simplex.project(projected, theta.length, new double[theta.length]);
        return projected;
    }

    private static double[] draw(SplittableRandom random, int size) {
        double spread = Math.pow(10, random.nextDouble(-3, 3));
        return random.doubles(size).map(x -> spread * (2 * x - 0.8)).toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isTheNearestPointOfTheSimplex(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            double[] theta = draw(random, 1 + random.nextInt(6));
            double[] projected = project(theta);
            double scale = 1 + Arrays.stream(theta).map(Math::abs).max().orElseThrow();
            assertThat(projected).containsExactly(byBisection(theta), within(1e-13 * scale));
            double[] weights = FusionWeights.ofTheta(projected);
            assertThat(Arrays.stream(weights).sum()).isCloseTo(1, within(1e-13 * scale));
            if (theta.length > 1) {
                assertThat(Arrays.stream(weights).min().orElseThrow()).isNotNegative();
            }
            double distance = squaredDistance(theta, projected);
            for (int other = 0; other < 20; other++) {
                double[] feasible = project(draw(random, theta.length));
                assertThat(squaredDistance(theta, feasible)).isGreaterThanOrEqualTo(distance - 1e-9 * scale * scale);
            }
        }
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum;
    }

    @Test
    void byHand() {
        assertThat(project(0.2, 0.3)).containsExactly(0.2, 0.3);
        assertThat(project(-0.5, 0.3)).containsExactly(0, 0.3);
        assertThat(project(0.75, 0.75)).containsExactly(0.5, 0.5);
        assertThat(project(3, 0.5, -1)).containsExactly(1, 0, 0);
        assertThat(project(1.5, -0.25)).containsExactly(1, 0);
    }

    @Test
    void whatIsNoNumberStaysSo() {
        assertThat(project(Double.NaN, 2)).containsExactly(Double.NaN, 2);
        assertThat(project(-1, Double.POSITIVE_INFINITY)).containsExactly(-1, Double.POSITIVE_INFINITY);
    }
}
