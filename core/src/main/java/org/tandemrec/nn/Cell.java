package org.tandemrec.nn;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/** A recurrent cell from D inputs to H hidden units: its weights; what it computes over a {@link Window} is a {@link Pass}. */
public sealed interface Cell permits GruCell, LstmCell, RnnCell {
    /** The kinds of cells. */
    enum Kind {
        /** A gated recurrent unit, reset before the product (RA_LST, equations 5 to 7). */
        GRU,
        /** A gated recurrent unit, reset after the product. */
        GRU_RESET_AFTER,
        /** A long short-term memory with forget gate. */
        LSTM,
        /** A plain recurrent unit. */
        RNN
    }

    /**
     * Makes a cell whose weights are drawn gate by gate.
     *
     * @param name the first part of its parameters' names
     * @param biased whether gates have biases: zeros at first, ones for the forget gate of an LSTM
     */
    static Cell of(Kind kind, String name, int inputSize, int hiddenSize, boolean biased, InitConfig init, Seed seed) {
        return switch (kind) {
            case GRU -> new GruCell(name, inputSize, hiddenSize, biased, false, init, seed);
            case GRU_RESET_AFTER -> new GruCell(name, inputSize, hiddenSize, biased, true, init, seed);
            case LSTM -> new LstmCell(name, inputSize, hiddenSize, biased, init, seed);
            case RNN -> new RnnCell(name, inputSize, hiddenSize, biased, init, seed);
        };
    }

    /** D, the number of inputs. */
    int inputSize();

    /** H, the number of hidden units. */
    int hiddenSize();

    /** G, the columns of all gates: blocks of H. */
    int gateSize();

    /** S, the numbers of a lane's state, of which the first H are the hidden units. */
    int stateSize();

    /** All weights: {@code NAME.inputWeights} (D × G), {@code NAME.hiddenWeights} (H × G) and, if biased, {@code NAME.bias} (G). */
    List<Parameter> parameters();

    /** Makes a pass with room for windows of up to {@code maxRows} rows. */
    Pass pass(int maxRows, ParallelGemm gemm, Parallel parallel);

    /**
     * The forward and backward pass of a cell over a window of R rows: {@link #project}, {@link #recur}, then {@link #carry} or
     * {@link #copyState} and, at most once, {@link #backward}, in any order. Same bits for any number of threads.
     */
    interface Pass {
        /**
         * The gates (R, G), row-major, the same array always: products of the inputs after {@link #project} or from whoever
         * else fills them, activations after {@link #recur}, gradients after {@link #backward}.
         */
        float[] gates();

        /** Fills the gates of {@code rows} rows with the products of x (R, D) and the input weights. */
        void project(float[] x, int rows);

        /**
         * Computes all states, step by step, from the products in the gates.
         *
         * @param carried (lanes, S): the states that rows of the first step continue
         * @param initial (R, S): the states that new rows start from, read in those rows only; null means zeros
         */
        void recur(Window window, float[] carried, float @Nullable [] initial);

        /** The hidden units (R, H), the same array always. */
        float[] hidden();

        /** Writes the states after the last step, lane by lane, into {@code carried} (lanes, S). */
        void carry(Window window, float[] carried);

        /** Writes the state after a row into a lane of {@code states} (lanes, S). */
        void copyState(int row, float[] states, int lane);

        /**
         * Computes the gradients of the window, through all its steps; the state carried into it is a constant. Overwrites the
         * gradients of all parameters.
         *
         * @param x (R, D), as it was projected
         * @param dHidden (R, H), the gradient by {@link #hidden}; overwritten
         * @param dx (R, D), receives the gradient by x; null where nobody needs it
         * @param dInitial (R, S), receives in its new rows the gradient by {@code initial}; null where nobody needs it
         */
        void backward(Window window, float[] x, float[] dHidden, float @Nullable [] dx, float @Nullable [] dInitial);
    }
}
