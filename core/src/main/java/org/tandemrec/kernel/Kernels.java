package org.tandemrec.kernel;

/**
 * Passes over ranges of float arrays: products, activations with their derivatives, reductions and dropout.
 *
 * <p>A range is an array, the offset of its first element and the length {@code n} that all ranges of a call share. An output
 * range may be the very same range as an input of the call, but must not overlap one partly. A range that does not fit its array
 * gives {@link IndexOutOfBoundsException}. Nothing is allocated; all methods may be called from several threads.
 *
 * <p>Elementwise results have the same bits in every implementation and wherever the element lies; sums are added in a fixed order
 * of each implementation, the same for every call on a kind of machine, interpreted or compiled. NaN stays NaN.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {
    /**
     * Returns the vector kernels where the JVM was started with {@code --add-modules jdk.incubator.vector}, else the scalar ones
     * and logs that once.
     *
     * <p>The system property {@code tandem.kernels} forces {@code scalar} or {@code vector}.
     *
     * @throws IllegalStateException if the property has another value or forces what is not there
     */
    static Kernels best() {
        return Backends.kernels();
    }

    /** The name for logs and reports: {@code scalar}, or {@code vector-256} with the bits of a vector. */
    String name();

    /** Returns the inner product of {@code a} and {@code b}. */
    float dot(float[] a, int aOffset, float[] b, int bOffset, int n);

    /**
     * Sets {@code y = A x}: the inner product of x with each of the {@code rows} rows of A, row-major and without gaps, each of
     * {@code columns} elements.
     */
    void matrixVector(float[] a, int aOffset, int rows, int columns, float[] x, int xOffset, float[] y, int yOffset);

    /** Adds {@code alpha * x} to {@code y}. */
    void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n);

    /** Sets {@code out = a * b}, elementwise. */
    void multiply(float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int n);

    /** Sets {@code x = alpha * x}. */
    void scale(float alpha, float[] x, int xOffset, int n);

    /** x = x + alpha. */
    void add(float alpha, float[] x, int xOffset, int n);

    /** Sets {@code y = tanh(x)}, as {@link FloatMath#tanh}. */
    void tanh(float[] x, int xOffset, float[] y, int yOffset, int n);

    /** Sets {@code y = sigmoid(x)}, as {@link FloatMath#sigmoid}. */
    void sigmoid(float[] x, int xOffset, float[] y, int yOffset, int n);

    /** Sets {@code dx = dy * (1 - y * y)}, where {@code y} is the output of {@link #tanh}. */
    void tanhBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n);

    /** Sets {@code dx = dy * y * (1 - y)}, where {@code y} is the output of {@link #sigmoid}. */
    void sigmoidBackward(float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset, int n);

    /** Returns the largest element: negative infinity of none, NaN if one is NaN. */
    float max(float[] x, int xOffset, int n);

    /** Returns the sum. */
    float sum(float[] x, int xOffset, int n);

    /** Returns the sum of {@code (x - mean)^2}: the difference a float, its square and the sum doubles. */
    double sumOfSquares(float[] x, int xOffset, float mean, int n);

    /** Sets {@code y = exp(x - shift)}, as {@link FloatMath#exp}, and returns the sum of {@code y}. */
    float expSum(float[] x, int xOffset, float shift, float[] y, int yOffset, int n);

    /** Returns the same bits as the {@linkplain #expSum(float[], int, float, float[], int, int) other form}, without writing. */
    float expSum(float[] x, int xOffset, float shift, int n);

    /**
     * Inverted dropout (Srivastava et al., JMLR 2014): sets {@code y = x / (1 - rate)} where element {@code firstIndex + i} of the
     * mask of {@code seed} keeps, else 0.
     *
     * <p>The mask is a hash of the seed and the element's index, so the backward pass is the same call on the gradient, and no
     * mask is stored; a call on a part of a longer range gives the same elements.
     *
     * @param rate the probability of a 0, at least 0 and below 1; 0 copies
     */
    void dropout(float[] x, int xOffset, float[] y, int yOffset, int n, int seed, int firstIndex, float rate);

    /**
     * Returns how many elements are not less than {@code threshold}, the rank of a score whose ties count against it. NaN counts,
     * and of a NaN threshold all count, so that a broken score never ranks better than a sound one.
     */
    int countAtLeast(float[] x, int xOffset, int n, float threshold);

    /**
     * Writes where the elements are that reach {@code threshold}, counted from {@code xOffset} and ascending; returns how many. NaN
     * reaches nothing, and nothing reaches NaN.
     *
     * @param places has room for {@code n}
     */
    int placesAtLeast(float[] x, int xOffset, int n, float threshold, int[] places);
}
