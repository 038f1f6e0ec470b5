package org.tandemrec.kernel;

/**
 * Passes of recurrent cells over one row: bias, activations and new state on the way forward, and their derivatives on the way
 * back, each in one go.
 *
 * <p>A row is a range of {@code H} units at its offset, or of as many blocks of {@code H} side by side as the cell has gates; the
 * bias has the blocks of the gates and starts at 0, zeros for a cell without one. Ranges of a call do not overlap. A range that
 * does not fit its array gives {@link IndexOutOfBoundsException}. Nothing is allocated; all methods may be called from several
 * threads.
 *
 * <p>All results are elementwise: they have the same bits in every implementation and wherever the element lies. NaN stays NaN.
 * On the way back gates turn into gradients in place: what was an activation becomes the gradient of its argument.
 */
public sealed interface GateKernels permits ScalarGateKernels, VectorGateKernels {
    /** Returns the twin of {@link Kernels#best}. */
    static GateKernels best() {
        return Backends.gateKernels();
    }

    /** Sets {@code x = sigmoid(x + bias)}. */
    void sigmoid(float[] x, int xOffset, float[] bias, int biasOffset, int n);

    /** Sets {@code x = sigmoid(x + y + bias)}. */
    void sigmoid(float[] x, int xOffset, float[] y, int yOffset, float[] bias, int biasOffset, int n);

    /** Sets {@code y = tanh(x + bias)}, where y may be x: all of a plain recurrent unit (Elman, Cognitive Science 1990). */
    void tanh(float[] x, int xOffset, float[] bias, int biasOffset, float[] y, int yOffset, int n);

    /**
     * The candidate and the new state of a GRU (RA_LST, equations 6 and 7), for gates r | z | c of which r and z are done:
     * {@code c = tanh(c + bias)}, {@code next = (1 - z) * h + z * c}.
     */
    void gruState(
            float[] gates, int gatesOffset, float[] bias, float[] h, int hOffset, float[] next, int nextOffset, int H);

    /**
     * The backward pass of {@link #gruState}, where {@code dh} holds the gradient d of the new state: {@code z} becomes
     * {@code d * (c - h) * z * (1 - z)}, {@code c} becomes {@code d * z * (1 - c * c)} and {@code dh} the part
     * {@code d * (1 - z)} of the old state's gradient.
     */
    void gruStateBackward(float[] gates, int gatesOffset, float[] h, int hOffset, float[] dh, int dhOffset, int H);

    /**
     * The backward pass of the reset gate r (RA_LST, equations 5 and 6), where {@code drh} is the gradient by r * h: {@code r}
     * becomes {@code drh * h * r * (1 - r)}, and {@code drh * r} is added to {@code dh}.
     */
    void gruResetBackward(
            float[] gates,
            int gatesOffset,
            float[] h,
            int hOffset,
            float[] drh,
            int drhOffset,
            float[] dh,
            int dhOffset,
            int H);

    /**
     * The candidate and the new state of a GRU whose reset comes after the product (Cho et al., EMNLP 2014, in the form that
     * needs one product a step), for gates r | z | c of which r and z are done and {@code products}, U h in the same blocks:
     * {@code c = tanh(c + bias + r * u)} with u the last block, {@code next = (1 - z) * h + z * c}.
     */
    void resetAfterState(
            float[] gates,
            int gatesOffset,
            float[] bias,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] next,
            int nextOffset,
            int H);

    /**
     * The backward pass of {@link #resetAfterState} and both gates, where {@code dh} holds the gradient of the new state: z, c and
     * dh become what they become in {@link #gruStateBackward}, {@code r} becomes {@code dc * u * r * (1 - r)}, with dc what
     * became of c, and the products become their gradients {@code dr | dz | dc * r}.
     */
    void resetAfterBackward(
            float[] gates,
            int gatesOffset,
            float[] products,
            int productsOffset,
            float[] h,
            int hOffset,
            float[] dh,
            int dhOffset,
            int H);

    /**
     * The new state of an LSTM with forget gate (Hochreiter and Schmidhuber, Neural Computation 1997; Gers, Schmidhuber and
     * Cummins, Neural Computation 2000) for activated gates i | f | o | g: {@code next = f * cell + i * g},
     * {@code squashed = tanh(next)}, {@code h = o * squashed}.
     */
    void lstmState(
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] next,
            int nextOffset,
            float[] squashed,
            int squashedOffset,
            float[] h,
            int hOffset,
            int H);

    /**
     * The backward pass of {@link #lstmState} and all gates, where {@code dh} is the gradient of h and {@code dCell} that of next
     * but for what comes through h: with s = squashed and d = dCell + dh * o * (1 - s * s), {@code i} becomes
     * {@code d * g * i * (1 - i)}, {@code f} becomes {@code d * cell * f * (1 - f)}, {@code o} becomes
     * {@code dh * s * o * (1 - o)}, {@code g} becomes {@code d * i * (1 - g * g)}, and {@code dCell} becomes {@code d * f}.
     */
    void lstmBackward(
            float[] gates,
            int gatesOffset,
            float[] cell,
            int cellOffset,
            float[] squashed,
            int squashedOffset,
            float[] dh,
            int dhOffset,
            float[] dCell,
            int dCellOffset,
            int H);
}
