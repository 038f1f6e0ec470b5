package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LayerKernels;

/** The non-linearity after a {@link Linear} layer, element by element; the same bits for any number of threads. */
public enum Activation {
    /** y = x. */
    IDENTITY,
    /** y = max(x, 0) (Nair and Hinton, ICML 2010). */
    RELU,
    /** y = x Φ(x), Φ of the normal distribution in its form by tanh (Hendrycks and Gimpel, arXiv:1606.08415, section 2). */
    GELU,
    /** y = tanh(x). */
    TANH,
    /** y = 1 / (1 + exp(−x)). */
    SIGMOID;

    /* Elements of one task: fixed, so that the cut does not depend on the threads. */
    private static final int GRAIN = 1 << 12;

    private static final Kernels KERNELS = Kernels.best();
    private static final LayerKernels LAYERS = LayerKernels.best();

    /** Whether {@link #backward} reads x; of the others it reads y alone, so that y may be computed in the place of x. */
    public boolean readsInput() {
        return this == GELU;
    }

    /** y of the first {@code n} elements of x; {@code y} may be {@code x}. */
    public void forward(float[] x, float[] y, int n, Parallel parallel) {
        parallel.forEach(ceilDiv(n, GRAIN), block -> {
            int from = block * GRAIN;
            int count = Math.min(GRAIN, n - from);
            switch (this) {
                case IDENTITY -> System.arraycopy(x, from, y, from, count);
                case RELU -> LAYERS.relu(x, from, y, from, count);
                case GELU -> LAYERS.gelu(x, from, y, from, count);
                case TANH -> KERNELS.tanh(x, from, y, from, count);
                case SIGMOID -> KERNELS.sigmoid(x, from, y, from, count);
            }
        });
    }

    /**
     * dx = dy ⊙ f′(x).
     *
     * @param x the input of the forward pass, read where {@link #readsInput}
     * @param y its output
     * @param dx receives the gradient; may be {@code dy}
     */
    public void backward(float[] x, float[] y, float[] dy, float[] dx, int n, Parallel parallel) {
        parallel.forEach(ceilDiv(n, GRAIN), block -> {
            int from = block * GRAIN;
            int count = Math.min(GRAIN, n - from);
            switch (this) {
                case IDENTITY -> System.arraycopy(dy, from, dx, from, count);
                case RELU -> LAYERS.reluBackward(y, from, dy, from, dx, from, count);
                case GELU -> LAYERS.geluBackward(x, from, dy, from, dx, from, count);
                case TANH -> KERNELS.tanhBackward(y, from, dy, from, dx, from, count);
                case SIGMOID -> KERNELS.sigmoidBackward(y, from, dy, from, dx, from, count);
            }
        });
    }
}
