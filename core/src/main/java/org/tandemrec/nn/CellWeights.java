package org.tandemrec.nn;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;

/** The weights of a cell from D to H, with one block of H columns per gate. */
final class CellWeights {
    final int D;
    final int H;
    final int G;
    final Parameter input;
    final Parameter hidden;
    final @Nullable Parameter bias;
    /** The biases (G), zeros for a cell without. */
    final float[] biasValues;

    CellWeights(String name, int inputSize, int hiddenSize, int gates, boolean biased, InitConfig init, Seed seed) {
        Check.argument(inputSize >= 1, "inputSize of cell %s must be at least 1, but was %d", name, inputSize);
        Check.argument(hiddenSize >= 1, "hiddenSize of cell %s must be at least 1, but was %d", name, hiddenSize);
        this.D = inputSize;
        this.H = hiddenSize;
        this.G = Math.multiplyExact(gates, hiddenSize);
        this.input = new Parameter(name + ".inputWeights", D, G).initialize(H, init, seed);
        this.hidden = new Parameter(name + ".hiddenWeights", H, G).initialize(H, init, seed);
        this.bias = biased ? new Parameter(name + ".bias", 1, G) : null;
        this.biasValues = bias == null ? new float[G] : bias.value();
    }

    /** Sets the biases of a gate where there are biases. */
    void fillBias(int gate, float value) {
        if (bias != null) {
            Arrays.fill(bias.value(), gate * H, (gate + 1) * H, value);
        }
    }

    List<Parameter> parameters() {
        return bias == null ? List.of(input, hidden) : List.of(input, hidden, bias);
    }
}
