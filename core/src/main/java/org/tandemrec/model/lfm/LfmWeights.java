package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.model.ModelState;

/**
 * The numbers of a latent factor model. Users and items without a training interaction have factors of zero.
 *
 * @param factors F
 * @param mean the global mean of ratings; 0 for implicit feedback
 * @param userFactors P, users × F
 * @param itemFactors Q, items × F
 * @param userBias by user; empty without biases
 * @param itemBias by item; empty without biases
 * @param negativeWeight how often an item is drawn as a negative, by item, to any scale; empty where all trained items are alike
 * @param terms what ratings have beside; those of a run, not of a model, leave the implicit term out of {@code userFactors}
 */
record LfmWeights(
        int factors,
        double mean,
        float[] userFactors,
        float[] itemFactors,
        float[] userBias,
        float[] itemBias,
        float[] negativeWeight,
        RatingTerms terms) {
    static final int MAX_FLOATS = Integer.MAX_VALUE - 8;

    /* Weights are there four times: the run's, the last model's, the checkpoint's, and those of the model that is evaluated. */
    static final long COPIES = 4;
    private static final float[] NONE = {};

    /** Refuses what does not fit arrays. */
    static void checkSize(int users, int items, int factors) {
        Check.argument(
                (long) Math.max(users, items) * factors <= MAX_FLOATS,
                "%d factors of %d users and %d items do not fit an array of %d; lower factors",
                factors,
                users,
                items,
                MAX_FLOATS);
    }

    static LfmWeights initial(LfmConfig config, double mean, int users, int items, Seed seed) {
        return initial(config.factors(), config.initStd(), config.terms().biases(), mean, users, items, seed);
    }

    static LfmWeights initial(AlsConfig config, int users, int items, Seed seed) {
        float std = config.initStd() / (float) Math.sqrt(config.factors());
        return initial(config.factors(), std, false, 0, users, items, seed);
    }

    private static LfmWeights initial(
            int factors, float std, boolean biases, double mean, int users, int items, Seed seed) {
        return new LfmWeights(
                factors,
                mean,
                gaussian(users * factors, std, seed.child("users")),
                gaussian(items * factors, std, seed.child("items")),
                new float[biases ? users : 0],
                new float[biases ? items : 0],
                NONE,
                RatingTerms.NONE);
    }

    /** The same with another weight of items as negatives. */
    LfmWeights withNegativeWeight(float[] weight) {
        return new LfmWeights(factors, mean, userFactors, itemFactors, userBias, itemBias, weight, terms);
    }

    /** The same with other terms. */
    LfmWeights withTerms(RatingTerms other) {
        return new LfmWeights(factors, mean, userFactors, itemFactors, userBias, itemBias, negativeWeight, other);
    }

    private static float[] gaussian(int length, float std, Seed seed) {
        SplittableRandom random = seed.random();
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return values;
    }

    /** Takes away what was drawn for users and items that will not be trained. */
    void clearUntrained(IntPredicate trainedUser, IntPredicate trainedItem) {
        clear(userFactors, users(), trainedUser);
        clear(itemFactors, items(), trainedItem);
    }

    private void clear(float[] rows, int count, IntPredicate trained) {
        for (int row = 0; row < count; row++) {
            if (!trained.test(row)) {
                Arrays.fill(rows, row * factors, (row + 1) * factors, 0);
            }
        }
    }

    /** Whether training had an interaction of this user. */
    boolean userTrained(int user) {
        return nonZero(userFactors, user * factors, factors) || (biased() && userBias[user] != 0);
    }

    /** Whether training had an interaction with this item. */
    boolean itemTrained(int item) {
        return nonZero(itemFactors, item * factors, factors) || (biased() && itemBias[item] != 0);
    }

    private static boolean nonZero(float[] values, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != 0) {
                return true;
            }
        }
        return false;
    }

    int users() {
        return userFactors.length / factors;
    }

    int items() {
        return itemFactors.length / factors;
    }

    boolean biased() {
        return itemBias.length > 0;
    }

    LfmWeights copy() {
        return new LfmWeights(
                factors,
                mean,
                userFactors.clone(),
                itemFactors.clone(),
                userBias.clone(),
                itemBias.clone(),
                negativeWeight, // never written
                terms.copy());
    }

    /** The mean of the rows of factors that are not all 0, then a bias of 0 where biases are learned. */
    float[] meanOfRows(float[] rows) {
        double[] sums = new double[factors];
        int count = 0;
        for (int row = 0; row < rows.length / factors; row++) {
            if (nonZero(rows, row * factors, factors)) {
                count++;
                for (int f = 0; f < factors; f++) {
                    sums[f] += rows[row * factors + f];
                }
            }
        }
        float[] mean = new float[factors + (biased() ? 1 : 0)];
        for (int f = 0; f < factors; f++) {
            mean[f] = (float) (sums[f] / Math.max(1, count));
        }
        return mean;
    }

    ModelState state() {
        ModelState state = new ModelState()
                .put("mean", new double[] {mean})
                .put("userFactors", userFactors, users(), factors)
                .put("itemFactors", itemFactors, items(), factors)
                .put("userBias", userBias)
                .put("itemBias", itemBias);
        terms.putInto(state, factors, items());
        return negativeWeight.length > 0 ? state.put("negativeWeight", negativeWeight) : state;
    }

    /** The weights of a {@link #state}, whose arrays are not copied; a shape that does not fit the config is an error. */
    static LfmWeights of(LfmConfig config, ModelState state) {
        boolean weighted = config.feedback() == LfmConfig.Feedback.IMPLICIT
                && config.sampling().negativesAlpha() > 0;
        LfmWeights plain = of(config.factors(), config.terms().biases(), weighted, state);
        return plain.withTerms(RatingTerms.of(config, state, plain.users(), plain.items()));
    }

    /** As for the other config. */
    static LfmWeights of(AlsConfig config, ModelState state) {
        return of(config.factors(), false, false, state);
    }

    private static LfmWeights of(int factors, boolean biases, boolean weighted, ModelState state) {
        int users = state.floats("userFactors").length / factors;
        int items = state.floats("itemFactors").length / factors;
        return new LfmWeights(
                factors,
                state.doubles("mean", 1)[0],
                state.floats("userFactors", users, factors),
                state.floats("itemFactors", items, factors),
                state.floats("userBias", biases ? users : 0),
                state.floats("itemBias", biases ? items : 0),
                weighted ? state.floats("negativeWeight", items) : NONE,
                RatingTerms.NONE);
    }
}
