package org.tandemrec.model;

import java.util.List;
import org.tandemrec.nn.Optimizer;

/** What a checkpoint keeps of an optimiser: its step and its moments. */
final class OptimizerState {
    private static final String STEP = "optimizer.step";
    private static final String MOMENTS = "optimizer.moments";

    private OptimizerState() {}

    /** Adds a copy of the optimiser's state and returns {@code state}. */
    static ModelState put(ModelState state, Optimizer optimizer) {
        state.put(STEP, new int[] {optimizer.step()});
        List<float[]> moments = optimizer.moments();
        for (int i = 0; i < moments.size(); i++) {
            state.put(MOMENTS + i, moments.get(i).clone());
        }
        return state;
    }

    /**
     * Takes over what {@link #put} added.
     *
     * @throws IllegalArgumentException if something is missing or of another size
     */
    static void restore(ModelState state, Optimizer optimizer) {
        List<float[]> moments = optimizer.moments();
        for (int i = 0; i < moments.size(); i++) {
            float[] saved = state.floats(MOMENTS + i, moments.get(i).length);
            System.arraycopy(saved, 0, moments.get(i), 0, saved.length);
        }
        optimizer.restore(state.ints(STEP, 1)[0]);
    }
}
