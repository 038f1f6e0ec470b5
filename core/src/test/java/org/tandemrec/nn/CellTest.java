package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

class CellTest {
    private static final int NEW = Window.NEW;
    private static final int LANES = 5;
    private static final double TOLERANCE = 3e-5;

    private static Window oneStep() {
        return CellRun.window(LANES, new int[] {3, NEW, 0, 4});
    }

    /** Lanes that move, end and start anew in the middle. */
    private static Window fourSteps() {
        return CellRun.window(
                LANES, new int[] {0, NEW, 4, 2}, new int[] {3, NEW, 1, 0}, new int[] {0, 2, NEW}, new int[] {2, 1});
    }

    /** Rows of a step that continue one row of the step before, or one lane. */
    private static Window branches() {
        Window window = new Window(3, LANES, 13);
        int[][] sources = {{2, 2, NEW, 0}, {1, 1, 3, NEW, 1}, {4, 2, 4, 4}};
        int before = 0;
        for (int[] step : sources) {
            int start = window.rows();
            window.addStep(step.length);
            for (int lane = 0; lane < step.length; lane++) {
                if (step[lane] != NEW) {
                    window.branch(start + lane, before + step[lane]);
                }
            }
            before = start;
        }
        return window;
    }

    static Stream<Arguments> cases() {
        return Stream.of(Cell.Kind.values())
                .flatMap(kind -> Stream.of(false, true)
                        .flatMap(biased -> Stream.of(false, true)
                                .flatMap(initial ->
                                        Stream.of(1, 3, 4).map(steps -> Arguments.of(kind, biased, initial, steps)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithTheEquationsAndTheirDifferences(Cell.Kind kind, boolean biased, boolean withInitial, int steps) {
        Window window = switch (steps) {
            case 1 -> oneStep();
            case 3 -> branches();
            default -> fourSteps();
        };
        CellRun run = new CellRun(kind, 5, 7, biased, window, LANES, withInitial, 3);
        CellRun.Reference reference = new CellRun.Reference(run);
        run.run(Parallel.sequential());
        assertStates(run, reference);
        assertClose(run.dx, CentralDifference.of(reference.x, reference::loss));
        List<Parameter> parameters = run.cell.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            assertClose(parameters.get(i).gradient(), CentralDifference.of(reference.weights[i], reference::loss));
        }
        if (run.dInitial != null) {
            double[] expected = CentralDifference.of(reference.initial, reference::loss);
            int S = run.cell.stateSize();
            for (int i = 0; i < expected.length; i++) {
                boolean starts = window.source(i / S) == NEW;
                assertThat((double) run.dInitial[i])
                        .as("row %d", i / S)
                        .isCloseTo(starts ? expected[i] : CellRun.GUARD, within(TOLERANCE));
            }
        }
    }

    private static void assertStates(CellRun run, CellRun.Reference reference) {
        int H = run.cell.hiddenSize();
        int S = run.cell.stateSize();
        double[][] states = reference.states();
        for (int row = 0; row < states.length; row++) {
            assertClose(Arrays.copyOfRange(run.hidden, row * H, (row + 1) * H), Arrays.copyOf(states[row], H));
        }
        int last = run.window.start(run.window.steps() - 1);
        for (int lane = 0; last + lane < states.length; lane++) {
            assertClose(Arrays.copyOfRange(run.carried, lane * S, (lane + 1) * S), states[last + lane]);
        }
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(CentralDifference.doubles(actual)).containsExactly(expected, within(TOLERANCE));
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void aPassKeepsNothingOfTheWindowBefore(Cell.Kind kind) {
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
        CellRun fresh = new CellRun(kind, 5, 7, true, oneStep(), LANES, true, 4).run(Parallel.sequential());
        CellRun later = new CellRun(kind, 5, 7, true, oneStep(), LANES, true, 4);
        Cell.Pass pass = later.cell.pass(fourSteps().rows(), gemm, Parallel.sequential());
        float[] carried = new float[LANES * later.cell.stateSize()];
        Arrays.fill(pass.gates(), 0.7f);
        pass.recur(fourSteps(), carried, null);
        pass.backward(fourSteps(), new float[13 * 5], new float[13 * 7], null, null);
        later.forward(pass).backward(pass, later.dx);
        assertThat(later.dx).isEqualTo(fresh.dx);
        assertEqual(later.results(), fresh.results());
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void whatNobodyNeedsChangesNothingElse(Cell.Kind kind) {
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
        CellRun with = new CellRun(kind, 5, 7, true, fourSteps(), LANES, true, 4).run(Parallel.sequential());
        CellRun without = new CellRun(kind, 5, 7, true, fourSteps(), LANES, true, 4);
        Cell.Pass pass = without.cell.pass(with.window.rows(), gemm, Parallel.sequential());
        without.forward(pass);
        pass.backward(without.window, without.x, without.dHidden, null, null);
        for (int i = 0; i < 3; i++) {
            assertThat(without.cell.parameters().get(i).gradient())
                    .isEqualTo(with.cell.parameters().get(i).gradient());
        }
        assertThat(without.dx).containsOnly(Float.NaN);
        assertThat(without.dInitial).containsOnly(CellRun.GUARD);
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void aWindowIsItsStepsOneByOne(Cell.Kind kind) {
        for (int seed = 1; seed <= 5; seed++) {
            CellRun whole = new CellRun(kind, 6, 9, true, randomWindow(seed), LANES, true, seed);
            CellRun steps = new CellRun(kind, 6, 9, true, whole.window, LANES, true, seed);
            whole.run(Parallel.sequential());
            float[] hidden = oneByOne(steps);
            assertThat(hidden).containsExactly(whole.hidden, within(1e-6f));
            int carried = whole.window.size(whole.window.steps() - 1) * whole.cell.stateSize();
            assertThat(Arrays.copyOf(steps.carried, carried))
                    .containsExactly(Arrays.copyOf(whole.carried, carried), within(1e-6f));
        }
    }

    private static float[] oneByOne(CellRun run) {
        int D = run.cell.inputSize();
        int H = run.cell.hiddenSize();
        int S = run.cell.stateSize();
        Window all = run.window;
        Cell.Pass pass =
                run.cell.pass(LANES, new ParallelGemm(Gemm.best(), Parallel.sequential()), Parallel.sequential());
        Window window = new Window(1, LANES);
        float[] hidden = new float[all.rows() * H];
        for (int step = 0; step < all.steps(); step++) {
            int start = all.start(step);
            int end = all.start(step + 1);
            window.clear();
            window.addStep(end - start);
            for (int row = start; row < end; row++) {
                int before = step == 0 ? 0 : all.start(step - 1);
                window.setSource(row - start, all.source(row) == NEW ? NEW : all.source(row) - before);
            }
            pass.project(Arrays.copyOfRange(run.x, start * D, end * D), end - start);
            float[] initial = run.initial == null ? null : Arrays.copyOfRange(run.initial, start * S, end * S);
            pass.recur(window, run.carried, initial);
            pass.carry(window, run.carried);
            System.arraycopy(pass.hidden(), 0, hidden, start * H, (end - start) * H);
        }
        return hidden;
    }

    /** Steps of random sizes whose rows continue random others, each at most once. */
    private static Window randomWindow(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] sources = new int[6][];
        int before = LANES;
        for (int step = 0; step < sources.length; step++) {
            int[] free = new int[before];
            Arrays.setAll(free, i -> i);
            sources[step] = new int[random.nextInt(1, LANES + 1)];
            for (int lane = 0; lane < sources[step].length; lane++) {
                int at = random.nextInt(free.length + 1);
                sources[step][lane] = at == free.length || free[at] < 0 ? NEW : free[at];
                if (at < free.length) {
                    free[at] = NEW;
                }
            }
            before = sources[step].length;
        }
        return CellRun.window(LANES, sources);
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void sameBitsForAnyNumberOfThreads(Cell.Kind kind) {
        List<CellRun> runs = Stream.of(1, 2, 3)
                .map(threads -> {
                    int[] first = new int[150];
                    int[] second = new int[140];
                    Arrays.setAll(first, lane -> lane % 11 == 5 ? NEW : 149 - lane);
                    Arrays.setAll(second, lane -> lane % 7 == 2 ? NEW : lane + 3);
                    Window window = CellRun.window(150, first, second);
                    try (Parallel parallel = new Parallel(threads)) {
                        return new CellRun(kind, 70, 90, true, window, 150, true, 7).run(parallel);
                    }
                })
                .toList();
        for (CellRun run : runs) {
            assertThat(run.dx).isEqualTo(runs.getFirst().dx);
            assertEqual(run.results(), runs.getFirst().results());
        }
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void productsMayComeFromElsewhere(Cell.Kind kind) {
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), Parallel.sequential());
        CellRun run = new CellRun(kind, 5, 7, true, oneStep(), LANES, false, 4);
        Cell.Pass pass = run.cell.pass(4, gemm, Parallel.sequential());
        pass.project(run.x, 4);
        float[] products = pass.gates().clone();
        float[] hidden = run.forward(pass).hidden;
        System.arraycopy(products, 0, pass.gates(), 0, products.length);
        pass.recur(run.window, run.carried, null);
        assertThat(pass.hidden()).isEqualTo(hidden);
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void aWindowWithoutRowsLeavesTheStatesAlone(Cell.Kind kind) {
        CellRun run = new CellRun(kind, 5, 7, true, CellRun.window(LANES, new int[0]), LANES, true, 4);
        float[] carried = run.carried.clone();
        Cell.Pass pass = run.cell.pass(1, new ParallelGemm(Gemm.best(), Parallel.sequential()), Parallel.sequential());
        run.forward(pass).backward(pass, run.dx);
        assertThat(run.carried).isEqualTo(carried);
        assertThat(run.cell.parameters().get(2).gradient()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource(Cell.Kind.class)
    void namesAndShapes(Cell.Kind kind) {
        Cell cell = Cell.of(kind, "gru1", 5, 7, true, InitConfig.DEFAULT, new Seed(1));
        int gates = kind == Cell.Kind.LSTM ? 4 : kind == Cell.Kind.RNN ? 1 : 3;
        assertThat(cell.inputSize()).isEqualTo(5);
        assertThat(cell.hiddenSize()).isEqualTo(7);
        assertThat(cell.gateSize()).isEqualTo(gates * 7);
        assertThat(cell.stateSize()).isEqualTo(kind == Cell.Kind.LSTM ? 14 : 7);
        assertThat(cell.parameters())
                .extracting(Parameter::name, Parameter::rows, Parameter::columns)
                .containsExactly(
                        tuple("gru1.inputWeights", 5, gates * 7),
                        tuple("gru1.hiddenWeights", 7, gates * 7),
                        tuple("gru1.bias", 1, gates * 7));
        assertThat(Cell.of(kind, "gru1", 5, 7, false, InitConfig.DEFAULT, new Seed(1))
                        .parameters())
                .hasSize(2);
    }

    @Test
    void onlyTheForgetGateStartsBiased() {
        float[] expected = new float[28];
        Arrays.fill(expected, 7, 14, 1);
        assertThat(Cell.of(Cell.Kind.LSTM, "lstm", 5, 7, true, InitConfig.DEFAULT, new Seed(1))
                        .parameters()
                        .get(2)
                        .value())
                .isEqualTo(expected);
    }

    @Test
    void moreRowsThanThereIsRoomForFail() {
        Cell cell = Cell.of(Cell.Kind.GRU, "gru", 5, 7, true, InitConfig.DEFAULT, new Seed(1));
        Cell.Pass pass = cell.pass(3, new ParallelGemm(Gemm.best(), Parallel.sequential()), Parallel.sequential());
        assertThatThrownBy(() -> pass.project(new float[20], 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this pass has room for 3 rows, but there are 4");
        assertThatThrownBy(() -> pass.recur(oneStep(), new float[35], null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cell.of(Cell.Kind.RNN, "rnn", 5, 0, true, InitConfig.DEFAULT, new Seed(1)))
                .hasMessage("hiddenSize of cell rnn must be at least 1, but was 0");
    }

    private static void assertEqual(List<float[]> actual, List<float[]> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).as("result %d", i).isEqualTo(expected.get(i));
        }
    }
}
