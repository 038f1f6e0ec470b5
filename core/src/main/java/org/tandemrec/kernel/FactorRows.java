package org.tandemrec.kernel;

import org.tandemrec.base.Check;

/**
 * The rows of users and items that {@link FactorKernels} step on; the arrays are shared, not copied. A score is
 * {@code mean + p · q}, plus both rows' biases where there are any.
 *
 * @param factors the length of a row
 * @param users P, row by row
 * @param items Q, row by row
 * @param userBias by row; empty without biases
 * @param itemBias by row; empty without biases
 * @param userPenalty lambda by row
 * @param itemPenalty lambda by row
 */
public record FactorRows(
        int factors,
        float mean,
        float[] users,
        float[] items,
        float[] userBias,
        float[] itemBias,
        float[] userPenalty,
        float[] itemPenalty) {
    /** Checks the lengths. */
    public FactorRows {
        checkRows(factors, users, userBias, userPenalty);
        checkRows(factors, items, itemBias, itemPenalty);
        Check.argument(
                (userBias.length > 0) == (itemBias.length > 0), "users and items both have biases, or neither has");
    }

    private static void checkRows(int factors, float[] rows, float[] bias, float[] penalty) {
        Check.argument(
                rows.length == (long) penalty.length * factors && (bias.length == 0 || bias.length == penalty.length),
                "%d factors of %d rows, but %d numbers and %d biases",
                factors,
                penalty.length,
                rows.length,
                bias.length);
    }

    /** Whether rows have biases. */
    public boolean biased() {
        return userBias.length > 0;
    }
}
