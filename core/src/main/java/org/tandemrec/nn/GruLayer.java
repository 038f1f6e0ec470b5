package org.tandemrec.nn;

import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * One step of a gated recurrent unit over B lanes (RA_LST, eqs 5–7).
 *
 * <pre>
 * r = σ(W_r [x, h])   z = σ(W_z [x, h])   c = tanh(W [x, r ⊙ h])   h' = (1 − z) ⊙ h + z ⊙ c
 * </pre>
 *
 * The three matrices stand side by side, columns r | z | c of width H each, cut into the rows of x ({@code inputWeights}, D × 3H)
 * and the rows of h ({@code hiddenWeights}, H × 3H). The paper has no biases; they are an option.
 */
public final class GruLayer {
    /* Rows of one elementwise task: fixed, so that the cut does not depend on the threads. */
    private static final int ROWS = 8;

    private final int D;
    private final int H;
    private final Parameter inputWeights;
    private final Parameter hiddenWeights;
    private final @Nullable Parameter bias;
    private final Kernels kernels = Kernels.best();

    /** A layer from D = {@code inputSize} to H = {@code hiddenSize} with weights drawn per gate. */
    public GruLayer(String name, int inputSize, int hiddenSize, boolean biased, Seed seed) {
        this.D = inputSize;
        this.H = hiddenSize;
        this.inputWeights = new Parameter(name + ".inputWeights", D, 3 * H).glorot(H, seed);
        this.hiddenWeights = new Parameter(name + ".hiddenWeights", H, 3 * H).glorot(H, seed);
        this.bias = biased ? new Parameter(name + ".bias", 1, 3 * H) : null;
    }

    /** All weights. */
    public List<Parameter> parameters() {
        return bias == null ? List.of(inputWeights, hiddenWeights) : List.of(inputWeights, hiddenWeights, bias);
    }

    /** What a step computes and its backward pass reads, for up to {@code lanes} lanes. */
    public static final class Activations {
        /** r | z | c after their non-linearity, (B, 3H). */
        final float[] gates;
        /** r ⊙ h, (B, H). */
        final float[] resetHidden;

        /** Room for {@code lanes} lanes of a layer. */
        public Activations(GruLayer layer, int lanes) {
            gates = new float[lanes * 3 * layer.H];
            resetHidden = new float[lanes * layer.H];
        }
    }

    /** Scratch of the backward pass. */
    public static final class Gradients {
        final float[] dGates;
        final float[] dResetHidden;

        /** Room for {@code lanes} lanes of a layer. */
        public Gradients(GruLayer layer, int lanes) {
            dGates = new float[lanes * 3 * layer.H];
            dResetHidden = new float[lanes * layer.H];
        }
    }

    /** next (B, H) from x (B, D) and h (B, H); {@code next} must not be {@code h}. */
    public void forward(
            float[] x, float[] h, int B, Activations activations, float[] next, ParallelGemm gemm, Parallel parallel) {
        float[] gates = activations.gates;
        float[] rh = activations.resetHidden;
        float[] Wx = inputWeights.value();
        float[] Wh = hiddenWeights.value();
        int G = 3 * H;
        gemm.multiply(false, false, B, G, D, 1, x, 0, D, Wx, 0, G, 0, gates, 0, G);
        gemm.multiply(false, false, B, 2 * H, H, 1, h, 0, H, Wh, 0, G, 1, gates, 0, G);
        forEachRow(parallel, B, b -> {
            if (bias != null) {
                kernels.axpy(1, bias.value(), 0, gates, b * G, G);
            }
            kernels.sigmoid(gates, b * G, gates, b * G, 2 * H);
            kernels.multiply(gates, b * G, h, b * H, rh, b * H, H);
        });
        gemm.multiply(false, false, B, H, H, 1, rh, 0, H, Wh, 2 * H, G, 1, gates, 2 * H, G);
        forEachRow(parallel, B, b -> {
            int z = b * G + H;
            int c = z + H;
            kernels.tanh(gates, c, gates, c, H);
            kernels.gruBlend(h, b * H, gates, z, gates, c, next, b * H, H);
        });
    }

    /**
     * Adds the weights' gradients for dNext (B, H) and writes dx (B, D) and, unless it is null, dh (B, H): null where the state
     * before the step is a constant, as in one-step session-parallel training; dNext is then overwritten.
     */
    public void backward(
            float[] x,
            float[] h,
            int B,
            Activations activations,
            float[] dNext,
            Gradients scratch,
            float[] dx,
            float @Nullable [] dh,
            ParallelGemm gemm,
            Parallel parallel) {
        gateGradients(h, B, activations.gates, dNext, scratch, dh == null ? dNext : dh, gemm, parallel);
        float[] rh = activations.resetHidden;
        float[] dGates = scratch.dGates;
        float[] dWh = hiddenWeights.gradient();
        int G = 3 * H;
        gemm.multiply(true, false, D, G, B, 1, x, 0, D, dGates, 0, G, 1, inputWeights.gradient(), 0, G);
        gemm.multiply(true, false, H, 2 * H, B, 1, h, 0, H, dGates, 0, G, 1, dWh, 0, G);
        gemm.multiply(true, false, H, H, B, 1, rh, 0, H, dGates, 2 * H, G, 1, dWh, 2 * H, G);
        gemm.multiply(false, true, B, D, G, 1, dGates, 0, G, inputWeights.value(), 0, G, 0, dx, 0, D);
        if (dh != null) {
            gemm.multiply(false, true, B, H, 2 * H, 1, dGates, 0, G, hiddenWeights.value(), 0, G, 1, dh, 0, H);
        }
        if (bias != null) {
            for (int b = 0; b < B; b++) {
                kernels.axpy(1, dGates, b * G, bias.gradient(), 0, G);
            }
        }
    }

    /** dGates (B, 3H), before the non-linearities, and the parts of dh (B, H) that do not pass through W_r and W_z. */
    private void gateGradients(
            float[] h,
            int B,
            float[] gates,
            float[] dNext,
            Gradients scratch,
            float[] dHidden,
            ParallelGemm gemm,
            Parallel parallel) {
        float[] dGates = scratch.dGates;
        float[] dRh = scratch.dResetHidden;
        int G = 3 * H;
        forEachRow(parallel, B, b -> {
            int z = b * G + H;
            int c = z + H;
            kernels.gruBlendBackward(
                    dNext, b * H, h, b * H, gates, z, gates, c, dGates, z, dGates, c, dHidden, b * H, H);
        });
        gemm.multiply(false, true, B, H, H, 1, dGates, 2 * H, G, hiddenWeights.value(), 2 * H, G, 0, dRh, 0, H);
        forEachRow(parallel, B, b -> {
            int r = b * G;
            for (int j = 0; j < H; j++) {
                float gate = gates[r + j];
                dGates[r + j] = dRh[b * H + j] * h[b * H + j] * gate * (1 - gate);
                dHidden[b * H + j] += dRh[b * H + j] * gate;
            }
        });
    }

    private static void forEachRow(Parallel parallel, int rows, IntConsumer body) {
        parallel.forEach((rows + ROWS - 1) / ROWS, block -> {
            int to = Math.min(rows, (block + 1) * ROWS);
            for (int row = block * ROWS; row < to; row++) {
                body.accept(row);
            }
        });
    }
}
