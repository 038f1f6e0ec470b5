package org.tandemrec.nn;

import java.util.Arrays;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.LayerKernels;

/**
 * Scaled dot-product attention of one head (Vaswani et al., NeurIPS 2017, equation 1), O = softmax(Q Kᵀ / √d) V, where the query at
 * position i sees the keys at positions 0 … i, or all.
 *
 * <p>Q, K, V, O and their gradients are d columns of wider arrays: a head's products read and write them where they are. Queries are
 * taken in blocks of at most {@link #ROWS}, whose products leave out the keys behind the block: half of the work for long sequences.
 */
final class AttentionHead {
    /** The most queries of a block. */
    static final int ROWS = 64;

    private final Gemm gemm;
    private final boolean causal;
    private final int d;
    private final float scale;
    private final Dropout dropout;
    private final Kernels kernels = Kernels.best();
    private final LayerKernels layerKernels = LayerKernels.best();

    AttentionHead(Gemm gemm, boolean causal, int d, float dropout) {
        this.gemm = gemm;
        this.causal = causal;
        this.d = d;
        this.scale = (float) (1 / Math.sqrt(d));
        this.dropout = new Dropout(dropout);
    }

    /** Some columns of an array of rows: element (i, j) is {@code array[offset + i * stride + j]}. */
    record Columns(float[] array, int offset, int stride) {
        /** The same columns from another row on. */
        Columns from(int row) {
            return new Columns(array, offset + row * stride, stride);
        }
    }

    /** The keys that a block of n queries from position {@code first} on is multiplied with, of {@code length} keys. */
    int keys(int first, int n, int length) {
        return causal ? first + n : length;
    }

    /** The probabilities of all blocks of a sequence. */
    int probabilities(int length) {
        int sum = 0;
        for (int first = 0; first < length; first += ROWS) {
            int n = Math.min(ROWS, length - first);
            sum = Math.addExact(sum, Math.multiplyExact(n, keys(first, n, length)));
        }
        return sum;
    }

    /**
     * The outputs of a block of n queries, whose first one is at position {@code first}.
     *
     * @param q the queries of the block; k and v start at position 0 and hold {@code length}
     * @param p receives the probabilities (n, keys) from {@code pOffset} on
     * @param o receives the outputs of the block
     */
    void attend(Columns q, int first, int n, Columns k, Columns v, int length, float[] p, int pOffset, Columns o) {
        int keys = softmax(q, first, n, k, length, p, pOffset);
        weigh(n, keys, p, pOffset, v, o);
    }

    private int softmax(Columns q, int first, int n, Columns k, int length, float[] p, int pOffset) {
        int keys = keys(first, n, length);
        gemm.multiply(
                false, true, n, keys, d, scale, q.array, q.offset, q.stride, k.array, k.offset, k.stride, 0, p, pOffset,
                keys);
        for (int i = 0; i < n; i++) {
            int at = pOffset + i * keys;
            int seen = causal ? first + i + 1 : keys;
            float sum = kernels.expSum(p, at, kernels.max(p, at, seen), p, at, seen);
            kernels.scale(1 / sum, p, at, seen);
            Arrays.fill(p, at + seen, at + keys, 0);
        }
        return keys;
    }

    private void weigh(int n, int keys, float[] p, int pOffset, Columns v, Columns o) {
        gemm.multiply(
                false, false, n, d, keys, 1, p, pOffset, keys, v.array, v.offset, v.stride, 0, o.array, o.offset,
                o.stride);
    }

    /**
     * The outputs of a whole sequence.
     *
     * @param p receives the probabilities of all blocks
     * @param seed of the probabilities that are dropped
     * @param scratch room for a block of dropped probabilities
     */
    void forward(
            Columns q, Columns k, Columns v, int length, float[] p, int pOffset, Columns o, int seed, float[] scratch) {
        int at = pOffset;
        for (int first = 0; first < length; first += ROWS) {
            int n = Math.min(ROWS, length - first);
            int keys = softmax(q.from(first), first, n, k, length, p, at);
            if (dropout.rate() > 0) {
                kernels.dropout(p, at, scratch, 0, n * keys, seed, at, dropout.rate());
                weigh(n, keys, scratch, 0, v, o.from(first));
            } else {
                weigh(n, keys, p, at, v, o.from(first));
            }
            at += n * keys;
        }
    }

    /**
     * The gradients of a whole sequence: with P̃ the dropped probabilities, dV = P̃ᵀ dO, dP = mask(dO Vᵀ), dS = P ⊙ (dP − Σ dP ⊙ P), dQ =
     * dS K / √d and dK = dSᵀ Q / √d, where Σ dP ⊙ P = dO · O.
     *
     * @param scratch room for a block of probabilities
     */
    void backward(
            Columns q,
            Columns k,
            Columns v,
            int length,
            float[] p,
            int pOffset,
            Columns o,
            Columns dO,
            Columns dQ,
            Columns dK,
            Columns dV,
            int seed,
            float[] scratch) {
        int at = pOffset + probabilities(length);
        float beta = 0; // the last block reaches all keys, and is the first one here
        for (int first = (length - 1) / ROWS * ROWS; first >= 0; first -= ROWS) {
            int n = Math.min(ROWS, length - first);
            int keys = keys(first, n, length);
            at -= n * keys;
            Columns dOut = dO.from(first);
            float[] kept = p;
            int keptAt = at;
            if (dropout.rate() > 0) {
                kernels.dropout(p, at, scratch, 0, n * keys, seed, at, dropout.rate());
                kept = scratch;
                keptAt = 0;
            }
            accumulate(kept, keptAt, n, keys, 1, dOut, beta, dV);
            gemm.multiply(
                    false,
                    true,
                    n,
                    keys,
                    d,
                    1,
                    dOut.array,
                    dOut.offset,
                    dOut.stride,
                    v.array,
                    v.offset,
                    v.stride,
                    0,
                    scratch,
                    0,
                    keys);
            if (dropout.rate() > 0) {
                kernels.dropout(scratch, 0, scratch, 0, n * keys, seed, at, dropout.rate());
            }
            softmaxGradient(n, keys, p, at, o.from(first), dOut, scratch);
            Columns dQuery = dQ.from(first);
            gemm.multiply(
                    false,
                    false,
                    n,
                    d,
                    keys,
                    scale,
                    scratch,
                    0,
                    keys,
                    k.array,
                    k.offset,
                    k.stride,
                    0,
                    dQuery.array,
                    dQuery.offset,
                    dQuery.stride);
            accumulate(scratch, 0, n, keys, scale, q.from(first), beta, dK);
            beta = 1;
        }
    }

    private void softmaxGradient(int n, int keys, float[] p, int at, Columns o, Columns dO, float[] scratch) {
        for (int i = 0; i < n; i++) {
            float product = kernels.dot(o.array, o.offset + i * o.stride, dO.array, dO.offset + i * dO.stride, d);
            layerKernels.softmaxBackward(p, at + i * keys, scratch, i * keys, product, keys);
        }
    }

    /** to (keys, d) = alpha aᵀ b + beta to, for a (n, keys) and b (n, d). */
    private void accumulate(float[] a, int aOffset, int n, int keys, float alpha, Columns b, float beta, Columns to) {
        gemm.multiply(
                true, false, keys, d, n, alpha, a, aOffset, keys, b.array, b.offset, b.stride, beta, to.array,
                to.offset, to.stride);
    }
}
