package org.tandemrec.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The passes of losses over a range of scored columns.
 *
 * <p>A range is an array, the offset of its first element and the length {@code n}. {@code w} holds how often each column counts (at
 * least 0) and null means once each; a column of weight 0 changes no result, unless its score is NaN. Nothing is allocated; all
 * methods may be called from several threads.
 *
 * <p>A pass that sums takes {@link #SUMS} floats from {@code sumsOffset} on. It returns one sum and adds others to the first two of
 * them, so that a row may be taken in parts; the rest is overwritten.
 *
 * <p>Elementwise results have the same bits in every implementation and wherever the element lies; sums are added in a fixed order of
 * each implementation. A NaN score gives NaN sums.
 *
 * <p>{@code elu} above 0 says that the scores are outputs of {@link #elu} with that alpha: gradients are then those by its inputs. 0 says
 * that they are not.
 */
public sealed interface LossKernels permits ScalarLossKernels, VectorLossKernels {
    /** The floats that a pass needs for its sums: two sums, and the lanes of the longest vector. */
    int SUMS = 2 + 16;

    /**
     * Returns the kernels for this JVM, chosen as {@link Kernels#best()} chooses.
     *
     * @throws IllegalStateException if the system property {@code tandem.kernels} forces what is not there
     */
    static LossKernels best() {
        return Backends.lossKernels();
    }

    /** The name for logs and reports: {@code scalar}, or {@code vector-256} with the bits of a vector. */
    String name();

    /** Returns the largest score of the columns whose weight is above 0, NaN passed over: negative infinity of none. */
    float max(float[] x, int xOffset, float @Nullable [] w, int wOffset, int n);

    /** Sets {@code x = elu(x)}, as {@link FloatMath#elu} (Clevert et al., ICLR 2016). */
    void elu(float alpha, float[] x, int xOffset, int n);

    /** Sets {@code x = exp(-|x - shift|)} and returns the sum of {@code w * x}; {@code shift} is the {@link #max}. */
    float expSum(
            float[] x,
            int xOffset,
            float shift,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] sums,
            int sumsOffset);

    /** Sets {@code x = w * (alpha * x + beta)}. */
    void affine(float alpha, float beta, float[] x, int xOffset, float @Nullable [] w, int wOffset, int n);

    /**
     * The logistic loss of {@code y = x - shift}, with its gradient: sets {@code e = exp(-|y|)} and
     * {@code x = factor * w * sigmoid(y)}, returns the sum of {@code w * log(1 + exp(y))} and adds that of {@code w * sigmoid(y)} to
     * the first sum.
     */
    float logistic(
            float[] x,
            int xOffset,
            float shift,
            float elu,
            float factor,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset);

    /**
     * The terms of TOP1, {@code f = sigmoid(x - shift) + sigmoid(x^2)}, with their gradient: sets
     * {@code e = dsigmoid(x^2)/dx} and {@code x = factor * w * df/dx}, returns the sum of {@code w * f} and adds that of
     * {@code w * dsigmoid(x - shift)/dx} to the first sum.
     */
    float top1(
            float[] x,
            int xOffset,
            float shift,
            float elu,
            float factor,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            float[] sums,
            int sumsOffset);

    /**
     * The terms of TOP1 under a softmax: sets {@code e = w * exp(-|x - max|)} and {@code h = f + df/dx}, with f as in
     * {@link #top1}, returns the sum of e, and adds those of {@code e * f} and {@code e * dsigmoid(x - shift)/dx} to the sums. The
     * ranges of e and h lie in one array.
     */
    float top1Max(
            float[] x,
            int xOffset,
            float shift,
            float max,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset,
            float[] sums,
            int sumsOffset);

    /** The gradient after {@link #top1Max}: sets {@code x = factor * e * (h - loss)}. */
    void top1MaxBackward(
            float[] x,
            int xOffset,
            float elu,
            float factor,
            float loss,
            int n,
            float[] scratch,
            int eOffset,
            int hOffset);

    /**
     * The terms of BPR-max: sets {@code e = exp(-|x - max|)} and {@code i = 1 / (a + b * e)}, returns the sum of {@code w * e * i}
     * and adds those of {@code w * e * e * i} and {@code w * e * x^2} to the sums. The ranges of e and i lie in one array.
     */
    float bprMax(
            float[] x,
            int xOffset,
            float max,
            float a,
            float b,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int iOffset,
            float[] sums,
            int sumsOffset);

    /**
     * The gradient after {@link #bprMax}, with {@code t = e * i}: sets
     * {@code x = w * (t * (pull * (a * t + e) - push * i) + e * shrink * (x * (2 + x) - meanSquare))} and returns the sum of
     * {@code w * t^2}.
     */
    float bprMaxBackward(
            float[] x,
            int xOffset,
            float elu,
            float a,
            float pull,
            float push,
            float shrink,
            float meanSquare,
            float @Nullable [] w,
            int wOffset,
            int n,
            float[] scratch,
            int eOffset,
            int iOffset,
            float[] sums,
            int sumsOffset);
}
