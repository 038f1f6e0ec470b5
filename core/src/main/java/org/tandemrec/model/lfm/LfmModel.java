package org.tandemrec.model.lfm;

import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained latent factor model: the score of an item is P_uᵀQ_i (paper, eq 1), plus biases and mean where they were learned.
 *
 * <p>A known user's factors are those of training, whatever happens in a session. Someone never seen in training gets the factors
 * that minimise the training loss of the session's items ({@link FoldIn}), and with no item the mean of all trained users' factors.
 */
public final class LfmModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "lfm";

    private final LfmConfig config;
    private final LfmWeights weights;
    private final FoldIn foldIn;

    LfmModel(LfmConfig config, LfmWeights weights) {
        this.config = config;
        this.weights = weights;
        this.foldIn = new FoldIn(config, weights);
    }

    /**
     * Loads a model from its {@link #state}.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static LfmModel load(LfmConfig config, ModelState state) {
        return new LfmModel(config, LfmWeights.of(config, state));
    }

    @Override
    public String kind() {
        return KIND;
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
        return config.feedback() == LfmConfig.Feedback.EXPLICIT;
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
