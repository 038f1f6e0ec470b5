package org.tandemrec.nn;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/** A plain recurrent unit (Elman, Cognitive Science 1990): {@code h' = tanh(W x + U h + b)}. */
public final class RnnCell implements Cell {
    private final CellWeights weights;

    RnnCell(String name, int inputSize, int hiddenSize, boolean biased, InitConfig init, Seed seed) {
        this.weights = new CellWeights(name, inputSize, hiddenSize, 1, biased, init, seed);
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
        return new CellPass(rows, new RnnStep(rows));
    }
}
