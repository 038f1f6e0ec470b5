package org.tandemrec.model.lfm;

import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained latent factor model: the score of an item is P_uᵀQ_i (paper, eq 1), plus biases and mean where they were learned.
 * {@link LfmTrainer} and {@link AlsTrainer} train it.
 *
 * <p>A known user's factors are those of training, whatever happens in a session. Someone never seen in training gets the factors
 * that minimise the training loss of the session's items ({@link FoldIn}), and with no item the mean of all trained users' factors.
 */
public final class LfmModel implements Model, ItemVectors {
    /** The name of the kind that {@link LfmTrainer} trains. */
    public static final String KIND = "lfm";

    private final String kind;
    private final RowObjective objective;
    private final LfmWeights weights;
    private final FoldIn foldIn;

    LfmModel(String kind, RowObjective objective, LfmWeights weights) {
        this.kind = kind;
        this.objective = objective;
        this.weights = weights;
        this.foldIn = new FoldIn(weights, objective);
    }

    LfmModel(LfmConfig config, LfmWeights weights) {
        this(KIND, RowObjective.of(config), weights);
    }

    /**
     * Loads a model of {@link LfmTrainer} from its {@link #state}.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static LfmModel load(LfmConfig config, ModelState state) {
        return new LfmModel(config, LfmWeights.of(config, state));
    }

    /**
     * Loads a model of {@link AlsTrainer} from its {@link #state}.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static LfmModel load(AlsConfig config, ModelState state) {
        return new LfmModel(AlsTrainer.KIND, RowObjective.of(config), LfmWeights.of(config, state));
    }

    /** Factors for users and items that training did not see, or that have new events. */
    public FoldIn foldIn() {
        return foldIn;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public int userCount() {
        return weights.users();
    }

    @Override
    public int itemCount() {
        return weights.items();
    }

    @Override
    public boolean predictsRatings() {
        return objective.ratings();
    }

    @Override
    public Session open(int lanes) {
        return new LfmSession(weights, foldIn, lanes);
    }

    @Override
    public ModelState state() {
        return weights.state();
    }

    @Override
    public int vectorSize() {
        return weights.factors();
    }

    @Override
    public float[] itemVectors() {
        return weights.itemFactors();
    }
}
