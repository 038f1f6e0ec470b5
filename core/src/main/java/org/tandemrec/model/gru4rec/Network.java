package org.tandemrec.model.gru4rec;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Seed;
import org.tandemrec.model.ModelState;
import org.tandemrec.nn.GruLayer;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.SoftmaxOutput;
import org.tandemrec.nn.TanhEmbedding;

/** The layers of GRU4Rec: tanh embedding, GRU layers, softmax output. */
final class Network {
    final int itemCount;
    final int hiddenSize;
    final TanhEmbedding embedding;
    final List<GruLayer> layers;
    final SoftmaxOutput output;

    Network(Gru4RecConfig config, int itemCount, Seed seed) {
        int H = config.hiddenSize();
        this.itemCount = itemCount;
        this.hiddenSize = H;
        this.embedding = new TanhEmbedding(new RowTable("embedding", itemCount, H, seed));
        List<GruLayer> stack = new ArrayList<>();
        for (int layer = 1; layer <= config.layers(); layer++) {
            stack.add(new GruLayer("gru" + layer, H, H, config.gateBias(), seed));
        }
        this.layers = List.copyOf(stack);
        this.output = new SoftmaxOutput("output", itemCount, H, seed);
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        layers.forEach(layer -> parameters.addAll(layer.parameters()));
        parameters.addAll(output.parameters());
        return parameters;
    }

    /** A copy of all weights. */
    ModelState state() {
        RowTable table = embedding.table();
        ModelState state = new ModelState().put(table.name(), table.value().clone(), table.rows(), table.columns());
        for (Parameter parameter : parameters()) {
            state.put(parameter.name(), parameter.value().clone(), parameter.rows(), parameter.columns());
        }
        return state;
    }

    /** Takes over all weights of a {@link #state}. */
    void restore(ModelState state) {
        RowTable table = embedding.table();
        copy(state.floats(table.name(), table.rows(), table.columns()), table.value());
        for (Parameter parameter : parameters()) {
            copy(state.floats(parameter.name(), parameter.rows(), parameter.columns()), parameter.value());
        }
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
