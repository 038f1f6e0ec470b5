package org.tandemrec.model.fpmc;

import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;

/**
 * A trained factorised personalised Markov chain (Rendle, Freudenthaler and Schmidt-Thieme, WWW 2010, equation 7): the score of item i
 * after a basket B is ⟨V_u^UI, V_i^IU⟩ + 1/|B| Σ_{l∈B} ⟨V_i^IL, V_l^LI⟩ + b_i, normalised to the log-probability of the next item,
 * which ranks alike.
 *
 * <p>The basket is the latest items of a session. A known user's factors are those of training; someone never seen in training has the
 * mean of all trained users' factors. Without an event the second product is 0.
 */
public final class FpmcModel implements Model, ItemVectors {
    /** The kind's name. */
    public static final String KIND = "fpmc";

    private final int basketSize;
    private final FpmcWeights weights;
    private final float[] meanUser;

    /** A model of weights that nobody changes any more. */
    FpmcModel(int basketSize, FpmcWeights weights) {
        this.basketSize = basketSize;
        this.weights = weights;
        this.meanUser = meanUser(weights);
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static FpmcModel load(FpmcConfig config, ModelState state) {
        return new FpmcModel(config.basketSize(), FpmcWeights.of(config, state));
    }

    private static float[] meanUser(FpmcWeights weights) {
        int F = weights.factors;
        double[] sum = new double[F];
        int trained = 0;
        for (int user = 0; user < weights.users.rows(); user++) {
            if (weights.userTrained(user)) {
                trained++;
                for (int f = 0; f < F; f++) {
                    sum[f] += weights.users.value()[user * F + f];
                }
            }
        }
        float[] mean = new float[F];
        for (int f = 0; f < F; f++) {
            mean[f] = (float) (sum[f] / Math.max(1, trained));
        }
        return mean;
    }

    /** Writes the factors that a user counts with. */
    void user(int user, float[] factors, int offset) {
        boolean known = user != Query.UNKNOWN_USER && weights.userTrained(user);
        int F = weights.factors;
        System.arraycopy(known ? weights.users.value() : meanUser, known ? user * F : 0, factors, offset, F);
    }

    /** Adds an item's factors as a part of the basket. */
    void addLatest(int item, float share, float[] sum, int offset) {
        Kernels.best().axpy(share, weights.latest.value(), item * weights.factors, sum, offset, weights.factors);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public int userCount() {
        return weights.users.rows();
    }

    @Override
    public int itemCount() {
        return weights.vectors.rows();
    }

    /** The probability behind a log-probability. */
    @Override
    public float estimate(float score) {
        return (float) StrictMath.exp(score);
    }

    @Override
    public Session open(int lanes) {
        return new FpmcSession(this, weights, basketSize, lanes);
    }

    @Override
    public ModelState state() {
        return weights.weights().state();
    }

    @Override
    public int vectorSize() {
        return 2 * weights.factors;
    }

    /** V^IU and V^IL side by side: items are alike that the same users want after the same items. */
    @Override
    public float[] itemVectors() {
        return weights.vectors.value();
    }
}
