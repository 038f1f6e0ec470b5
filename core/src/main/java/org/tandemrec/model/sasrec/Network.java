package org.tandemrec.model.sasrec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.LayerNorm;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.TransformerBlock;

/** The weights of SASRec: embedding, blocks, last normalisation, output vectors and biases. */
final class Network {
    static final String EMBEDDING = "embedding";
    static final String POSITIONS = "positions";
    static final String OUTPUT = "output.weights";
    static final String BIAS = "output.bias";

    final int itemCount;
    final int hiddenSize;
    final int maxLength;
    final ItemEmbedding embedding;
    final List<TransformerBlock> blocks;

    /** Of the last block's output, which only blocks that normalise before leave without. */
    final @Nullable LayerNorm lastNorm;

    /** V (N, H). */
    final RowTable vectors;

    /** a (N, 1). */
    final RowTable bias;

    /** A network with drawn weights. */
    Network(SasRecConfig config, int itemCount, Seed seed) {
        this(seed, config, itemCount);
        for (RowTable table : tables()) {
            if (!table.equals(bias)) { // it starts at zero
                table.initialize(table.columns(), config.init(), seed);
            }
        }
    }

    /** A network whose tables are zeros. */
    private Network(Seed seed, SasRecConfig config, int itemCount) {
        int H = config.hiddenSize();
        boolean tied = config.embedding() == Embedding.TIED;
        this.itemCount = itemCount;
        this.hiddenSize = H;
        this.maxLength = config.maxLength();
        RowTable items = new RowTable(EMBEDDING, itemCount, H);
        this.embedding = new ItemEmbedding(items, null, new RowTable(POSITIONS, maxLength, H), false);
        List<TransformerBlock> stack = new ArrayList<>();
        for (int layer = 1; layer <= config.layers(); layer++) {
            stack.add(new TransformerBlock(
                    "block" + layer,
                    H,
                    config.heads(),
                    Math.multiplyExact(config.expansion(), H),
                    true,
                    config.norm(),
                    config.activation(),
                    config.dropout(),
                    config.init(),
                    seed));
        }
        this.blocks = List.copyOf(stack);
        this.lastNorm = config.norm() == TransformerBlock.Norm.BEFORE ? new LayerNorm("norm", H) : null;
        this.vectors = tied ? items : new RowTable(OUTPUT, itemCount, H);
        this.bias = new RowTable(BIAS, itemCount, 1);
    }

    /** The network of a {@link #state}, whose arrays are copied. */
    static Network of(SasRecConfig config, ModelState state) {
        Network network = new Network(new Seed(0), config, state.floats(BIAS).length);
        network.restore(state);
        return network;
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (TransformerBlock block : blocks) {
            parameters.addAll(block.parameters());
        }
        if (lastNorm != null) {
            parameters.addAll(lastNorm.parameters());
        }
        return parameters;
    }

    List<RowTable> tables() {
        List<RowTable> tables = new ArrayList<>(embedding.tables());
        if (!tables.contains(vectors)) {
            tables.add(vectors);
        }
        tables.add(bias);
        return tables;
    }

    /** All that is learned. */
    Weights weights() {
        return new Weights(parameters(), tables(), bias);
    }

    /** A copy of all weights. */
    ModelState state() {
        return weights().state();
    }

    /** Takes over all weights of a {@link #state}. */
    void restore(ModelState state) {
        weights().restore(state);
    }
}
