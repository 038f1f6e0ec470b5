package org.tandemrec.model.sdm;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.GatedFusion;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.Linear;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;
import org.tandemrec.nn.SelfAttention;

/** The weights of SDM: embedding, recurrent cell, attention, users, long-term layer, gate, output vectors and biases. */
final class Network {
    static final String EMBEDDING = "embedding";
    static final String USERS = "users";
    static final String OUTPUT = "output.weights";
    static final String BIAS = "output.bias";

    final int itemCount;
    final int hiddenSize;
    final ItemEmbedding embedding;
    final Cell cell;
    final SelfAttention attention;

    /** The part of a user's vector that all have, (1, H). */
    final Parameter anyUser;

    /** The part of a user's vector that is the user's own, (U, H). */
    final RowTable users;

    final Linear longTerm;
    final GatedFusion gate;

    /** V (N, H). */
    final RowTable vectors;

    /** a (N, 1). */
    final RowTable bias;

    /** A network with drawn weights. */
    Network(SdmConfig config, int userCount, int itemCount, Seed seed) {
        this(seed, config, userCount, itemCount);
        for (RowTable table : tables()) {
            if (!table.equals(bias) && !table.equals(users)) { // these start at zero
                table.initialize(table.columns(), config.init(), seed);
            }
        }
    }

    /** A network whose tables are zeros. */
    private Network(Seed seed, SdmConfig config, int userCount, int itemCount) {
        int H = config.hiddenSize();
        boolean tied = config.embedding() == Embedding.TIED;
        this.itemCount = itemCount;
        this.hiddenSize = H;
        RowTable items = new RowTable(EMBEDDING, itemCount, H);
        this.embedding = new ItemEmbedding(items, null, null, false);
        this.cell = Cell.of(Cell.Kind.LSTM, "lstm", H, H, true, config.init(), seed);
        this.attention = new SelfAttention("attention", H, config.heads(), true, config.init(), seed);
        this.anyUser = new Parameter("anyUser", 1, H).initialize(H, config.init(), seed);
        this.users = new RowTable(USERS, userCount, H);
        this.longTerm = new Linear("longTerm", H, H, true, config.init(), seed);
        this.gate = new GatedFusion("gate", H, config.init(), seed);
        this.vectors = tied ? items : new RowTable(OUTPUT, itemCount, H);
        this.bias = new RowTable(BIAS, itemCount, 1);
    }

    /** The network of a {@link #state}, whose arrays are copied. */
    static Network of(SdmConfig config, ModelState state) {
        Network network = new Network(new Seed(0), config, state.rows(USERS), state.floats(BIAS).length);
        network.restore(state);
        return network;
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(cell.parameters());
        parameters.addAll(attention.parameters());
        parameters.add(anyUser);
        parameters.addAll(longTerm.parameters());
        parameters.addAll(gate.parameters());
        return parameters;
    }

    List<RowTable> tables() {
        List<RowTable> tables = new ArrayList<>(embedding.tables());
        if (!tables.contains(vectors)) {
            tables.add(vectors);
        }
        tables.add(bias);
        tables.add(users);
        return tables;
    }

    /** Writes e, the vector of a user: of an unknown one what all have. */
    void writeUser(int user, float[] e, int at) {
        System.arraycopy(anyUser.value(), 0, e, at, hiddenSize);
        if (user != Query.UNKNOWN_USER) {
            Kernels.best().axpy(1, users.value(), user * hiddenSize, e, at, hiddenSize);
        }
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
