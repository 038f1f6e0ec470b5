package org.tandemrec.nn;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A gated recurrent unit (RA_LST, equations 5 to 7).
 *
 * <pre>
 * r = σ(W_r x + U_r h + b_r)   z = σ(W_z x + U_z h + b_z)   c = tanh(W x + U (r ⊙ h) + b)   h' = (1 − z) ⊙ h + z ⊙ c
 * </pre>
 *
 * or, with the reset after the product (Cho et al., EMNLP 2014, in the form that needs one product a step),
 * {@code c = tanh(W x + r ⊙ (U h) + b)}. Columns are r | z | c. The paper has no biases; they are an option.
 */
public final class GruCell implements Cell {
    private final CellWeights weights;
    private final boolean resetAfter;

    GruCell(
            String name,
            int inputSize,
            int hiddenSize,
            boolean biased,
            boolean resetAfter,
            InitConfig init,
            Seed seed) {
        this.weights = new CellWeights(name, inputSize, hiddenSize, 3, biased, init, seed);
        this.resetAfter = resetAfter;
    }

    @Override
    public int inputSize() {
        return weights.D;
    }

    @Override
    public int hiddenSize() {
        return weights.H;
    }

    @Override
    public int gateSize() {
        return weights.G;
    }

    @Override
    public int stateSize() {
        return weights.H;
    }

    @Override
    public List<Parameter> parameters() {
        return weights.parameters();
    }

    @Override
    public Pass pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
        CellRows rows = new CellRows(weights, 1, maxRows, gemm, parallel);
        return new CellPass(rows, resetAfter ? new ResetAfterStep(rows) : new GruStep(rows));
    }
}
