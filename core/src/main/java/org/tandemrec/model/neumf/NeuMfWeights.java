package org.tandemrec.model.neumf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.Activation;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.Mlp;
import org.tandemrec.nn.Parameter;
import org.tandemrec.nn.RowTable;

/** The weights of both halves. A row of a table is [G, M]: F factors of the product, then E of the perceptron. */
final class NeuMfWeights {
    private static final String USERS = "users";
    private static final String ITEMS = "items";
    private static final Kernels KERNELS = Kernels.best();

    private final NeuMfConfig config;
    /** F, the factors of the product. */
    final int factors;
    /** E, the factors of a user or an item that the perceptron reads. */
    final int embedding;
    /** P (U, F + E). */
    final RowTable users;
    /** Q (N, F + E). */
    final RowTable items;
    /** From [P^M, Q^M] (2E) to F. */
    final Mlp perceptron;
    /** h^G (1, F). */
    final Parameter productOutput;
    /** h^M (1, F). */
    final Parameter perceptronOutput;
    /** b^G and b^M (1, 2). */
    final Parameter bias;

    private NeuMfWeights(NeuMfConfig config, int users, int items, Seed seed) {
        this.config = config;
        this.factors = config.factors();
        this.embedding = config.embedding();
        this.users = new RowTable(USERS, users, factors + embedding);
        this.items = new RowTable(ITEMS, items, factors + embedding);
        this.perceptron =
                new Mlp("perceptron", config.sizes(), Activation.RELU, config.dropout(), InitConfig.DEFAULT, seed);
        this.productOutput = new Parameter("output.product", 1, factors);
        this.perceptronOutput = new Parameter("output.perceptron", 1, factors);
        this.bias = new Parameter("output.bias", 1, 2);
    }

    /** Draws all weights; users and items without an event get zeros. */
    static NeuMfWeights initial(NeuMfConfig config, Interactions training, Seed seed) {
        NeuMfWeights weights = new NeuMfWeights(config, training.userCount(), training.itemCount(), seed);
        weights.users.initialize(weights.users.columns(), config.init(), seed);
        weights.items.initialize(weights.items.columns(), config.init(), seed);
        weights.productOutput.initialize(weights.factors, InitConfig.DEFAULT, seed);
        weights.perceptronOutput.initialize(weights.factors, InitConfig.DEFAULT, seed);
        int[] events = training.itemCounts();
        clear(weights.users, user -> training.count(user) == 0);
        clear(weights.items, item -> events[item] == 0);
        return weights;
    }

    private static void clear(RowTable table, IntPredicate untrained) {
        int columns = table.columns();
        for (int row = 0; row < table.rows(); row++) {
            if (untrained.test(row)) {
                KERNELS.scale(0, table.value(), row * columns, columns);
            }
        }
    }

    /**
     * Checks that both tables fit an array.
     *
     * @throws IllegalArgumentException if one does not
     */
    static void checkSize(int users, int items, NeuMfConfig config) {
        int columns = config.factors() + config.embedding();
        long rows = Math.max(users, items);
        Check.argument(
                rows * columns < Integer.MAX_VALUE - 8,
                "%d factors of %d rows do not fit an array of %d; lower factors or layers",
                columns,
                rows,
                Integer.MAX_VALUE - 8);
    }

    /** The weights of a state of {@link #weights}, which are copied. */
    static NeuMfWeights of(NeuMfConfig config, ModelState state) {
        NeuMfWeights weights = new NeuMfWeights(config, state.rows(USERS), state.rows(ITEMS), new Seed(0));
        weights.weights().restore(state);
        return weights;
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(perceptron.parameters());
        parameters.addAll(List.of(productOutput, perceptronOutput, bias));
        return parameters;
    }

    List<RowTable> tables() {
        return List.of(users, items);
    }

    /** All of them as they are saved. */
    Weights weights() {
        return new Weights(parameters(), tables());
    }

    NeuMfWeights copy() {
        NeuMfWeights copy = new NeuMfWeights(config, users.rows(), items.rows(), new Seed(0));
        weights().copyTo(copy.weights());
        return copy;
    }

    /**
     * Fuses both halves as they were trained on their own (He et al., 2017, section 3.4.1): h = [α h^G, (1 − α) h^M], and b likewise.
     */
    void fuse(float productShare) {
        KERNELS.scale(productShare, productOutput.value(), 0, factors);
        KERNELS.scale(1 - productShare, perceptronOutput.value(), 0, factors);
        bias.value()[0] *= productShare;
        bias.value()[1] *= 1 - productShare;
    }

    /** Whether a user was trained; the factors of one who was not are zeros. */
    boolean userTrained(int user) {
        int columns = users.columns();
        return KERNELS.sumOfSquares(users.value(), user * columns, 0, columns) > 0;
    }
}
