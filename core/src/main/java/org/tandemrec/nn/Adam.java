package org.tandemrec.nn;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * Adam (Kingma and Ba, ICLR 2015, algorithm 1) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
 *
 * <p>On a {@link RowTable} a step changes the touched rows alone: moments of other rows wait ("lazy" Adam), which is not the
 * paper's update of a zero gradient, and is what makes large tables affordable.
 */
public final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final double EPSILON = 1e-8;
    /* Elements that one task updates: fixed, so that the cut does not depend on the threads. */
    private static final int GRAIN = 1 << 14;

    private final Kernels kernels = Kernels.best();
    private final float learningRate;
    private final Parallel parallel;
    private final List<Parameter> parameters;
    private final List<RowTable> tables;
    private final float[][] moments;
    private int step;

    /** An optimiser of all the given arrays, no step done. */
    public Adam(float learningRate, List<Parameter> parameters, List<RowTable> tables, Parallel parallel) {
        this.learningRate = learningRate;
        this.parallel = parallel;
        this.parameters = List.copyOf(parameters);
        this.tables = List.copyOf(tables);
        this.moments = new float[2 * (parameters.size() + tables.size())][];
        for (int i = 0; i < moments.length; i++) {
            int index = i / 2;
            moments[i] = new float
                    [index < parameters.size()
                            ? parameters.get(index).value().length
                            : tables.get(index - parameters.size()).value().length];
        }
    }

    /** The number of steps done. */
    public int step() {
        return step;
    }

    /** First and second moments, in the order parameters then tables, first before second; for checkpoints. */
    public List<float[]> moments() {
        return Arrays.asList(moments);
    }

    /** Continues after the given number of steps, with moments that were written into {@link #moments}. */
    public void restore(int stepsDone) {
        step = stepsDone;
    }

    /** One step along all gradients, which are cleared. */
    public void update() {
        step++;
        double correction = Math.sqrt(1 - StrictMath.pow(BETA2, step));
        float rate = (float) (learningRate * correction / (1 - StrictMath.pow(BETA1, step)));
        float epsilon = (float) (EPSILON * correction);
        for (int i = 0; i < parameters.size(); i++) {
            updateDense(parameters.get(i), moments[2 * i], moments[2 * i + 1], rate, epsilon);
        }
        for (int i = 0; i < tables.size(); i++) {
            int index = parameters.size() + i;
            updateRows(tables.get(i), moments[2 * index], moments[2 * index + 1], rate, epsilon);
        }
    }

    private void updateDense(Parameter parameter, float[] first, float[] second, float rate, float epsilon) {
        int length = parameter.value().length;
        parallel.forEach((length + GRAIN - 1) / GRAIN, task -> {
            int from = task * GRAIN;
            int n = Math.min(GRAIN, length - from);
            kernels.adam(
                    parameter.value(), first, second, from, parameter.gradient(), from, n, rate, BETA1, BETA2, epsilon);
            Arrays.fill(parameter.gradient(), from, from + n, 0);
        });
    }

    private void updateRows(RowTable table, float[] first, float[] second, float rate, float epsilon) {
        int columns = table.columns();
        for (int slot = 0; slot < table.touchedCount(); slot++) {
            kernels.adam(
                    table.value(),
                    first,
                    second,
                    table.touched(slot) * columns,
                    table.gradient(),
                    slot * columns,
                    columns,
                    rate,
                    BETA1,
                    BETA2,
                    epsilon);
        }
        table.clearGradient();
    }
}
