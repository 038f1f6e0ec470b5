package org.tandemrec.model.gru4rec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.LogBuckets;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/** The weights of GRU4Rec: embedding, recurrent layers, output vectors and biases. */
final class Network {
    static final String EMBEDDING = "embedding";
    static final String OUTPUT = "output.weights";
    static final String BIAS = "output.bias";
    static final String USERS = "users";

    final int itemCount;
    final int hiddenSize;
    final ItemEmbedding embedding;
    final List<Cell> cells;
    /** V (N, H). */
    final RowTable vectors;

    /** a (N, 1). */
    final RowTable bias;

    /** Initial states of the first layer by user. */
    final @Nullable RowTable users;

    /** A network with drawn weights. */
    Network(Gru4RecConfig config, int userCount, int itemCount, Seed seed) {
        this(seed, config, userCount, itemCount);
        InitConfig init = config.init();
        for (RowTable table : tables()) {
            if (!table.equals(bias) && !table.equals(users)) { // these start at zero
                table.initialize(table.columns(), init, seed);
            }
        }
    }

    /** A network whose tables are zeros. */
    private Network(Seed seed, Gru4RecConfig config, int userCount, int itemCount) {
        int H = config.hiddenSize();
        boolean tied = config.embedding() == Gru4RecConfig.Embedding.TIED;
        this.itemCount = itemCount;
        this.hiddenSize = H;
        RowTable items = new RowTable(EMBEDDING, itemCount, H);
        this.embedding = new ItemEmbedding(
                items,
                config.timeGaps() ? new RowTable("gaps", LogBuckets.COUNT, H) : null,
                config.positions() ? new RowTable("positions", LogBuckets.COUNT, H) : null,
                config.embedding() == Gru4RecConfig.Embedding.ONE_HOT);
        List<Cell> stack = new ArrayList<>();
        for (int layer = 1; layer <= config.layers(); layer++) {
            stack.add(Cell.of(config.cell(), "gru" + layer, H, H, config.gateBias(), config.init(), seed));
        }
        this.cells = List.copyOf(stack);
        this.vectors = tied ? items : new RowTable(OUTPUT, itemCount, H);
        this.bias = new RowTable(BIAS, itemCount, 1);
        this.users = config.userState()
                ? new RowTable(USERS, userCount, cells.getFirst().stateSize())
                : null;
    }

    /** The network of a {@link #state}, whose arrays are copied. */
    static Network of(Gru4RecConfig config, ModelState state) {
        int itemCount = state.floats(BIAS).length;
        int userCount = config.userState() ? state.rows(USERS) : 0;
        Network network = new Network(new Seed(0), config, userCount, itemCount);
        network.restore(state);
        return network;
    }

    List<Parameter> parameters() {
        return cells.stream().flatMap(cell -> cell.parameters().stream()).toList();
    }

    List<RowTable> tables() {
        List<RowTable> tables = new ArrayList<>(embedding.tables());
        if (!tables.contains(vectors)) {
            tables.add(vectors);
        }
        tables.add(bias);
        if (users != null) {
            tables.add(users);
        }
        return tables;
    }

    /** A network with the same weights, which are copied. */
    Network copy(Gru4RecConfig config) {
        Network copy = new Network(new Seed(0), config, users == null ? 0 : users.rows(), itemCount);
        weights().copyTo(copy.weights());
        return copy;
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
