package org.tandemrec.nn;

import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Parallel;

/** {@link Optimizer} by Adam for layers whose backward passes add to the gradients of {@link Parameter}s: it clears them. */
public final class Adam {
    private final List<Parameter> parameters;
    private final Optimizer optimizer;

    /** An optimiser of all the given arrays, no step done. */
    public Adam(float learningRate, List<Parameter> parameters, List<RowTable> tables, Parallel parallel) {
        OptimizerConfig config =
                new OptimizerConfig(OptimizerConfig.Rule.ADAM, learningRate, 0, 0, 0, 0, OptimizerConfig.Decay.NONE);
        this.parameters = List.copyOf(parameters);
        this.optimizer = new Optimizer(config, parameters, tables, parallel);
    }

    /** The number of steps done. */
    public int step() {
        return optimizer.step();
    }

    /** First and second moments, in the order parameters then tables, first before second; for checkpoints. */
    public List<float[]> moments() {
        return optimizer.moments();
    }

    /** Continues after the given number of steps, with moments that were written into {@link #moments}. */
    public void restore(int stepsDone) {
        optimizer.restore(stepsDone);
    }

    /** One step along all gradients, which are cleared. */
    public void update() {
        optimizer.update(0, 1);
        for (Parameter parameter : parameters) {
            Arrays.fill(parameter.gradient(), 0);
        }
    }
}
