package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;

/**
 * Multi-head self-attention (Vaswani et al., NeurIPS 2017, section 3.2.2) over packed {@link Sequences}: y = concat(O₁ … O_h) W_o + b_o,
 * O_j = softmax(Q_j K_jᵀ / √d) V_j, (Q | K | V) = x W + b, where each of the h heads has d = H / h columns of Q, K and V. Causal
 * attention sees a row and those before it in its sequence; other attention sees all rows of its sequence.
 *
 * <p>No row is padding. Its weights; what it computes is a {@link Pass}, or, as sequences grow, an {@link AttentionCache}.
 */
public final class SelfAttention {
    private final int H;
    private final int heads;
    private final boolean causal;
    private final Linear input;
    private final Linear output;

    /**
     * Attention with drawn weights.
     *
     * @param name the first part of its parameters' names
     * @param size H, the columns of x and y
     */
    public SelfAttention(String name, int size, int heads, boolean causal, InitConfig init, Seed seed) {
        Check.argument(
                heads >= 1 && size % heads == 0,
                "heads of layer %s must divide its size (%d), but were %d",
                name,
                size,
                heads);
        this.H = size;
        this.heads = heads;
        this.causal = causal;
        this.input = new Linear(name + ".input", H, 3 * H, H, true, init, seed);
        this.output = new Linear(name + ".output", H, H, true, init, seed);
    }

    /** H, the columns of x and y. */
    public int size() {
        return H;
    }

    /**
     * {@code NAME.input.weights} (H × 3H, columns Q | K | V, of which each head has a block) and {@code .bias} (1 × 3H),
     * {@code NAME.output.weights} (H × H) and {@code .bias} (1 × H).
     */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(input.parameters());
        parameters.addAll(output.parameters());
        return List.copyOf(parameters);
    }

    int heads() {
        return heads;
    }

    boolean causal() {
        return causal;
    }

    Linear input() {
        return input;
    }

    Linear output() {
        return output;
    }

    /**
     * Makes a pass with room for {@code maxRows} rows.
     *
     * @param dropout share of the probabilities that are dropped in training
     */
    public Pass pass(int maxRows, float dropout, ParallelGemm gemm, Parallel parallel) {
        return new Pass(maxRows, dropout, gemm, parallel);
    }

    /** The forward pass and, at most once after it, the backward pass. Same bits for any number of threads. */
    public final class Pass {
        private final ParallelGemm gemm;
        private final Parallel parallel;
        private final AttentionHead dropping;
        private final AttentionHead plain;
        private final ScratchPool scratch = new ScratchPool();
        /** (R, 3H): queries, keys and values. */
        private final float[] projected;
        /** (R, H): the outputs of all heads. */
        private final float[] attended;
        /* Made when first needed: (R, 3H) and (R, H). */
        private float[] dProjected = new float[0];
        private float[] dAttended = new float[0];
        /* The probabilities of the heads of sequence s start at firstOf[s]; grown as needed. */
        private float[] probabilities = new float[0];
        private int[] firstOf = new int[1];
        private AttentionHead head;
        private int longest;
        private int mask;

        private Pass(int maxRows, float dropout, ParallelGemm gemm, Parallel parallel) {
            Check.argument(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
            Gemm single = Gemm.best();
            this.gemm = gemm;
            this.parallel = parallel;
            this.dropping = new AttentionHead(single, causal, H / heads, dropout);
            this.plain = new AttentionHead(single, causal, H / heads, 0);
            this.head = plain;
            this.projected = new float[Math.multiplyExact(maxRows, 3 * H)];
            this.attended = new float[Math.multiplyExact(maxRows, H)];
        }

        /**
         * y (R, H) of x (R, H).
         *
         * @param seed of what is dropped
         * @param training whether anything is dropped
         */
        public void forward(Sequences sequences, float[] x, float[] y, int seed, boolean training) {
            int R = sequences.rows();
            Check.argument(
                    R <= attended.length / H,
                    "this pass has room for %d rows, but there are %d",
                    attended.length / H,
                    R);
            head = training ? dropping : plain;
            mask = seed;
            place(sequences);
            input.forward(x, R, projected, gemm, parallel);
            parallel.forEach(sequences.count() * heads, task -> {
                int s = task / heads;
                int j = task % heads;
                int length = sequences.length(s);
                float[] room = scratch.take(AttentionHead.ROWS * longest);
                head.forward(
                        part(projected, sequences, s, 0, j),
                        part(projected, sequences, s, 1, j),
                        part(projected, sequences, s, 2, j),
                        length,
                        probabilities,
                        firstOf[s] + j * head.probabilities(length),
                        output(attended, sequences, s, j),
                        mask,
                        room);
                scratch.give(room);
            });
            output.forward(attended, R, y, gemm, parallel);
        }

        /**
         * The gradients of the rows of the last forward pass: those of the parameters, which are overwritten, and dx.
         *
         * @param x (R, H), as in the forward pass
         * @param dy (R, H)
         * @param dx (R, H), overwritten; may be {@code dy}
         */
        public void backward(Sequences sequences, float[] x, float[] dy, float[] dx) {
            int R = sequences.rows();
            if (dProjected.length == 0) {
                dProjected = new float[projected.length];
                dAttended = new float[attended.length];
            }
            output.backward(attended, R, dy, dAttended, gemm, parallel);
            parallel.forEach(sequences.count() * heads, task -> {
                int s = task / heads;
                int j = task % heads;
                int length = sequences.length(s);
                float[] room = scratch.take(AttentionHead.ROWS * longest);
                head.backward(
                        part(projected, sequences, s, 0, j),
                        part(projected, sequences, s, 1, j),
                        part(projected, sequences, s, 2, j),
                        length,
                        probabilities,
                        firstOf[s] + j * head.probabilities(length),
                        output(attended, sequences, s, j),
                        output(dAttended, sequences, s, j),
                        part(dProjected, sequences, s, 0, j),
                        part(dProjected, sequences, s, 1, j),
                        part(dProjected, sequences, s, 2, j),
                        mask,
                        room);
                scratch.give(room);
            });
            input.backward(x, R, dProjected, dx, gemm, parallel);
        }

        /** Gives the heads of each sequence their places among the probabilities. */
        private void place(Sequences sequences) {
            if (firstOf.length <= sequences.count()) {
                firstOf = new int[sequences.count() + 1];
            }
            longest = 0;
            long size = 0;
            for (int s = 0; s < sequences.count(); s++) {
                firstOf[s] = (int) size;
                size += (long) heads * head.probabilities(sequences.length(s));
                Check.argument(
                        size <= Integer.MAX_VALUE - Long.SIZE,
                        "%d rows in sequences of up to %d have more than 2^31 attention probabilities: lower the batch size"
                                + " or the length of sequences",
                        sequences.rows(),
                        Math.max(longest, sequences.length(s)));
                longest = Math.max(longest, sequences.length(s));
            }
            if (probabilities.length < size) {
                probabilities = new float[(int) size];
            }
        }

        private AttentionHead.Columns part(float[] array, Sequences sequences, int s, int part, int j) {
            int at = sequences.start(s) * 3 * H + part * H + j * (H / heads);
            return new AttentionHead.Columns(array, at, 3 * H);
        }

        private AttentionHead.Columns output(float[] array, Sequences sequences, int s, int j) {
            return new AttentionHead.Columns(array, sequences.start(s) * H + j * (H / heads), H);
        }
    }
}
