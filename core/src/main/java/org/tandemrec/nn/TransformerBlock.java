package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A block of a transformer: self-attention, then a feed-forward layer, each around a residual connection, with δ for dropout.
 *
 * <pre>
 * before:  a = x + δ(attention(norm₁(x)))   y = a + δ(feedForward(norm₂(a)))     (SASRec, Kang and McAuley, ICDM 2018, section III-C)
 * after:   a = norm₁(x + δ(attention(x)))   y = norm₂(a + δ(feedForward(a)))     (Vaswani et al., NeurIPS 2017, section 3.1)
 * </pre>
 *
 * <p>Its weights; what it computes over {@link Sequences} is a {@link Pass}, or, as sequences grow, a {@link BlockCache}.
 */
public final class TransformerBlock {
    /* Elements of one task of a sum: fixed, so that the cut does not depend on the threads. */
    private static final int GRAIN = 1 << 12;

    private static final Kernels KERNELS = Kernels.best();

    /** Where layers are normalised. */
    public enum Norm {
        /** The input of attention and feed-forward layer; the residual connection goes through as it is. */
        BEFORE,
        /** The sum of residual connection and output. */
        AFTER
    }

    private final int H;
    private final Norm norm;
    private final float dropout;
    private final SelfAttention attention;
    private final FeedForward feedForward;
    private final LayerNorm norm1;
    private final LayerNorm norm2;

    /**
     * A block with drawn weights.
     *
     * @param name the first part of its parameters' names
     * @param size H, the columns of x and y
     * @param innerSize the columns between the two products of the feed-forward layer
     * @param dropout share dropped in training, of the probabilities, inside the feed-forward layer and before both sums
     */
    public TransformerBlock(
            String name,
            int size,
            int heads,
            int innerSize,
            boolean causal,
            Norm norm,
            Activation activation,
            float dropout,
            InitConfig init,
            Seed seed) {
        this.H = size;
        this.norm = norm;
        this.dropout = dropout;
        this.attention = new SelfAttention(name + ".attention", size, heads, causal, init, seed);
        this.feedForward = new FeedForward(name + ".feedForward", size, innerSize, activation, init, seed);
        this.norm1 = new LayerNorm(name + ".norm1", size);
        this.norm2 = new LayerNorm(name + ".norm2", size);
    }

    /** Those of attention, feed-forward layer, norm₁ and norm₂. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(attention.parameters());
        parameters.addAll(feedForward.parameters());
        parameters.addAll(norm1.parameters());
        parameters.addAll(norm2.parameters());
        return List.copyOf(parameters);
    }

    Norm norm() {
        return norm;
    }

    SelfAttention attention() {
        return attention;
    }

    FeedForward feedForward() {
        return feedForward;
    }

    LayerNorm norm1() {
        return norm1;
    }

    LayerNorm norm2() {
        return norm2;
    }

    /** Makes a pass with room for {@code maxRows} rows. */
    public Pass pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
        return new Pass(maxRows, gemm, parallel);
    }

    /** Adds the first {@code n} elements of x to those of y. */
    static void add(float[] x, float[] y, int n, Parallel parallel) {
        parallel.forEach(ceilDiv(n, GRAIN), block -> {
            int from = block * GRAIN;
            KERNELS.axpy(1, x, from, y, from, Math.min(GRAIN, n - from));
        });
    }

    /** The forward pass and, at most once after it, the backward pass. Same bits for any number of threads. */
    public final class Pass {
        private final int maxRows;
        private final Parallel parallel;
        private final SelfAttention.Pass attended;
        private final FeedForward.Pass fed;
        private final Dropout dropped = new Dropout(dropout);
        /* (R, H): what norm1 gives or reads, a, what norm2 gives or reads, y, and a gradient made when first needed. */
        private final float[] beside1;
        private final float[] middle;
        private final float[] beside2;
        private final float[] out;
        private float[] gradient = new float[0];
        private final float[] statistics1;
        private final float[] statistics2;
        private int mask;
        private boolean dropping;

        private Pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
            Check.argument(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
            int size = Math.multiplyExact(maxRows, H);
            this.maxRows = maxRows;
            this.parallel = parallel;
            this.attended = attention.pass(maxRows, dropout, gemm, parallel);
            this.fed = feedForward.pass(maxRows, dropout, gemm, parallel);
            this.beside1 = new float[size];
            this.middle = new float[size];
            this.beside2 = new float[size];
            this.out = new float[size];
            this.statistics1 = new float[LayerNorm.statisticsSize(maxRows)];
            this.statistics2 = new float[LayerNorm.statisticsSize(maxRows)];
        }

        /**
         * Returns y (R, H) of x (R, H), the same array always.
         *
         * @param seed of what is dropped
         * @param training whether anything is dropped
         */
        public float[] forward(Sequences sequences, float[] x, int seed, boolean training) {
            int R = sequences.rows();
            Check.argument(R <= maxRows, "this pass has room for %d rows, but there are %d", maxRows, R);
            mask = seed;
            dropping = training && dropped.rate() > 0;
            switch (norm) {
                case BEFORE -> {
                    norm1.forward(x, R, beside1, statistics1, parallel);
                    attended.forward(sequences, beside1, middle, mask(0), training);
                    sum(x, R, middle, mask(1));
                    norm2.forward(middle, R, beside2, statistics2, parallel);
                    fed.forward(beside2, R, out, mask(2), training);
                    sum(middle, R, out, mask(3));
                }
                case AFTER -> {
                    attended.forward(sequences, x, beside1, mask(0), training);
                    sum(x, R, beside1, mask(1));
                    norm1.forward(beside1, R, middle, statistics1, parallel);
                    fed.forward(middle, R, beside2, mask(2), training);
                    sum(middle, R, beside2, mask(3));
                    norm2.forward(beside2, R, out, statistics2, parallel);
                }
            }
            return out;
        }

        /** y = x + dropout(y). */
        private void sum(float[] x, int R, float[] y, int seed) {
            if (dropping) {
                dropped.apply(y, y, R, H, seed, parallel);
            }
            add(x, y, R * H, parallel);
        }

        /** gradient = dropout(dy). */
        private void drop(float[] dy, int R, int seed) {
            if (dropping) {
                dropped.apply(dy, gradient, R, H, seed, parallel);
            } else {
                System.arraycopy(dy, 0, gradient, 0, R * H);
            }
        }

        /**
         * The gradients of the rows of the last forward pass: those of the parameters, which are overwritten, and dx.
         *
         * @param x (R, H), as in the forward pass
         * @param dy (R, H), the gradient by y; becomes dx, that by x
         */
        public void backward(Sequences sequences, float[] x, float[] dy) {
            int R = sequences.rows();
            if (gradient.length == 0) {
                gradient = new float[out.length];
            }
            switch (norm) {
                case BEFORE -> {
                    drop(dy, R, mask(3));
                    fed.backward(beside2, R, gradient, gradient);
                    norm2.backward(middle, R, statistics2, gradient, gradient, parallel);
                    add(gradient, dy, R * H, parallel);
                    drop(dy, R, mask(1));
                    attended.backward(sequences, beside1, gradient, gradient);
                    norm1.backward(x, R, statistics1, gradient, gradient, parallel);
                    add(gradient, dy, R * H, parallel);
                }
                case AFTER -> {
                    norm2.backward(beside2, R, statistics2, dy, dy, parallel);
                    drop(dy, R, mask(3));
                    fed.backward(middle, R, gradient, gradient);
                    add(gradient, dy, R * H, parallel);
                    norm1.backward(beside1, R, statistics1, dy, dy, parallel);
                    drop(dy, R, mask(1));
                    attended.backward(sequences, x, gradient, gradient);
                    add(gradient, dy, R * H, parallel);
                }
            }
        }

        private int mask(int place) {
            return (int) Seed.mix(mask + ((long) place << Integer.SIZE));
        }
    }
}
