package org.tandemrec.model.lfm;

import org.tandemrec.base.Check;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ItemVectors;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.UserVectors;

/**
 * A trained latent factor model: the score of an item is P_uᵀQ_i (paper, eq 1), plus biases and mean where they were learned.
 * {@link LfmTrainer} and {@link AlsTrainer} train it.
 *
 * <p>A known user's factors are those of training, whatever happens in a session. Someone never seen in training gets the factors
 * that minimise the training loss of the session's items ({@link FoldIn}), and with no item the mean of all trained users' factors.
 */
public final class LfmModel implements Model, ItemVectors, UserVectors {
    /** The name of the kind that {@link LfmTrainer} trains. */
    public static final String KIND = "lfm";

    private static final Kernels KERNELS = Kernels.best();
    private static final int[] NO_ITEMS = {};

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

    /**
     * r̂ = μ + b_u + b_i + P_uᵀQ_i, plus α_u dev_u(t) + b_{i,bin(t)} where they were learned and the time is known; of an unknown
     * user, b_u = α_u = 0 and P_u is the mean of all trained users' factors.
     */
    @Override
    public float rating(int user, int item, long timeMillis) {
        if (!predictsRatings()) {
            throw new UnsupportedOperationException(
                    kind() + " of implicit feedback predicts no ratings; train it with feedback explicit");
        }
        checkUser(user);
        checkItem(item);
        int F = weights.factors();
        boolean known = user != Query.UNKNOWN_USER && weights.userTrained(user);
        float[] factors = known ? weights.userFactors() : new float[F];
        if (!known) {
            foldIn.user(NO_ITEMS, 0, factors, 0);
        }
        float rating = KERNELS.dot(factors, known ? user * F : 0, weights.itemFactors(), item * F, F);
        if (weights.biased()) {
            rating += weights.itemBias()[item] + (known ? weights.userBias()[user] : 0);
        }
        if (timeMillis != Session.UNTIMED) {
            rating += weights.terms().timePart(known, user, item, timeMillis);
        }
        return (float) weights.mean() + rating;
    }

    /**
     * Scores every item for factors that {@link #foldIn} gave for a user: μ + b_u + b_i + pᵀQ_i, as far as biases were learned.
     * Needs no scratch arrays.
     *
     * @param user F factors and, where biases were learned, the user's
     * @param scores receives {@code itemCount} scores
     */
    public void scoreAll(float[] user, float[] scores) {
        int F = weights.factors();
        int N = weights.items();
        checkFolded("user", user);
        Check.argument(scores.length >= N, "%d scores do not hold %d items", scores.length, N);
        KERNELS.matrixVector(weights.itemFactors(), 0, N, F, user, 0, scores, 0);
        if (weights.biased()) {
            KERNELS.axpy(1, weights.itemBias(), 0, scores, 0, N);
        }
        KERNELS.add((float) weights.mean() + (weights.biased() ? user[F] : 0), scores, 0, N);
    }

    /** The score of an item for a user, both of which {@link #foldIn} gave: μ + b_u + b_i + pᵀq, as far as biases were learned. */
    public float score(float[] user, float[] item) {
        int F = weights.factors();
        checkFolded("user", user);
        checkFolded("item", item);
        float biases = weights.biased() ? user[F] + item[F] : 0;
        return (float) weights.mean() + biases + KERNELS.dot(user, 0, item, 0, F);
    }

    private void checkFolded(String of, float[] factors) {
        int size = weights.factors() + (weights.biased() ? 1 : 0);
        Check.argument(
                factors.length == size,
                "this model folds %ss into %d numbers, but these are %d",
                of,
                size,
                factors.length);
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

    @Override
    public float[] userVectors() {
        return weights.userFactors();
    }
}
