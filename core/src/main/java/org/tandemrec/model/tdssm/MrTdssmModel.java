package org.tandemrec.model.tdssm;

import org.tandemrec.base.Parallel;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;
import org.tandemrec.nn.RowTable;

/**
 * A trained MR-TDSSM. Scores are log-probabilities of the next item under a softmax over all items. Whoever has no vector of training's
 * is taken for the mean of the users who have.
 */
public final class MrTdssmModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "mr-tdssm";

    private final Network network;
    private final RowTable vectors;

    /**
     * A model of a network that nobody changes any more.
     *
     * @param parallel computes the items' vectors, here alone
     */
    MrTdssmModel(Network network, Parallel parallel) {
        this.network = network;
        this.vectors = network.vectors(parallel);
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static MrTdssmModel load(MrTdssmConfig config, ModelState state) {
        return new MrTdssmModel(Network.of(config, state), Parallel.shared());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int userCount() {
        return network.userCount();
    }

    @Override
    public int itemCount() {
        return network.itemCount;
    }

    /** The probability behind a log-probability. */
    @Override
    public float estimate(float score) {
        return (float) StrictMath.exp(score);
    }

    @Override
    public boolean readsTimes() {
        return network.config.fast().readsTimes() || network.config.slow().readsTimes();
    }

    @Override
    public Session open(int lanes) {
        return new MrTdssmSession(network, vectors, lanes);
    }

    @Override
    public ModelState state() {
        return network.state();
    }

    @Override
    public int vectorSize() {
        return network.hiddenSize;
    }

    /** The vectors that the user's is multiplied by: of the item's perceptron, of length 1 for the cosine. */
    @Override
    public float[] itemVectors() {
        return vectors.value();
    }
}
