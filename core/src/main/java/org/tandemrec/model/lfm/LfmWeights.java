package org.tandemrec.model.lfm;

import java.util.Arrays;
import java.util.SplittableRandom;
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
 */
record LfmWeights(
        int factors, double mean, float[] userFactors, float[] itemFactors, float[] userBias, float[] itemBias) {

    static LfmWeights initial(LfmConfig config, double mean, int users, int items, Seed seed) {
        int factors = config.factors();
        return new LfmWeights(
                factors,
                mean,
                gaussian(users * factors, config.initStd(), seed.child("users")),
                gaussian(items * factors, config.initStd(), seed.child("items")),
                new float[config.terms().biases() ? users : 0],
                new float[config.terms().biases() ? items : 0]);
    }

    private static float[] gaussian(int length, float std, Seed seed) {
        SplittableRandom random = seed.random();
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return values;
    }

    /** Takes away what was drawn for a user who will not be trained. */
    void clearUser(int user) {
        Arrays.fill(userFactors, user * factors, (user + 1) * factors, 0);
    }

    /** Takes away what was drawn for an item that will not be trained. */
    void clearItem(int item) {
        Arrays.fill(itemFactors, item * factors, (item + 1) * factors, 0);
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
                factors, mean, userFactors.clone(), itemFactors.clone(), userBias.clone(), itemBias.clone());
    }

    ModelState state() {
        return new ModelState()
                .put("mean", new double[] {mean})
                .put("userFactors", userFactors, users(), factors)
                .put("itemFactors", itemFactors, items(), factors)
                .put("userBias", userBias)
                .put("itemBias", itemBias);
    }

    /** The weights of a {@link #state}, whose arrays are not copied; a shape that does not fit the config is an error. */
    static LfmWeights of(LfmConfig config, ModelState state) {
        int factors = config.factors();
        int users = state.floats("userFactors").length / factors;
        int items = state.floats("itemFactors").length / factors;
        return new LfmWeights(
                factors,
                state.doubles("mean", 1)[0],
                state.floats("userFactors", users, factors),
                state.floats("itemFactors", items, factors),
                state.floats("userBias", config.terms().biases() ? users : 0),
                state.floats("itemBias", config.terms().biases() ? items : 0));
    }
}
