package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * Factors for a user or an item from its interactions alone, with everything else of a model as it is: for someone never seen in
 * training, or for a known one with new events, without training again.
 *
 * <p>They minimise what training minimises for such a row ({@link RowObjective}): of a model of {@link AlsTrainer} its very
 * row solution, so a known user's whole history gives the factors of training again; of a model of {@link LfmTrainer} the expected loss of
 * an epoch's samples. Each pair counts once, with its last rating. Without a pair the factors are the mean of all trained rows', with a
 * bias of 0. With the implicit term, a user's factors are those that the ratings ask for plus the term of the items; times are left out.
 *
 * <p>Results are F factors and, where the model learned biases, the row's bias after them. May be used by several threads.
 */
public final class FoldIn {
    private static final float[] NO_RATINGS = {};
    private static final Kernels KERNELS = Kernels.best();

    private final LfmWeights weights;
    private final RowObjective objective;
    private @Nullable Side itemSide;
    private @Nullable Side userSide;

    /** What rows are solved against, and the mean of the rows that training solved against it. */
    private record Side(FixedSide fixed, float[] meanOfOthers) {}

    FoldIn(LfmWeights weights, RowObjective objective) {
        this.weights = weights;
        this.objective = objective;
    }

    /**
     * The factors of a user of these items.
     *
     * @throws IllegalArgumentException if an item is not the model's, or the model learned ratings
     */
    public float[] user(int[] items) {
        requireNoRatings("item");
        checkRows("item", items, weights.items());
        return row(items(), Pairs.of(items, items.length, NO_RATINGS));
    }

    /**
     * The factors of a user who gave these items these ratings.
     *
     * @throws IllegalArgumentException if an item is not the model's, their numbers differ, a rating is not finite, or the model
     *     learned interactions
     */
    public float[] user(int[] items, float[] ratings) {
        checkRatings("item", items, ratings);
        checkRows("item", items, weights.items());
        Pairs pairs = Pairs.of(items, items.length, ratings);
        return weights.terms().implicit() && items.length > 0 ? aroundImplicit(pairs) : row(items(), pairs);
    }

    /**
     * The factors of an item that these users interacted with. With sampled negatives it is taken to have as many of them a pair as a
     * user has, drawn from all trained users alike.
     *
     * @throws IllegalArgumentException if a user is not the model's, or the model learned ratings
     */
    public float[] item(int[] users) {
        requireNoRatings("user");
        checkRows("user", users, weights.users());
        return row(users(), Pairs.of(users, users.length, NO_RATINGS));
    }

    /**
     * The factors of an item that these users gave these ratings.
     *
     * @throws IllegalArgumentException if a user is not the model's, their numbers differ, a rating is not finite, or the model
     *     learned interactions
     */
    public float[] item(int[] users, float[] ratings) {
        checkRatings("user", users, ratings);
        checkRows("user", users, weights.users());
        return row(users(), Pairs.of(users, users.length, ratings));
    }

    /**
     * Writes the factors of a user with the first {@code count} items of a history to {@code factors} from {@code offset} on, and
     * returns its bias, 0 where none are learned. Where ratings were learned, which a history has none of, it is as without a pair,
     * except that the implicit term speaks for the items.
     */
    float user(int[] history, int count, float[] factors, int offset) {
        int F = weights.factors();
        if (weights.terms().implicit() && count > 0) {
            float[] implicit = implicit(Pairs.of(history, count, NO_RATINGS).others());
            System.arraycopy(implicit, 0, factors, offset, F);
            return 0;
        }
        Pairs pairs = Pairs.of(history, objective.ratings() ? 0 : count, NO_RATINGS);
        float[] solved = row(items(), pairs);
        System.arraycopy(solved, 0, factors, offset, F);
        return solved.length > F ? solved[F] : 0;
    }

    /** z + the factors p that minimise Σ (y − z·q − p·q)² and the penalty on p alone, z the implicit term of the items. */
    private float[] aroundImplicit(Pairs pairs) {
        int F = weights.factors();
        float[] z = implicit(pairs.others());
        float[] rest = pairs.ratings().clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] -= KERNELS.dot(z, 0, weights.itemFactors(), pairs.others()[i] * F, F);
        }
        float[] solved = row(items(), new Pairs(pairs.others(), rest));
        KERNELS.axpy(1, z, 0, solved, 0, F);
        return solved;
    }

    /** |N|^-½ Σ_{j ∈ N} Y_j, N the trained ones of these items. */
    private float[] implicit(int[] items) {
        int[] trained = Arrays.stream(items).filter(weights::itemTrained).toArray();
        float[] sum = new float[weights.factors()];
        weights.terms().addImplicit(trained, trained.length, sum.length, KERNELS, sum, 0);
        return sum;
    }

    private float[] row(Side side, Pairs pairs) {
        if (pairs.others().length == 0) {
            return side.meanOfOthers().clone();
        }
        float[] solved = new float[side.fixed().size()];
        new RowSolver(side.fixed(), objective).solve(pairs.others(), pairs.others().length, pairs.ratings(), solved, 0);
        return solved;
    }

    private synchronized Side items() {
        if (itemSide == null) {
            float[] mean = weights.meanOfRows(weights.userFactors());
            itemSide = new Side(FixedSide.items(weights, objective, Parallel.sequential()), mean);
        }
        return itemSide;
    }

    private synchronized Side users() {
        if (userSide == null) {
            float[] mean = weights.meanOfRows(weights.itemFactors());
            userSide = new Side(FixedSide.users(weights, objective, Parallel.sequential()), mean);
        }
        return userSide;
    }

    private void requireNoRatings(String other) {
        Check.argument(!objective.ratings(), "the model learned ratings; give the rating of every %s, too", other);
    }

    private void checkRatings(String other, int[] rows, float[] ratings) {
        Check.argument(objective.ratings(), "the model learned interactions; leave the ratings out");
        Check.argument(rows.length == ratings.length, "%d %ss have %d ratings", rows.length, other, ratings.length);
        for (float rating : ratings) {
            Check.argument(Float.isFinite(rating), "ratings must be finite, but one was %s", rating);
        }
    }

    private static void checkRows(String name, int[] rows, int count) {
        for (int row : rows) {
            Check.argument(row >= 0 && row < count, "%ss are 0 … %d, but one was %d", name, count - 1, row);
        }
    }

    /** The other rows of one row's pairs, ascending, each once with its last rating. */
    private record Pairs(int[] others, float[] ratings) {
        static Pairs of(int[] rows, int count, float[] ratings) {
            long[] keys = new long[count];
            for (int i = 0; i < count; i++) {
                keys[i] = (long) rows[i] << Integer.SIZE | i;
            }
            Arrays.sort(keys);
            int[] others = new int[count];
            float[] labels = new float[ratings.length > 0 ? count : 0];
            int distinct = 0;
            for (int i = 0; i < count; i++) {
                int other = (int) (keys[i] >> Integer.SIZE);
                if (i == count - 1 || other != (int) (keys[i + 1] >> Integer.SIZE)) {
                    others[distinct] = other;
                    if (labels.length > 0) {
                        labels[distinct] = ratings[(int) keys[i]];
                    }
                    distinct++;
                }
            }
            return new Pairs(Arrays.copyOf(others, distinct), labels);
        }
    }
}
