package org.tandemrec.model.fpmc;

import java.util.List;
import java.util.function.IntPredicate;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Weights;
import org.tandemrec.nn.InitConfig;
import org.tandemrec.nn.RowTable;

/**
 * The factors. Both products of the model are one: with h = [V_u^UI, mean of V_l^LI] (2F) and v_i = [V_i^IU, V_i^IL] (2F), the score is
 * h · v_i + b_i.
 */
final class FpmcWeights {
    private static final String USERS = "users";
    private static final String LATEST = "latest";
    private static final String VECTORS = "vectors";
    private static final String BIAS = "bias";
    private static final Kernels KERNELS = Kernels.best();

    /** F. */
    final int factors;
    /** V^UI (U, F). */
    final RowTable users;
    /** V^LI (N, F). */
    final RowTable latest;
    /** V^IU and V^IL side by side (N, 2F). */
    final RowTable vectors;
    /** b (N, 1). */
    final RowTable bias;

    private FpmcWeights(int users, int items, int factors) {
        this.factors = factors;
        this.users = new RowTable(USERS, users, factors);
        this.latest = new RowTable(LATEST, items, factors);
        this.vectors = new RowTable(VECTORS, items, 2 * factors);
        this.bias = new RowTable(BIAS, items, 1);
    }

    /** Draws all factors; users without a target and items without an event get zeros. */
    static FpmcWeights initial(int factors, InitConfig init, Interactions training, Seed seed) {
        FpmcWeights weights = new FpmcWeights(training.userCount(), training.itemCount(), factors);
        weights.users.initialize(factors, init, seed);
        weights.latest.initialize(factors, init, seed);
        weights.vectors.initialize(factors, init, seed);
        int[] events = training.itemCounts();
        clear(weights.users, user -> training.count(user) < 2);
        clear(weights.latest, item -> events[item] == 0);
        clear(weights.vectors, item -> events[item] == 0);
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
     * Checks that every table fits an array.
     *
     * @throws IllegalArgumentException if one does not
     */
    static void checkSize(int users, int items, int factors) {
        long largest = Math.max((long) users * factors, 2L * items * factors);
        Check.argument(
                largest < Integer.MAX_VALUE - 8,
                "%d factors of %d users and twice as many of %d items do not fit an array of %d; lower factors",
                factors,
                users,
                items,
                Integer.MAX_VALUE - 8);
    }

    /** The weights of a state of {@link #weights}, which are copied. */
    static FpmcWeights of(FpmcConfig config, ModelState state) {
        FpmcWeights weights = new FpmcWeights(state.rows(USERS), state.rows(VECTORS), config.factors());
        weights.weights().restore(state);
        return weights;
    }

    List<RowTable> tables() {
        return List.of(users, latest, vectors, bias);
    }

    /** All of them as they are saved. */
    Weights weights() {
        return new Weights(List.of(), tables());
    }

    FpmcWeights copy() {
        FpmcWeights copy = new FpmcWeights(users.rows(), vectors.rows(), factors);
        weights().copyTo(copy.weights());
        return copy;
    }

    /** Writes h = [V_u^UI, mean of the basket's V_l^LI] (2F) of a target to {@code h} from {@code at} on. */
    void gather(Transitions transitions, int target, float[] h, int at) {
        System.arraycopy(users.value(), transitions.user(target) * factors, h, at, factors);
        KERNELS.scale(0, h, at + factors, factors);
        int basket = transitions.basket(target);
        for (int k = 0; k < basket; k++) {
            int item = transitions.basketItem(target, k);
            KERNELS.axpy(1f / basket, latest.value(), item * factors, h, at + factors, factors);
        }
    }

    /** Whether a user was trained; the factors of one who was not are zeros. */
    boolean userTrained(int user) {
        return KERNELS.sumOfSquares(users.value(), user * factors, 0, factors) > 0;
    }
}
