package org.tandemrec.kernel;

/**
 * Passes of feed-forward and attention layers over one row: activations, layer normalisation and the softmax, with their derivatives.
 *
 * <p>A range is an array, the offset of its first element and the length {@code n}. An output range may be the very same range as an
 * input of the call, but must not overlap one partly. A range that does not fit its array gives {@link IndexOutOfBoundsException}.
 * Nothing is allocated; all methods may be called from several threads.
 *
 * <p>Elementwise results have the same bits in every implementation and wherever the element lies; sums are added in a fixed order
 * of each implementation. NaN stays NaN.
 */
public sealed interface LayerKernels permits ScalarLayerKernels, VectorLayerKernels {
    /** Returns the twin of {@link Kernels#best}. */
    static LayerKernels best() {
        return Backends.layerKernels();
    }

    /** Sets {@code y = max(x, 0)}. */
    void relu(float[] x, int xOffset, float[] y, int yOffset, int n);

    /** Sets {@code dx = dy} where {@code y}, the output of {@link #relu}, is above 0, and 0 elsewhere. */
    void reluBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n);

    /**
     * Sets {@code y = x * sigmoid(2u)} with {@code u = sqrt(2 / pi) * (x + 0.044715 x^3)}, which is the Gaussian error linear unit in
     * its form by tanh (Hendrycks and Gimpel, arXiv:1606.08415, section 2), as {@link FloatMath#gelu}.
     */
    void gelu(float[] x, int xOffset, float[] y, int yOffset, int n);

    /** Sets {@code dx = dy * d gelu(x) / dx}, as {@link FloatMath#geluSlope}. */
    void geluBackward(float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n);

    /** Layer normalisation of a row: sets {@code y = gain * (x - mean) * inverse + bias}; gain and bias start at 0. */
    void normalize(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] bias,
            float[] y,
            int yOffset,
            int n);

    /**
     * The gradient of {@link #normalize} by x, where mean and inverse deviation are those of x: with {@code z = (x - mean) * inverse}
     * and {@code g = gain * dy}, sets {@code dx = inverse * (g - avg(g) - z * avg(g * z))}.
     */
    void normalizeBackward(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] gain,
            float[] dy,
            int dyOffset,
            float[] dx,
            int dxOffset,
            int n);

    /**
     * The gradients of {@link #normalize} by gain and bias: adds {@code dy * (x - mean) * inverse} to the n sums at
     * {@code sumsOffset}, and {@code dy} to the n behind them.
     */
    void normalizeSums(
            float[] x,
            int xOffset,
            float mean,
            float inverse,
            float[] dy,
            int dyOffset,
            float[] sums,
            int sumsOffset,
            int n);

    /** The gradient of a softmax by its input, given that by its output p: sets {@code dp = p * (dp - shift)}. */
    void softmaxBackward(float[] p, int pOffset, float[] dp, int dpOffset, float shift, int n);
}
