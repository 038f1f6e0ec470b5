package org.tandemrec.kernel;

/**
 * Steps of stochastic gradient descent on rows of factors. Ranges are as in {@link Kernels}, and the rows of a call must be
 * different ones. {@link #pointwise} and {@link #pairwise} are elementwise, so they have the same bits in every implementation.
 */
public sealed interface FactorKernels permits ScalarFactorKernels, VectorFactorKernels {
    /** Returns the twin of {@link Kernels#best}. */
    static FactorKernels best() {
        return Backends.factorKernels();
    }

    /**
     * One step of squared loss at each sample, in their order (RA_LST, equations 3 and 4, the 2 taken into the rate): with
     * {@code e = y - score}, {@code p = p + rate * (e * q - lambda * p)}, {@code q = q + rate * (e * p - lambda * q)} from the old
     * values, and both biases, if there are any, {@code b = b + rate * (e - lambda * b)}.
     *
     * <p>The inner product is that of the twin's {@link Kernels#dot}, so the bits are its own.
     *
     * @param user the row of each sample's user
     * @param item the row of each sample's item
     * @param count the number of samples
     * @return the sum of squared errors, each before its step
     */
    double squaredSteps(FactorRows rows, int[] user, int[] item, float[] y, int count, float rate);

    /**
     * One step on a pair of rows (RA_LST, equations 3 and 4): {@code p = pKeep * p + pStep * q} and
     * {@code q = qKeep * q + qStep * p}, both from the old values.
     *
     * @param pStep rate times the negative derivative of the loss by the score
     * @param pKeep what the penalty leaves of a factor: 1 - rate * lambda
     */
    void pointwise(
            float[] p, int pOffset, float[] q, int qOffset, int n, float pStep, float pKeep, float qStep, float qKeep);

    /**
     * One step on a user's row and the rows of two items i and j of Q, the first to be ranked higher (Rendle et al., UAI 2009,
     * section 4.3): {@code p = pKeep * p + pStep * (i - j)}, {@code i = iKeep * i + iStep * p},
     * {@code j = jKeep * j - jStep * p}, all from the old values.
     */
    void pairwise(
            float[] p,
            int pOffset,
            float[] q,
            int iOffset,
            int jOffset,
            int n,
            float pStep,
            float pKeep,
            float iStep,
            float iKeep,
            float jStep,
            float jKeep);
}
