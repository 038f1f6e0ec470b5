package org.tandemrec.kernel;

/**
 * Passes of optimisers over weights, what they keep of earlier steps, and gradients.
 *
 * <p>Ranges are as in {@link Kernels}. Weights and what belongs to them share an offset; gradients have their own. {@code scale}
 * multiplies every gradient first: 1 changes nothing, less clips. All results are elementwise, so they have the same bits in
 * every implementation and wherever the element lies. NaN stays NaN.
 */
public sealed interface UpdateKernels permits ScalarUpdateKernels, VectorUpdateKernels {
    /** Returns the twin of {@link Kernels#best}. */
    static UpdateKernels best() {
        return Backends.updateKernels();
    }

    /**
     * One step of gradient descent with momentum (Polyak, 1964): {@code v = momentum * v - rate * g}, {@code w = w + v}.
     */
    void momentum(float[] w, float[] v, int offset, float[] g, int gOffset, int n, float rate, float momentum);

    /**
     * One step of Adagrad (Duchi, Hazan and Singer, JMLR 2011) on the accumulator {@code a}, with {@code g} scaled:
     * {@code a = a + g * g}, {@code w = w - rate * g / sqrt(a + epsilon)}.
     */
    void adagrad(
            float[] w, float[] a, int offset, float[] g, int gOffset, int n, float scale, float rate, float epsilon);

    /**
     * The same step of {@link #adagrad} under momentum: {@code a = a + g * g},
     * {@code v = momentum * v - rate * g / sqrt(a + epsilon)}, {@code w = w + v}.
     */
    void adagradMomentum(
            float[] w,
            float[] a,
            float[] v,
            int offset,
            float[] g,
            int gOffset,
            int n,
            float scale,
            float rate,
            float epsilon,
            float momentum);

    /**
     * One step of Adam (Kingma and Ba, ICLR 2015) with the decoupled decay of AdamW (Loshchilov and Hutter, ICLR 2019), with
     * {@code g} scaled: {@code m = beta1 * m + (1 - beta1) * g}, {@code v = beta2 * v + (1 - beta2) * g * g},
     * {@code w = keep * w - rate * m / (sqrt(v) + epsilon)}.
     *
     * @param rate the learning rate, already corrected for the bias of the moments
     * @param keep what the decay leaves of a weight: 1 is Adam without decay
     */
    void adam(
            float[] w,
            float[] m,
            float[] v,
            int offset,
            float[] g,
            int gOffset,
            int n,
            float scale,
            float rate,
            float beta1,
            float beta2,
            float epsilon,
            float keep);
}
