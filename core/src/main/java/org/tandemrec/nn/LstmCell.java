package org.tandemrec.nn;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A long short-term memory (Hochreiter and Schmidhuber, Neural Computation 1997) with forget gate (Gers, Schmidhuber and Cummins,
 * Neural Computation 2000), without peepholes.
 *
 * <pre>
 * i, f, o = σ(W x + U h + b)   g = tanh(W_g x + U_g h + b_g)   c' = f ⊙ c + i ⊙ g   h' = o ⊙ tanh(c')
 * </pre>
 *
 * Columns are i | f | o | g; a state is h | c. Where there are biases, those of f start at 1, so that a new cell remembers.
 */
public final class LstmCell implements Cell {
    private static final int GATES = 4;
    private static final int FORGET = 1;

    private final CellWeights weights;

    LstmCell(String name, int inputSize, int hiddenSize, boolean biased, InitConfig init, Seed seed) {
        this.weights = new CellWeights(name, inputSize, hiddenSize, GATES, biased, init, seed);
        weights.fillBias(FORGET, 1);
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
        return 2 * weights.H;
    }

    @Override
    public List<Parameter> parameters() {
        return weights.parameters();
    }

    @Override
    public Pass pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
        CellRows rows = new CellRows(weights, 2, maxRows, gemm, parallel);
        return new CellPass(rows, new LstmStep(rows));
    }
}
