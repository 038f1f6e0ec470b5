package org.tandemrec.nn;

import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/** A score for every item and its normalisation: softmax(h Wᵀ + b), with the cross-entropy of the next item as its loss. */
public final class SoftmaxOutput {
    /* Columns of one task of the bias gradient: fixed, so that the cut does not depend on the threads. */
    private static final int COLUMNS = 512;

    private final int N;
    private final int H;
    private final Parameter weights;
    private final Parameter bias;
    private final Kernels kernels = Kernels.best();

    /** An output from H = {@code hiddenSize} to N = {@code itemCount} scores. */
    public SoftmaxOutput(String name, int itemCount, int hiddenSize, Seed seed) {
        this.N = itemCount;
        this.H = hiddenSize;
        this.weights = new Parameter(name + ".weights", N, H).glorot(H, seed);
        this.bias = new Parameter(name + ".bias", 1, N);
    }

    /** All weights: W (N, H), b (N). */
    public List<Parameter> parameters() {
        return List.of(weights, bias);
    }

    /** W, items × H: the vectors that a hidden state is compared with. */
    public float[] itemVectors() {
        return weights.value();
    }

    /** logits (B, N) = h Wᵀ + b for h (B, H). */
    public void forward(float[] h, int B, float[] logits, ParallelGemm gemm, Parallel parallel) {
        parallel.forEach(B, row -> System.arraycopy(bias.value(), 0, logits, row * N, N));
        gemm.multiply(false, true, B, N, H, 1, h, 0, H, weights.value(), 0, H, 1, logits, 0, N);
    }

    /** Turns logits (B, N) into log-probabilities: logit − log Σ exp(logit), row by row. */
    public void logSoftmax(float[] logits, int B) {
        for (int row = 0; row < B; row++) {
            float max = kernels.max(logits, row * N, N);
            double logSum = max + StrictMath.log(kernels.expSum(logits, row * N, max, N));
            kernels.add((float) -logSum, logits, row * N, N);
        }
    }

    /**
     * Replaces logits (B, N) by the gradient of the loss, (softmax − onehot(target)) / B.
     *
     * @param losses receives −log softmax(target) of each lane
     * @return the mean of the lanes' losses
     */
    public double loss(float[] logits, int[] targets, int B, double[] losses, Parallel parallel) {
        parallel.forEach(B, row -> {
            int at = row * N;
            int target = at + targets[row];
            float max = kernels.max(logits, at, N);
            float shifted = logits[target] - max;
            float sum = kernels.expSum(logits, at, max, logits, at, N);
            losses[row] = StrictMath.log(sum) - shifted;
            kernels.scale(1 / (sum * B), logits, at, N);
            logits[target] -= 1f / B;
        });
        double sum = 0;
        for (int row = 0; row < B; row++) {
            sum += losses[row];
        }
        return sum / B;
    }

    /** Adds the weights' gradients for dLogits (B, N) and writes dh (B, H). */
    public void backward(float[] h, int B, float[] dLogits, float[] dh, ParallelGemm gemm, Parallel parallel) {
        gemm.multiply(true, false, N, H, B, 1, dLogits, 0, N, h, 0, H, 1, weights.gradient(), 0, H);
        gemm.multiply(false, false, B, H, N, 1, dLogits, 0, N, weights.value(), 0, H, 0, dh, 0, H);
        parallel.forEach((N + COLUMNS - 1) / COLUMNS, block -> {
            int from = block * COLUMNS;
            int n = Math.min(COLUMNS, N - from);
            for (int row = 0; row < B; row++) {
                kernels.axpy(1, dLogits, row * N + from, bias.gradient(), from, n);
            }
        });
    }
}
