package org.tandemrec.nn;

import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/** The inference side of the output: scores h Vᵀ + a of all items, and their normalisation. */
public final class ItemScorer {
    private final int N;
    private final int H;
    private final RowTable vectors;
    private final RowTable bias;
    private final Kernels kernels = Kernels.best();

    /** A scorer with V (N, H) = {@code vectors} and a (N, 1) = {@code bias}. */
    public ItemScorer(RowTable vectors, RowTable bias) {
        this.N = vectors.rows();
        this.H = vectors.columns();
        this.vectors = vectors;
        this.bias = bias;
    }

    /** scores (B, N) of h (B, H). */
    public void score(float[] h, int B, float[] scores, ParallelGemm gemm, Parallel parallel) {
        if (B == 1) {
            score(h, 0, scores);
            return;
        }
        gemm.multiply(false, true, B, N, H, 1, h, 0, H, vectors.value(), 0, H, 0, scores, 0, N);
        parallel.forEach(B, row -> kernels.axpy(1, bias.value(), 0, scores, row * N, N));
    }

    /** scores (N) of one h, which starts at {@code offset}; needs no scratch arrays. */
    public void score(float[] h, int offset, float[] scores) {
        kernels.matrixVector(vectors.value(), 0, N, H, h, offset, scores, 0);
        kernels.axpy(1, bias.value(), 0, scores, 0, N);
    }

    /** Turns scores (B, N) into log-probabilities: score − log Σ exp(score), row by row. */
    public void logSoftmax(float[] scores, int B, Parallel parallel) {
        parallel.forEach(B, row -> logSoftmax(scores, row * N));
    }

    /** Turns one row of N scores, which starts at {@code offset}, into log-probabilities; needs no scratch arrays. */
    public void logSoftmax(float[] scores, int offset) {
        float max = kernels.max(scores, offset, N);
        double logSum = max + StrictMath.log(kernels.expSum(scores, offset, max, N));
        kernels.add((float) -logSum, scores, offset, N);
    }
}
