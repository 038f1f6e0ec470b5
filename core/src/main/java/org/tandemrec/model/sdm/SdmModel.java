package org.tandemrec.model.sdm;

import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained SDM. Scores are log-probabilities of the next item under a softmax over all items. Who is unknown, or has no training event,
 * has the vector that all users share; who has no event yet is scored by the biases alone.
 */
public final class SdmModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "sdm";

    private final Network network;
    private final SdmConfig config;

    private SdmModel(SdmConfig config, Network network) {
        this.config = config;
        this.network = network;
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static SdmModel load(SdmConfig config, ModelState state) {
        return new SdmModel(config, Network.of(config, state));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int userCount() {
        return network.users.rows();
    }

    @Override
    public int itemCount() {
        return network.itemCount;
    }

    /** Times part sessions. */
    @Override
    public boolean readsTimes() {
        return true;
    }

    /** The probability behind a log-probability. */
    @Override
    public float estimate(float score) {
        return (float) StrictMath.exp(score);
    }

    @Override
    public Session open(int lanes) {
        return new SdmSession(network, config, lanes);
    }

    @Override
    public ModelState state() {
        return network.state();
    }

    @Override
    public int vectorSize() {
        return network.hiddenSize;
    }

    @Override
    public float[] itemVectors() {
        return network.vectors.value();
    }
}
