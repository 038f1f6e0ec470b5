package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

/** A cell and a window of it, with all arrays filled at random, and the same window in double precision. */
final class CellRun {
    static final float GUARD = -77.5f;

    final Cell.Kind kind;
    final Cell cell;
    final Window window;
    final float[] x;
    final float[] carried;
    final float @Nullable [] initial;
    final float[] dHidden;
    final float[] dx;
    final float @Nullable [] dInitial;
    float[] hidden = new float[0];

    CellRun(Cell.Kind kind, int D, int H, boolean biased, Window window, int lanes, boolean withInitial, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int R = window.rows();
        this.kind = kind;
        this.cell = Cell.of(kind, "cell", D, H, biased, InitConfig.DEFAULT, new Seed(seed));
        this.window = window;
        for (Parameter parameter : cell.parameters()) {
            Arrays.fill(parameter.gradient(), Float.NaN); // must be overwritten
        }
        if (biased) {
            CentralDifference.fill(cell.parameters().get(2).value(), random);
        }
        this.x = CentralDifference.draw(R * D, random);
        this.carried = CentralDifference.draw(lanes * cell.stateSize(), random);
        this.initial = withInitial ? CentralDifference.draw(R * cell.stateSize(), random) : null;
        this.dHidden = CentralDifference.draw(R * H, random);
        this.dx = new float[R * D];
        this.dInitial = withInitial ? new float[R * cell.stateSize()] : null;
        Arrays.fill(dx, Float.NaN);
        if (dInitial != null) {
            Arrays.fill(dInitial, GUARD);
        }
    }

    /** A window whose steps' rows continue these lanes of the step before. */
    static Window window(int lanes, int[]... sources) {
        Window window = new Window(sources.length, lanes);
        for (int[] step : sources) {
            int before = window.steps() == 0 ? 0 : window.start(window.steps() - 1);
            int start = window.rows();
            window.addStep(step.length);
            for (int lane = 0; lane < step.length; lane++) {
                window.setSource(start + lane, step[lane] == Window.NEW ? Window.NEW : before + step[lane]);
            }
        }
        return window;
    }

    /** Forward, carry and backward; {@code carried} then holds the states after. */
    CellRun run(Parallel parallel) {
        Cell.Pass pass = cell.pass(window.rows(), new ParallelGemm(Gemm.best(), parallel), parallel);
        return forward(pass).backward(pass, dx);
    }

    CellRun forward(Cell.Pass pass) {
        pass.project(x, window.rows());
        pass.recur(window, carried, initial);
        hidden = Arrays.copyOf(pass.hidden(), window.rows() * cell.hiddenSize());
        return this;
    }

    CellRun backward(Cell.Pass pass, float @Nullable [] wanted) {
        pass.backward(window, x, dHidden, wanted, dInitial);
        pass.carry(window, carried);
        return this;
    }

    /** All that the run has written, but for dx. */
    List<float[]> results() {
        List<float[]> results = new ArrayList<>(List.of(hidden, carried));
        cell.parameters().forEach(parameter -> results.add(parameter.gradient()));
        if (dInitial != null) {
            results.add(dInitial);
        }
        return results;
    }

    /** The window in double precision; its loss is linear in the hidden units, with dHidden as its coefficients. */
    static final class Reference {
        final double[] x;
        final double[] initial;
        final double[][] weights;
        private final CellRun run;
        private final double[] carried;
        private final double[] dHidden;

        /** Made before the run, which overwrites some of it. */
        Reference(CellRun run) {
            Cell cell = run.cell;
            this.run = run;
            this.x = CentralDifference.doubles(run.x);
            this.carried = CentralDifference.doubles(run.carried);
            this.initial = run.initial == null
                    ? new double[run.window.rows() * cell.stateSize()]
                    : CentralDifference.doubles(run.initial);
            this.dHidden = CentralDifference.doubles(run.dHidden);
            this.weights = new double[][] {{}, {}, new double[cell.gateSize()]};
            for (int i = 0; i < cell.parameters().size(); i++) {
                weights[i] = CentralDifference.doubles(cell.parameters().get(i).value());
            }
        }

        /** The states after every row. */
        double[][] states() {
            Window window = run.window;
            int S = run.cell.stateSize();
            int D = run.cell.inputSize();
            double[][] states = new double[window.rows()][];
            for (int row = 0; row < states.length; row++) {
                int source = window.source(row);
                double[] before;
                if (source == Window.NEW) {
                    before = Arrays.copyOfRange(initial, row * S, (row + 1) * S);
                } else if (row < window.size(0)) {
                    before = Arrays.copyOfRange(carried, source * S, (source + 1) * S);
                } else {
                    before = states[source];
                }
                double[] input = Arrays.copyOfRange(x, row * D, (row + 1) * D);
                states[row] = ReferenceCells.next(run.kind, input, before, weights[0], weights[1], weights[2]);
            }
            return states;
        }

        double loss() {
            int H = run.cell.hiddenSize();
            double[][] states = states();
            double loss = 0;
            for (int i = 0; i < dHidden.length; i++) {
                loss += dHidden[i] * states[i / H][i % H];
            }
            return loss;
        }
    }
}
