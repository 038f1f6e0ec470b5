package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.nn.OptimizerConfig.Decay;
import org.tandemrec.nn.OptimizerConfig.Rule;

class OptimizerTest {
    private static OptimizerConfig config(Rule rule, double momentum, double weightDecay, double clipNorm) {
        return new OptimizerConfig(rule, 0.03f, (float) momentum, (float) weightDecay, (float) clipNorm, 0, Decay.NONE);
    }

    static List<OptimizerConfig> rules() {
        return List.of(
                config(Rule.SGD, 0, 0, 0),
                config(Rule.SGD, 0.7, 0, 0),
                config(Rule.ADAGRAD, 0, 0, 0),
                config(Rule.ADAGRAD, 0.4, 0, 0),
                config(Rule.ADAM, 0, 0, 0),
                config(Rule.ADAM_W, 0, 0, 0),
                config(Rule.ADAM_W, 0, 0.5, 0));
    }

    static Stream<Arguments> rulesAndColumns() {
        return rules().stream().flatMap(rule -> Stream.of(1, 3, 20).map(columns -> Arguments.of(rule, columns)));
    }

    private static ReferenceOptimizer[] references(OptimizerConfig config, float[] weights) {
        ReferenceOptimizer[] references = new ReferenceOptimizer[weights.length];
        Arrays.setAll(references, i -> new ReferenceOptimizer(config, weights[i]));
        return references;
    }

    private static void assertFollows(float[] actual, ReferenceOptimizer[] expected) {
        for (int i = 0; i < actual.length; i++) {
            double w = expected[i].w;
            assertThat((double) actual[i]).as("weight %d", i).isCloseTo(w, within(2e-5 * Math.max(1, Math.abs(w))));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void denseWeightsFollowThePapers(OptimizerConfig config) {
        Parameter parameter = new Parameter("w", 3, 13).initialize(13, InitConfig.DEFAULT, new Seed(1));
        ReferenceOptimizer[] references = references(config, parameter.value());
        Optimizer optimizer = new Optimizer(config, List.of(parameter), List.of(), Parallel.sequential());
        SplittableRandom random = new SplittableRandom(1);
        for (int t = 1; t <= 12; t++) {
            for (int i = 0; i < 39; i++) {
                // from far below epsilon to far above one
                float g = (float) (random.nextGaussian() * Math.pow(10, i / 6.0 - 5));
                parameter.gradient()[i] = g;
                references[i].step(t, g);
            }
            float[] gradient = parameter.gradient().clone();
            optimizer.update(0, 1);
            assertFollows(parameter.value(), references);
            assertThat(parameter.gradient()).as("left to the backward pass").isEqualTo(gradient);
            assertThat(optimizer.step()).isEqualTo(t);
        }
    }

    @ParameterizedTest
    @MethodSource("rulesAndColumns")
    void touchedRowsFollowThePapersAndOthersWait(OptimizerConfig config, int columns) {
        RowTable table = new RowTable("table", 9, columns).initialize(columns, InitConfig.DEFAULT, new Seed(1));
        ReferenceOptimizer[] references = references(config, table.value());
        float[] initial = table.value().clone();
        Optimizer optimizer = new Optimizer(config, List.of(), List.of(table), Parallel.sequential());
        SplittableRandom random = new SplittableRandom(2);
        for (int t = 1; t <= 12; t++) {
            if (t % 4 == 3) {
                table.touchAll();
                for (int i = 0; i < 9 * columns; i++) {
                    table.gradient()[i] = random.nextInt(-3, 4);
                    references[i].step(t, table.gradient()[i]);
                }
            } else {
                for (int row : new int[] {7, t % 7, 3}) { // never row 8, and repeats
                    touch(table, row, random);
                }
                for (int slot = 0; slot < table.touchedCount(); slot++) {
                    for (int d = 0; d < columns; d++) {
                        references[table.touched(slot) * columns + d].step(t, table.gradient()[slot * columns + d]);
                    }
                }
            }
            optimizer.update(0, 1);
            assertThat(table.touchedCount()).isZero();
            assertFollows(table.value(), references);
            if (t < 3) {
                assertThat(Arrays.copyOfRange(table.value(), 8 * columns, 9 * columns))
                        .isEqualTo(Arrays.copyOfRange(initial, 8 * columns, 9 * columns));
            }
        }
    }

    private static void touch(RowTable table, int row, SplittableRandom random) {
        int slot = table.touch(row);
        for (int d = 0; d < table.columns(); d++) {
            table.gradient()[slot * table.columns() + d] += random.nextInt(-3, 4);
        }
    }

    @Test
    void adagradStartsAtAnAccumulatorOfZeroWithEpsilonInTheRoot() {
        Parameter parameter = new Parameter("w", 1, 3);
        OptimizerConfig config = new OptimizerConfig(Rule.ADAGRAD, 0.5f, 0, 0, 0, 0, Decay.NONE);
        Optimizer optimizer = new Optimizer(config, List.of(parameter), List.of(), Parallel.sequential());
        float[] gradient = {2, 1e-3f, 0};
        System.arraycopy(gradient, 0, parameter.gradient(), 0, 3);
        optimizer.update(0, 1);
        assertThat(parameter.value()[0]).isCloseTo(-0.5f, within(1e-6f));
        // sqrt(1e-6 + 1e-6), where an epsilon outside the root would give a step of 0.4995
        assertThat(parameter.value()[1]).isCloseTo((float) (-0.5 / Math.sqrt(2)), within(1e-5f));
        assertThat(parameter.value()[2]).isZero();
        assertThat(optimizer.moments()).containsExactly(new float[] {4, 1e-3f * 1e-3f, 0});
    }

    /** Gradients (3, 0, 4) and (12) have norm 13. */
    @ParameterizedTest
    @MethodSource("clipNorms")
    void clippingShortensTheWholeGradientAndLeavesItsDirection(float clipNorm, float factor) {
        Parameter parameter = new Parameter("w", 1, 3);
        RowTable table = new RowTable("table", 5, 1);
        OptimizerConfig config = new OptimizerConfig(Rule.SGD, 1, 0, 0, clipNorm, 0, Decay.NONE);
        Optimizer optimizer = new Optimizer(config, List.of(parameter), List.of(table), Parallel.sequential());
        System.arraycopy(new float[] {3, 0, 4}, 0, parameter.gradient(), 0, 3);
        table.touch(1); // slots of steps before must not count
        table.touch(4);
        table.gradient()[1] = 99;
        table.clearGradient();
        table.gradient()[table.touch(2)] = 12;
        optimizer.update(0, 1);
        float[] moved = {parameter.value()[0], parameter.value()[1], parameter.value()[2], table.value()[2]};
        assertThat(moved).containsExactly(new float[] {-3 * factor, 0, -4 * factor, -12 * factor}, within(1e-6f));
        assertThat(table.value()[4]).isZero();
    }

    static Stream<Arguments> clipNorms() {
        return Stream.of(
                Arguments.of(0, 1f), Arguments.of(13.5f, 1f), Arguments.of(6.5f, 0.5f), Arguments.of(1f, 1 / 13f));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aClippedStepIsTheStepOfTheShortenedGradient(OptimizerConfig rule) {
        OptimizerConfig clipped = config(rule.optimizer(), rule.momentum(), rule.weightDecay(), 1);
        Parameter one = new Parameter("w", 1, 20).initialize(20, InitConfig.DEFAULT, new Seed(1));
        Parameter other = new Parameter("w", 1, 20).initialize(20, InitConfig.DEFAULT, new Seed(1));
        Optimizer clips = new Optimizer(clipped, List.of(one), List.of(), Parallel.sequential());
        Optimizer plain = new Optimizer(rule, List.of(other), List.of(), Parallel.sequential());
        for (int t = 1; t <= 3; t++) {
            CentralDifference.fill(one.gradient(), new SplittableRandom(t));
            double squares = 0;
            for (float g : one.gradient()) {
                squares += (double) g * g;
            }
            assertThat(squares).isGreaterThan(1);
            for (int i = 0; i < 20; i++) {
                other.gradient()[i] = (float) (one.gradient()[i] / Math.sqrt(squares));
            }
            clips.update(0, 1);
            plain.update(0, 1);
        }
        assertThat(one.value()).containsExactly(other.value(), within(1e-6f));
    }

    @Test
    void theStepFollowsTheSchedule() {
        OptimizerConfig config = new OptimizerConfig(Rule.SGD, 0.5f, 0, 0, 0, 1, Decay.LINEAR);
        Parameter parameter = new Parameter("w", 1, 1);
        Optimizer optimizer = new Optimizer(config, List.of(parameter), List.of(), Parallel.sequential());
        float[] expected = {0, 0.25f, 0.5f, 0.375f, 0.25f, 0.125f, 0};
        float before = 0;
        for (int i = 0; i < expected.length; i++) {
            parameter.gradient()[0] = 1;
            optimizer.update(i * 0.5, 3);
            assertThat(before - parameter.value()[0]).isCloseTo(expected[i], within(1e-6f));
            before = parameter.value()[0];
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void goesOnFromSavedMoments(OptimizerConfig config) {
        Network straight = new Network(config, Parallel.sequential());
        Network resumed = new Network(config, Parallel.sequential());
        for (int t = 1; t <= 6; t++) {
            if (t == 4) {
                resumed = resumed.resume(config);
            }
            straight.step(t);
            resumed.step(t);
        }
        assertThat(resumed.weights()).isDeepEqualTo(straight.weights());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void sameBitsForAnyNumberOfThreads(OptimizerConfig rule) {
        OptimizerConfig config = config(rule.optimizer(), rule.momentum(), rule.weightDecay(), 0.7);
        List<float[][]> weights = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                Network network = new Network(config, parallel);
                float[] initial = network.parameter.value().clone();
                for (int t = 1; t <= 3; t++) {
                    network.step(t);
                }
                weights.add(network.weights());
                assertThat(network.parameter.value()[40_000]).isNotEqualTo(initial[40_000]);
            }
        }
        assertThat(weights.get(1)).isDeepEqualTo(weights.getFirst());
        assertThat(weights.get(2)).isDeepEqualTo(weights.getFirst());
    }

    /** A dense array and two tables of several blocks each. */
    private static final class Network {
        final Parameter parameter = new Parameter("w", 100, 401).initialize(401, InitConfig.DEFAULT, new Seed(3));
        final RowTable table = new RowTable("table", 300, 224).initialize(224, InitConfig.DEFAULT, new Seed(4));
        final RowTable bias = new RowTable("bias", 40_000, 1);
        Optimizer optimizer;
        private final Parallel parallel;

        Network(OptimizerConfig config, Parallel parallel) {
            this.parallel = parallel;
            optimizer = new Optimizer(config, List.of(parameter), List.of(table, bias), parallel);
        }

        Network resume(OptimizerConfig config) {
            Network resumed = new Network(config, parallel);
            for (int i = 0; i < weights().length; i++) {
                copy(weights()[i], resumed.weights()[i]);
            }
            for (int i = 0; i < optimizer.moments().size(); i++) {
                copy(optimizer.moments().get(i), resumed.optimizer.moments().get(i));
            }
            resumed.optimizer.restore(optimizer.step());
            return resumed;
        }

        private static void copy(float[] from, float[] to) {
            System.arraycopy(from, 0, to, 0, to.length);
        }

        float[][] weights() {
            return new float[][] {parameter.value(), table.value(), bias.value()};
        }

        void step(int t) {
            SplittableRandom random = new SplittableRandom(t);
            CentralDifference.fill(parameter.gradient(), random);
            for (int i = 0; i < 200; i++) {
                touch(table, random.nextInt(300), random);
            }
            if (t == 2) {
                bias.touchAll();
                CentralDifference.fill(bias.gradient(), random);
            } else {
                for (int i = 0; i < 25_000; i++) {
                    touch(bias, random.nextInt(40_000), random);
                }
            }
            optimizer.update(0, 1);
        }
    }
}
