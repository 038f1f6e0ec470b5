package org.tandemrec.model.tdssm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Embedding;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/** The weights of MR-TDSSM. */
final class Network {
    static final String EMBEDDING = "embedding";
    static final String USERS = "users";
    static final String BIAS = "output.bias";

    /* Rows that go through the item's perceptron at a time. */
    private static final int ROWS = 1024;

    final MrTdssmConfig config;
    final int itemCount;
    final int hiddenSize;

    /** M (N, H): what histories are read by. */
    final RowTable embedding;

    /** E (N, H): what the item's side begins with; M itself where it is tied. */
    final RowTable items;

    /** a (N, 1): zeros that are not learned where items have no bias. */
    final RowTable bias;

    /** P (U + 1, H), where there are vectors of users; the last one is of whoever is not among the U. */
    final @Nullable RowTable users;

    final Mlp staticPart;
    final Cell fast;
    final Cell slow;
    final Mlp combined;
    final @Nullable Mlp itemPart;

    /** ln γ (1, 1) of the cosine. */
    final Parameter logScale;

    /** A network with drawn weights. */
    Network(MrTdssmConfig config, int userCount, int itemCount, Seed seed) {
        this(seed, config, userCount, itemCount);
        for (RowTable table : tables()) {
            if (!table.equals(bias)) { // it starts at zero
                table.initialize(table.columns(), config.init(), seed);
            }
        }
    }

    /** A network whose tables are zeros. */
    private Network(Seed seed, MrTdssmConfig config, int userCount, int itemCount) {
        int H = config.hiddenSize();
        this.config = config;
        this.itemCount = itemCount;
        this.hiddenSize = H;
        this.embedding = new RowTable(EMBEDDING, itemCount, H);
        boolean tied = config.embedding() == Embedding.TIED;
        this.items = tied ? embedding : new RowTable("items", itemCount, H);
        this.bias = new RowTable(BIAS, itemCount, 1);
        this.users = config.userEmbedding() ? new RowTable(USERS, userCount + 1, H) : null;
        this.staticPart = perceptron("static", users == null ? H : 2 * H, config.staticLayers(), seed);
        this.fast = Cell.of(config.cell(), "fast", H, H, true, config.init(), seed);
        this.slow = Cell.of(config.cell(), "slow", H, H, true, config.init(), seed);
        this.combined = perceptron("combined", 3 * H, 1, seed);
        this.itemPart = config.itemLayers() == 0 ? null : perceptron("item", H, config.itemLayers(), seed);
        this.logScale = new Parameter("cosine.logScale", 1, 1);
        logScale.value()[0] = (float) StrictMath.log(config.cosineScale());
    }

    private Mlp perceptron(String name, int inputs, int layers, Seed seed) {
        int[] sizes = new int[layers + 1];
        Arrays.fill(sizes, hiddenSize);
        sizes[0] = inputs;
        return new Mlp(name, sizes, config.activation(), config.hiddenDropout(), config.init(), seed);
    }

    /** The network of a {@link #state}, whose arrays are copied. */
    static Network of(MrTdssmConfig config, ModelState state) {
        int userCount = config.userEmbedding() ? state.rows(USERS) - 1 : 0;
        Network network = new Network(new Seed(0), config, userCount, state.rows(EMBEDDING));
        network.restore(state);
        return network;
    }

    /** U; 0 where users have no vectors. */
    int userCount() {
        return users == null ? 0 : users.rows() - 1;
    }

    boolean isCosine() {
        return config.similarity() == MrTdssmConfig.Similarity.COSINE;
    }

    /** γ of the cosine. */
    float scale() {
        return config.learnScale() ? (float) StrictMath.exp(logScale.value()[0]) : config.cosineScale();
    }

    /** Whether the item's vectors are computed from E, instead of E itself. */
    boolean derivesVectors() {
        return itemPart != null || isCosine();
    }

    /** What is learned, but for tables. */
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(staticPart.parameters());
        parameters.addAll(fast.parameters());
        parameters.addAll(slow.parameters());
        parameters.addAll(combined.parameters());
        if (itemPart != null) {
            parameters.addAll(itemPart.parameters());
        }
        if (config.learnScale()) {
            parameters.add(logScale);
        }
        return parameters;
    }

    /** The tables that are learned. */
    List<RowTable> tables() {
        List<RowTable> tables = new ArrayList<>(List.of(embedding));
        if (!items.equals(embedding)) {
            tables.add(items);
        }
        if (config.itemBias()) {
            tables.add(bias);
        }
        if (users != null) {
            tables.add(users);
        }
        return tables;
    }

    /** V (N, H), what the user's vector is multiplied by: E, or computed from it. */
    RowTable vectors(Parallel parallel) {
        if (!derivesVectors()) {
            return items;
        }
        RowTable vectors = new RowTable("vectors", itemCount, hiddenSize);
        float[] x = new float[ROWS * hiddenSize];
        Mlp.Pass pass =
                itemPart == null ? null : itemPart.pass(ROWS, new ParallelGemm(Gemm.best(), parallel), parallel);
        Cosine cosine = new Cosine(hiddenSize, ROWS, parallel);
        for (int from = 0; from < itemCount; from += ROWS) {
            int n = Math.min(ROWS, itemCount - from);
            System.arraycopy(items.value(), from * hiddenSize, x, 0, n * hiddenSize);
            float[] y = pass == null ? x : pass.forward(x, n, 0, false);
            if (isCosine()) {
                cosine.forward(y, n, 1, y);
            }
            System.arraycopy(y, 0, vectors.value(), from * hiddenSize, n * hiddenSize);
        }
        return vectors;
    }

    /**
     * A copy in which everybody without a vector of training's has the mean of those who have one.
     *
     * @param trained the users who have one
     */
    Network finished(int[] trained) {
        Network copy = of(config, state());
        RowTable table = copy.users;
        if (table == null) {
            return copy;
        }
        int H = hiddenSize;
        double[] sum = new double[H];
        boolean[] known = new boolean[table.rows()];
        for (int user : trained) {
            known[user] = true;
            for (int k = 0; k < H; k++) {
                sum[k] += table.value()[user * H + k];
            }
        }
        for (int user = 0; user < known.length; user++) {
            for (int k = 0; k < H && !known[user]; k++) {
                table.value()[user * H + k] = (float) (sum[k] / trained.length);
            }
        }
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
