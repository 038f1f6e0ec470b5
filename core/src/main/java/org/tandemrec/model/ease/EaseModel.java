package org.tandemrec.model.ease;

import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained EASE: the score of item j is Σ_i x_i B_ij over the items i of the history, each once (Steck, WWW 2019, equation 1). Users
 * are told apart by their histories alone.
 */
public final class EaseModel implements Model {
    /** The most items whose weights, their number squared, an array holds. */
    static final int MAX_ITEMS = 46_340;

    private static final String WEIGHTS = "weights";

    private final int items;
    private final float[] weights;

    EaseModel(int items, float[] weights) {
        this.items = items;
        this.weights = weights;
    }

    /**
     * Loads a model from its {@link #state}.
     *
     * @throws IllegalArgumentException if the weights are missing or not square
     */
    public static EaseModel load(ModelState state) {
        int items = state.rows(WEIGHTS);
        return new EaseModel(items, state.floats(WEIGHTS, items, items));
    }

    @Override
    public String kind() {
        return EaseTrainer.KIND;
    }

    @Override
    public int userCount() {
        return 0;
    }

    @Override
    public int itemCount() {
        return items;
    }

    /** The weight of {@code item} of a history in the score of {@code scored}: B_ij. */
    public float weight(int item, int scored) {
        checkItem(item);
        checkItem(scored);
        return weights[item * items + scored];
    }

    @Override
    public Session open(int lanes) {
        return new EaseSession(items, weights, lanes);
    }

    @Override
    public ModelState state() {
        return new ModelState().put(WEIGHTS, weights, items, items);
    }
}
