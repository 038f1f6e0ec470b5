package org.tandemrec.bench;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.nn.Sequences;

/** The matrix products of a forward and a backward pass of causal self-attention or of a block, and nothing else. */
final class TransformerProducts implements Runnable {
    /* The queries of a block, as attention takes them. */
    private static final int QUERIES = 64;

    private final Sequences sequences;
    private final int H;
    private final int heads;
    private final boolean feedForward;
    private final ParallelGemm gemm;
    private final Parallel parallel;
    private final Gemm single = Gemm.best();
    /* (R, 3H) and what the products of it give, (3H, H), and of each sequence and head the probabilities of a block. */
    private final float[] wide;
    private final float[] narrow;
    private final float[] out;
    private final float[] weights;
    private final float[][] probabilities;

    /** Room for the products over these sequences. */
    TransformerProducts(
            Sequences sequences, int H, int heads, boolean feedForward, ParallelGemm gemm, Parallel parallel) {
        this.sequences = sequences;
        this.H = H;
        this.heads = heads;
        this.feedForward = feedForward;
        this.gemm = gemm;
        this.parallel = parallel;
        this.wide = new float[3 * H * sequences.rows()];
        this.narrow = new float[3 * H * sequences.rows()];
        this.out = new float[3 * H * sequences.rows()];
        this.weights = new float[3 * H * H];
        this.probabilities = new float[sequences.count() * heads][];
        for (int task = 0; task < probabilities.length; task++) {
            probabilities[task] = new float[QUERIES * sequences.length(task / heads)];
        }
    }

    @Override
    public void run() {
        linear(3 * H);
        linear(H);
        if (feedForward) {
            linear(H);
            linear(H);
        }
        parallel.forEach(probabilities.length, task -> head(task / heads, task % heads, probabilities[task]));
    }

    /** Forward, by the weights and by the input. */
    private void linear(int E) {
        int R = sequences.rows();
        gemm.multiply(false, false, R, E, H, 1, narrow, 0, H, weights, 0, E, 0, out, 0, E);
        gemm.multiply(true, false, H, E, R, 1, narrow, 0, H, wide, 0, E, 0, weights, 0, E);
        gemm.multiply(false, true, R, H, E, 1, wide, 0, E, weights, 0, E, 0, out, 0, H);
    }

    private void head(int s, int j, float[] p) {
        int d = H / heads;
        int start = sequences.start(s) * 3 * H + j * d;
        for (int first = 0; first < sequences.length(s); first += QUERIES) {
            int n = Math.min(QUERIES, sequences.length(s) - first);
            int keys = first + n;
            int row = start + first * 3 * H;
            for (int i = 0;
                    i < 2;
                    i++) { // scores and the gradients of probabilities; outputs and the gradients of queries
                single.multiply(false, true, n, keys, d, 1, wide, row, 3 * H, narrow, start, 3 * H, 0, p, 0, keys);
                single.multiply(false, false, n, d, keys, 1, p, 0, keys, narrow, start, 3 * H, 0, out, row, 3 * H);
            }
            for (int i = 0; i < 2; i++) { // the gradients of keys and values
                single.multiply(true, false, keys, d, n, 1, p, 0, keys, wide, row, 3 * H, 1, out, start, 3 * H);
            }
        }
    }
}
