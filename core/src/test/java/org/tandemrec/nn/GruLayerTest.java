package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class GruLayerTest {
    private static final double TOLERANCE = 2e-5;

    /** A layer and one step of it, with all arrays filled at random. */
    private static final class Step {
        final int H;
        final int B;
        final GruLayer layer;
        final float[] x;
        final float[] h;
        final float[] dNext;
        final float[] next;
        final float[] dx;
        final float[] dh;
        final GruLayer.Activations activations;

        Step(int D, int H, int B, boolean biased, long seed) {
            this.H = H;
            this.B = B;
            this.layer = new GruLayer("gru", D, H, biased, new Seed(seed));
            SplittableRandom random = new SplittableRandom(seed);
            if (biased) {
                CentralDifference.fill(layer.parameters().get(2).value(), random);
            }
            this.x = CentralDifference.draw(B * D, random);
            this.h = CentralDifference.draw(B * H, random);
            this.dNext = CentralDifference.draw(B * H, random);
            this.next = new float[B * H];
            this.dx = new float[B * D];
            this.dh = new float[B * H];
            this.activations = new GruLayer.Activations(layer, B);
        }

        Step run(Parallel parallel, boolean withState) {
            ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
            layer.forward(x, h, B, activations, next, gemm, parallel);
            GruLayer.Gradients scratch = new GruLayer.Gradients(layer, B);
            layer.backward(x, h, B, activations, dNext, scratch, dx, withState ? dh : null, gemm, parallel);
            return this;
        }

        List<float[]> gradients() {
            return layer.parameters().stream().map(Parameter::gradient).toList();
        }
    }

    /** The same step in double precision; its loss is linear in the new state, with dNext as its coefficients. */
    private static final class Reference {
        final double[] x;
        final double[] h;
        final double[] dNext;
        final double[][] weights;
        final int B;

        Reference(Step step) {
            this.B = step.B;
            this.x = CentralDifference.doubles(step.x);
            this.h = CentralDifference.doubles(step.h);
            this.dNext = CentralDifference.doubles(step.dNext);
            this.weights = new double[][] {new double[0], new double[0], new double[3 * step.H]};
            for (int i = 0; i < step.layer.parameters().size(); i++) {
                weights[i] =
                        CentralDifference.doubles(step.layer.parameters().get(i).value());
            }
        }

        double[] next() {
            int D = x.length / B;
            int H = h.length / B;
            double[] next = new double[h.length];
            for (int b = 0; b < B; b++) {
                double[] lane = ReferenceLayers.gru(
                        Arrays.copyOfRange(x, b * D, (b + 1) * D),
                        Arrays.copyOfRange(h, b * H, (b + 1) * H),
                        weights[0],
                        weights[1],
                        weights[2]);
                System.arraycopy(lane, 0, next, b * H, H);
            }
            return next;
        }

        double loss() {
            double[] next = next();
            double loss = 0;
            for (int i = 0; i < next.length; i++) {
                loss += dNext[i] * next[i];
            }
            return loss;
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(CentralDifference.doubles(actual)).containsExactly(expected, within(TOLERANCE));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,false", "5,7,3,false", "5,7,3,true", "4,12,9,true"})
    void agreesWithTheEquationsAndTheirDifferences(int D, int H, int B, boolean biased) {
        Step step = new Step(D, H, B, biased, 3);
        Reference reference = new Reference(step);
        float[] dNext = step.dNext.clone();
        step.run(Parallel.sequential(), true);
        assertClose(step.next, reference.next());
        assertClose(step.dx, CentralDifference.of(reference.x, reference::loss));
        assertClose(step.dh, CentralDifference.of(reference.h, reference::loss));
        for (int i = 0; i < step.gradients().size(); i++) {
            assertClose(step.gradients().get(i), CentralDifference.of(reference.weights[i], reference::loss));
        }
        assertThat(step.dNext).as("dNext is left alone where dh is wanted").isEqualTo(dNext);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aConstantStateBeforeChangesNoOtherGradient(boolean biased) {
        Step with = new Step(5, 7, 3, biased, 8).run(Parallel.sequential(), true);
        Step without = new Step(5, 7, 3, biased, 8).run(Parallel.sequential(), false);
        assertThat(without.dx).isEqualTo(with.dx);
        for (int i = 0; i < with.gradients().size(); i++) {
            assertThat(without.gradients().get(i)).isEqualTo(with.gradients().get(i));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheCell(boolean biased) {
        Step step = new Step(5, 33, 9, biased, 9);
        Cell cell = Cell.of(Cell.Kind.GRU, "gru", 5, 33, biased, new Seed(9));
        if (biased) {
            System.arraycopy(
                    step.layer.parameters().get(2).value(),
                    0,
                    cell.parameters().get(2).value(),
                    0,
                    99);
        }
        Window window = CellRun.window(9, new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
        Cell.Pass pass = cell.pass(9, new ParallelGemm(Gemm.best(), Parallel.sequential()), Parallel.sequential());
        float[] dx = new float[step.dx.length];
        float[] dHidden = step.dNext.clone();
        pass.project(step.x, 9);
        pass.recur(window, step.h, null);
        pass.backward(window, step.x, dHidden, dx, null);
        step.run(Parallel.sequential(), false);
        assertThat(pass.hidden()).containsExactly(step.next, within(1e-6f));
        assertThat(dx).containsExactly(step.dx, within(1e-6f));
        for (int i = 0; i < step.gradients().size(); i++) {
            assertThat(cell.parameters().get(i).gradient())
                    .containsExactly(step.gradients().get(i), within(1e-6f));
        }
    }

    @Test
    void gradientsAccumulate() {
        Step once = new Step(5, 7, 3, true, 5).run(Parallel.sequential(), true);
        Step twice = new Step(5, 7, 3, true, 5).run(Parallel.sequential(), true).run(Parallel.sequential(), true);
        for (int i = 0; i < once.gradients().size(); i++) {
            double[] doubled = Arrays.stream(
                            CentralDifference.doubles(once.gradients().get(i)))
                    .map(gradient -> 2 * gradient)
                    .toArray();
            assertClose(twice.gradients().get(i), doubled);
        }
        assertThat(twice.dx).isEqualTo(once.dx);
    }

    @Test
    void onlyTheLanesInUseAreRead() {
        Step step = new Step(5, 7, 4, true, 6);
        Step fewer = new Step(5, 7, 4, true, 6);
        Arrays.fill(fewer.x, 3 * 5, 4 * 5, Float.NaN);
        Arrays.fill(fewer.h, 3 * 7, 4 * 7, Float.NaN);
        step.run(Parallel.sequential(), true);
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
        fewer.layer.forward(fewer.x, fewer.h, 3, fewer.activations, fewer.next, gemm, Parallel.sequential());
        assertThat(Arrays.copyOf(fewer.next, 21)).containsExactly(Arrays.copyOf(step.next, 21), within(1e-6f));
        assertThat(Arrays.copyOfRange(fewer.next, 21, 28)).containsOnly(0);
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        List<List<float[]>> runs = IntStream.rangeClosed(1, 3)
                .mapToObj(threads -> {
                    try (Parallel parallel = new Parallel(threads)) {
                        Step step = new Step(70, 90, 150, true, 7).run(parallel, true);
                        return List.of(
                                step.next,
                                step.dx,
                                step.dh,
                                step.gradients().get(0),
                                step.gradients().get(1),
                                step.gradients().get(2));
                    }
                })
                .toList();
        for (int i = 0; i < runs.getFirst().size(); i++) {
            assertThat(runs.get(1).get(i)).isEqualTo(runs.get(0).get(i));
            assertThat(runs.get(2).get(i)).isEqualTo(runs.get(0).get(i));
        }
    }
}
