package org.tandemrec.nn;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * Inverted dropout (Srivastava et al., JMLR 2014): in training an element is 0 with probability {@code rate} and otherwise divided
 * by 1 − rate, so that its expectation stays and inference needs no change.
 *
 * <p>The backward pass is the same call on the gradient with the same seed: the mask is computed again, not stored.
 */
public final class Dropout {
    /* Elements of one task: fixed, so that the cut does not depend on the threads. */
    private static final int GRAIN = 1 << 12;

    private final float rate;
    private final Kernels kernels = Kernels.best();

    /**
     * Dropout of a share of the elements; of 0 it copies.
     *
     * @throws IllegalArgumentException unless 0 ≤ rate < 1
     */
    public Dropout(float rate) {
        Check.argument(rate >= 0 && rate < 1, "dropout must be at least 0 and below 1, but was %s", rate);
        this.rate = rate;
    }

    /** The probability of a 0. */
    public float rate() {
        return rate;
    }

    /**
     * y = x ⊙ mask(seed) / (1 − rate) for x (rows, columns); {@code y} may be {@code x}. Two layers or two steps draw different
     * masks by different seeds.
     */
    public void apply(float[] x, float[] y, int rows, int columns, int seed, Parallel parallel) {
        int n = Math.multiplyExact(rows, columns);
        parallel.forEach((n + GRAIN - 1) / GRAIN, block -> {
            int from = block * GRAIN;
            kernels.dropout(x, from, y, from, Math.min(GRAIN, n - from), seed, from, rate);
        });
    }
}
