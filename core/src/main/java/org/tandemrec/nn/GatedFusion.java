package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.GateKernels;
import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A gate between what is known of a whole sequence and what is known at each of its rows (SDM, Lv et al., CIKM 2019, "long- and
 * short-term fusion"): o = (1 − G) ⊙ p + G ⊙ s, G = σ(e W₁ + s W₂ + p W₃ + b), where e and p have a row for each sequence and s has
 * all rows.
 *
 * <p>What comes of e and p is computed once a sequence. Its weights; what it computes is a {@link Pass}.
 */
public final class GatedFusion {
    private final int H;
    private final Linear ofContext;
    private final Linear ofRows;
    private final Linear ofSequence;

    /**
     * A gate with drawn weights, whose bias is 0.
     *
     * @param name the first part of its parameters' names
     * @param size H, the columns of e, p, s and o
     */
    public GatedFusion(String name, int size, InitConfig init, Seed seed) {
        this.H = size;
        this.ofContext = new Linear(name + ".context", H, H, true, init, seed);
        this.ofRows = new Linear(name + ".rows", H, H, false, init, seed);
        this.ofSequence = new Linear(name + ".sequence", H, H, false, init, seed);
    }

    /**
     * {@code NAME.context.weights} (W₁, H × H) and {@code .bias} (b, 1 × H), {@code NAME.rows.weights} (W₂, H × H),
     * {@code NAME.sequence.weights} (W₃, H × H).
     */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(ofContext.parameters());
        parameters.addAll(ofRows.parameters());
        parameters.addAll(ofSequence.parameters());
        return List.copyOf(parameters);
    }

    /** Makes a pass with room for {@code maxSequences} sequences of {@code maxRows} rows in all. */
    public Pass pass(int maxSequences, int maxRows, ParallelGemm gemm, Parallel parallel) {
        return new Pass(maxSequences, maxRows, gemm, parallel);
    }

    /** The forward pass and, at most once after it, the backward pass. Same bits for any number of threads. */
    public final class Pass {
        private final ParallelGemm gemm;
        private final Parallel parallel;
        private final Kernels kernels = Kernels.best();
        private final GateKernels gateKernels = GateKernels.best();
        /** (R, H): G, after the backward pass the gradient by its argument. */
        private final float[] gates;
        /** (sequences, H): e W₁ + p W₃ + b, or its gradient. */
        private final float[] shared;
        /* (sequences, H), and (R, H) made when first needed: one addend of a sum. */
        private final float[] part;
        private float[] through = new float[0];

        private Pass(int maxSequences, int maxRows, ParallelGemm gemm, Parallel parallel) {
            Check.argument(maxSequences >= 1, "maxSequences must be at least 1, but was %d", maxSequences);
            Check.argument(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
            this.gemm = gemm;
            this.parallel = parallel;
            this.gates = new float[Math.multiplyExact(maxRows, H)];
            this.shared = new float[Math.multiplyExact(maxSequences, H)];
            this.part = new float[shared.length];
        }

        /**
         * o (R, H) of e (sequences, H), p (sequences, H) and s (R, H).
         *
         * @param o must be none of the others
         */
        public void forward(Sequences sequences, float[] e, float[] p, float[] s, float[] o) {
            int S = sequences.count();
            Check.argument(
                    S <= shared.length / H && sequences.rows() <= gates.length / H,
                    "this pass has room for %d rows in %d sequences, but there are %d in %d",
                    gates.length / H,
                    shared.length / H,
                    sequences.rows(),
                    S);
            ofContext.forward(e, S, shared, gemm, parallel);
            ofSequence.forward(p, S, part, gemm, parallel);
            kernels.axpy(1, part, 0, shared, 0, S * H);
            ofRows.forward(s, sequences.rows(), gates, gemm, parallel);
            parallel.forEach(S, sequence -> {
                int of = sequence * H;
                for (int row = sequences.start(sequence); row < sequences.start(sequence + 1); row++) {
                    int at = row * H;
                    gateKernels.sigmoid(gates, at, shared, of, H);
                    System.arraycopy(s, at, o, at, H);
                    kernels.axpy(-1, p, of, o, at, H);
                    kernels.multiply(gates, at, o, at, o, at, H);
                    kernels.axpy(1, p, of, o, at, H);
                }
            });
        }

        /**
         * The gradients of the rows of the last forward pass: with dz = do ⊙ (s − p) ⊙ G ⊙ (1 − G), ds = do ⊙ G + dz W₂ᵀ, dp = Σ do ⊙
         * (1 − G) + (Σ dz) W₃ᵀ and de = (Σ dz) W₁ᵀ, sums over the rows of a sequence. Those of the parameters are overwritten.
         *
         * @param e (sequences, H), as in the forward pass; {@code p} and {@code s} too
         * @param dO (R, H)
         * @param de (sequences, H), overwritten
         * @param dp (sequences, H), overwritten
         * @param ds (R, H), overwritten; must not be {@code dO}
         */
        public void backward(
                Sequences sequences, float[] e, float[] p, float[] s, float[] dO, float[] de, float[] dp, float[] ds) {
            int S = sequences.count();
            int R = sequences.rows();
            if (through.length == 0) {
                through = new float[gates.length];
            }
            float[] kept = through;
            parallel.forEach(S, sequence -> throughTheGate(sequences, sequence, p, s, dO, dp));
            ofRows.backward(s, R, gates, ds, gemm, parallel);
            parallel.forEach(S, sequence -> {
                int at = sequences.start(sequence) * H;
                kernels.axpy(1, kept, at, ds, at, sequences.length(sequence) * H);
            });
            ofSequence.backward(p, S, shared, part, gemm, parallel);
            kernels.axpy(1, part, 0, dp, 0, S * H);
            ofContext.backward(e, S, shared, de, gemm, parallel);
        }

        /** Of one sequence: dz in the place of G, its sum, do ⊙ G, and dp but for what comes through the gate. */
        private void throughTheGate(Sequences sequences, int sequence, float[] p, float[] s, float[] dO, float[] dp) {
            int of = sequence * H;
            Arrays.fill(dp, of, of + H, 0);
            Arrays.fill(shared, of, of + H, 0);
            for (int row = sequences.start(sequence); row < sequences.start(sequence + 1); row++) {
                int at = row * H;
                for (int j = 0; j < H; j++) {
                    float gate = gates[at + j];
                    float d = dO[at + j];
                    float dz = d * (s[at + j] - p[of + j]) * gate * (1 - gate);
                    gates[at + j] = dz;
                    shared[of + j] += dz;
                    through[at + j] = d * gate;
                    dp[of + j] += d * (1 - gate);
                }
            }
        }
    }
}
