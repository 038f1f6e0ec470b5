package org.tandemrec.model.neumf;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Session;
import org.tandemrec.model.UserVectors;
import org.tandemrec.nn.Linear;

/**
 * A trained neural matrix factorisation (He et al., WWW 2017, equation 12): the score of an item is
 * h^G · (p_u^G ⊙ q_i^G) + h^M · a_L(… a_1([p_u^M, q_i^M])) + b, the logit of the probability of an interaction.
 *
 * <p>A known user's factors are those of training, whatever happens in a session; someone never seen in training is taken for the mean of
 * the users with the same items ({@link LikelyUsers}).
 */
public final class NeuMfModel implements Model, ItemVectors, UserVectors {
    /** The kind's name. */
    public static final String KIND = "neumf";

    private final NeuMfWeights weights;
    private final LikelyUsers likely;
    /** The items' part of the first layer, Q^M W_1^item + b_1 (N, E_1): the same for every user. */
    private final float[] itemHalf;

    /** A model of weights that nobody changes any more. */
    NeuMfModel(NeuMfWeights weights, LikelyUsers likely) {
        this.weights = weights;
        this.likely = likely;
        this.itemHalf = itemHalf(weights);
    }

    /**
     * Loads a model from its {@link #state}, which is copied.
     *
     * @throws IllegalArgumentException if a tensor is missing or does not fit the config
     */
    public static NeuMfModel load(NeuMfConfig config, ModelState state) {
        NeuMfWeights weights = NeuMfWeights.of(config, state);
        return new NeuMfModel(weights, LikelyUsers.of(weights, state));
    }

    private static float[] itemHalf(NeuMfWeights weights) {
        int F = weights.factors;
        int E = weights.embedding;
        int N = weights.items.rows();
        Linear first = weights.perceptron.layers().getFirst();
        int H = first.outputs();
        float[] W = first.parameters().get(0).value();
        float[] b = first.parameters().get(1).value();
        float[] half = new float[Math.multiplyExact(N, H)];
        for (int item = 0; item < N; item++) {
            System.arraycopy(b, 0, half, item * H, H);
        }
        new ParallelGemm(Gemm.best(), Parallel.sequential())
                .multiply(false, false, N, H, E, 1, weights.items.value(), F, F + E, W, E * H, H, 1, half, 0, H);
        return half;
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
        return weights.items.rows();
    }

    /** σ(score), the probability of an interaction among as many negatives as in training. */
    @Override
    public float estimate(float score) {
        return (float) (1 / (1 + StrictMath.exp(-score)));
    }

    @Override
    public Session open(int lanes) {
        return new NeuMfSession(weights, likely, itemHalf, lanes);
    }

    @Override
    public ModelState state() {
        return likely.putInto(weights.weights().state());
    }

    @Override
    public int vectorSize() {
        return weights.factors + weights.embedding;
    }

    /** The factors of the product and of the perceptron, side by side. */
    @Override
    public float[] itemVectors() {
        return weights.items.value();
    }

    /** The factors of the product and of the perceptron, side by side. */
    @Override
    public float[] userVectors() {
        return weights.users.value();
    }
}
