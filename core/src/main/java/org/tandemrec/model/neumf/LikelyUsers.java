package org.tandemrec.model.neumf;

import java.util.Arrays;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.model.ModelState;

/**
 * Factors for someone never seen in training: the mean over the person's events of the mean factors of those who have an event with the
 * same item. A sum over events, so an event costs the same whatever came before it.
 *
 * @param byItem the mean factors of the users of each item (N, F + E); those of all trained users where an item has none
 * @param mean the mean factors of all trained users (F + E)
 */
record LikelyUsers(float[] byItem, float[] mean) {
    private static final Kernels KERNELS = Kernels.best();
    private static final String BY_ITEM = "usersOfItem";
    private static final String MEAN = "meanUser";

    /** Means over the events of the training data. */
    static LikelyUsers of(NeuMfWeights weights, Interactions training) {
        int columns = weights.users.columns();
        float[] P = weights.users.value();
        float[] byItem = new float[weights.items.rows() * columns];
        float[] mean = new float[columns];
        int[] count = training.itemCounts();
        int trained = 0;
        for (int user = 0; user < training.userCount(); user++) {
            if (weights.userTrained(user)) {
                trained++;
                KERNELS.axpy(1, P, user * columns, mean, 0, columns);
            }
            for (int row = training.start(user); row < training.end(user); row++) {
                int item = training.item(row);
                KERNELS.axpy(1f / count[item], P, user * columns, byItem, item * columns, columns);
            }
        }
        KERNELS.scale(1f / Math.max(1, trained), mean, 0, columns);
        for (int item = 0; item < count.length; item++) {
            if (count[item] == 0) {
                System.arraycopy(mean, 0, byItem, item * columns, columns);
            }
        }
        return new LikelyUsers(byItem, mean);
    }

    /** Those of a {@link #putInto}. */
    static LikelyUsers of(NeuMfWeights weights, ModelState state) {
        int columns = weights.users.columns();
        float[] byItem = state.floats(BY_ITEM, weights.items.rows(), columns);
        return new LikelyUsers(byItem.clone(), state.floats(MEAN, columns).clone());
    }

    /** Adds copies to a state. */
    ModelState putInto(ModelState state) {
        return state.put(BY_ITEM, byItem.clone(), byItem.length / mean.length, mean.length)
                .put(MEAN, mean.clone());
    }

    /** Adds what an event with an item tells to a person's sum. */
    void add(int item, float[] sum, int offset) {
        KERNELS.axpy(1, byItem, item * mean.length, sum, offset, mean.length);
    }

    /** Writes the factors of a person with that sum over so many events. */
    void user(float[] sum, int offset, long events, float[] factors, int to) {
        if (events == 0) {
            System.arraycopy(mean, 0, factors, to, mean.length);
            return;
        }
        Arrays.fill(factors, to, to + mean.length, 0);
        KERNELS.axpy(1f / events, sum, offset, factors, to, mean.length);
    }
}
