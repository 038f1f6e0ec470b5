package org.tandemrec.model.sasrec;

import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained SASRec. Scores are log-probabilities of the next item under a softmax over all items. Users are told apart by their histories
 * alone, of which the latest {@code maxLength} events count; without any, the biases alone score.
 */
public final class SasRecModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "sasrec";

    private final Network network;

    private SasRecModel(Network network) {
        this.network = network;
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static SasRecModel load(SasRecConfig config, ModelState state) {
        return new SasRecModel(Network.of(config, state));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int userCount() {
        return 0;
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
    public Session open(int lanes) {
        return new SasRecSession(network, lanes);
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
