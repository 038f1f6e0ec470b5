package org.tandemrec.model.gru4rec;

import org.tandemrec.base.Seed;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;

/**
 * A trained GRU4Rec. Scores are log-probabilities of the next item: the logarithm of the paper's normalised output, which ranks
 * alike and does not underflow. Users are told apart by their histories alone.
 */
public final class Gru4RecModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "gru4rec";

    private final Network network;

    private Gru4RecModel(Network network) {
        this.network = network;
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static Gru4RecModel load(Gru4RecConfig config, ModelState state) {
        int itemCount = state.floats("output.bias").length;
        Network network = new Network(config, itemCount, new Seed(0));
        network.restore(state);
        return new Gru4RecModel(network);
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
        return new Gru4RecSession(network, lanes);
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
        return network.output.itemVectors();
    }
}
