package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

class AdamTest {
    private static final double RATE = 0.01;

    /** Algorithm 1 of the paper for one weight, in double precision and in the paper's own order. */
    private static final class Reference {
        double w;
        double m;
        double v;

        void step(int t, double g) {
            m = 0.9 * m + 0.1 * g;
            v = 0.999 * v + 0.001 * g * g;
            w -= RATE * (m / (1 - Math.pow(0.9, t))) / (Math.sqrt(v / (1 - Math.pow(0.999, t))) + 1e-8);
        }
    }

    private static Adam adam(Parameter parameter) {
        return new Adam((float) RATE, List.of(parameter), List.of(), Parallel.sequential());
    }

    @Test
    void followsTheAlgorithm() {
        Parameter parameter = new Parameter("w", 1, 37);
        Adam adam = adam(parameter);
        Reference[] reference = new Reference[37];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 37; i++) {
            reference[i] = new Reference();
            reference[i].w = parameter.value()[i] = (float) random.nextDouble(-1, 1);
        }
        for (int t = 1; t <= 25; t++) {
            for (int i = 0; i < 37; i++) {
                // from far below epsilon to far above one
                float g = (float) (random.nextGaussian() * Math.pow(10, i / 3.0 - 9));
                parameter.gradient()[i] = g;
                reference[i].step(t, g);
            }
            adam.update();
            for (int i = 0; i < 37; i++) {
                assertThat((double) parameter.value()[i]).isCloseTo(reference[i].w, within(2e-6 * t));
            }
            assertThat(parameter.gradient()).containsOnly(0);
        }
        assertThat(adam.step()).isEqualTo(25);
    }

    @Test
    void rowsThatAreNotTouchedWait() {
        RowTable table = new RowTable("table", 3, 2, new Seed(1));
        Adam adam = new Adam((float) RATE, List.of(), List.of(table), Parallel.sequential());
        Reference touched = new Reference();
        touched.w = table.value()[2];
        float[] before = table.value().clone();
        for (int t = 1; t <= 6; t++) {
            if (t % 2 == 1) {
                int slot = table.touch(1);
                table.gradient()[2 * slot] = 0.5f * t;
                touched.step(t, 0.5 * t);
            }
            adam.update();
            assertThat(table.touchedCount()).isZero();
            assertThat((double) table.value()[2]).isCloseTo(touched.w, within(1e-5));
        }
        assertThat(table.value()[0]).isEqualTo(before[0]);
        assertThat(table.value()[3]).as("touched, with a gradient of zero").isEqualTo(before[3]);
        assertThat(table.value()[4]).isEqualTo(before[4]);
        assertThat(adam.moments().getFirst()[0]).isZero();
        assertThat(adam.moments().getFirst()[2]).isNotZero();
    }

    @Test
    void goesOnFromSavedMoments() {
        Parameter straight = new Parameter("w", 1, 20).glorot(20, new Seed(3));
        Parameter resumed = new Parameter("w", 1, 20).glorot(20, new Seed(3));
        Adam first = adam(straight);
        Adam second = adam(resumed);
        for (int t = 1; t <= 6; t++) {
            if (t == 4) {
                Adam fresh = adam(resumed);
                for (int i = 0; i < 2; i++) {
                    System.arraycopy(second.moments().get(i), 0, fresh.moments().get(i), 0, 20);
                }
                fresh.restore(second.step());
                second = fresh;
            }
            CentralDifference.fill(straight.gradient(), new SplittableRandom(t));
            CentralDifference.fill(resumed.gradient(), new SplittableRandom(t));
            first.update();
            second.update();
        }
        assertThat(resumed.value()).isEqualTo(straight.value());
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        float[][] values = new float[4][];
        for (int threads = 1; threads <= 3; threads++) {
            Parameter parameter = new Parameter("w", 100, 401).glorot(401, new Seed(3));
            try (Parallel parallel = new Parallel(threads)) {
                Adam adam = new Adam((float) RATE, List.of(parameter), List.of(), parallel);
                for (int t = 1; t <= 3; t++) {
                    CentralDifference.fill(parameter.gradient(), new SplittableRandom(t));
                    adam.update();
                }
            }
            values[threads] = parameter.value();
        }
        assertThat(values[2]).isEqualTo(values[1]);
        assertThat(values[3]).isEqualTo(values[1]);
        assertThat(values[1][40_000])
                .isNotEqualTo(
                        new Parameter("w", 100, 401).glorot(401, new Seed(3)).value()[40_000]);
    }
}
