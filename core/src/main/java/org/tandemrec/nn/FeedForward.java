package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/** The position-wise feed-forward layer (Vaswani et al., NeurIPS 2017, equation 2): y = dropout(f(x W₁ + b₁)) W₂ + b₂. */
final class FeedForward {
    private final Linear inner;
    private final Linear outer;
    private final Activation activation;

    FeedForward(String name, int size, int innerSize, Activation activation, InitConfig init, Seed seed) {
        this.inner = new Linear(name + ".inner", size, innerSize, true, init, seed);
        this.outer = new Linear(name + ".outer", innerSize, size, true, init, seed);
        this.activation = activation;
    }

    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(inner.parameters());
        parameters.addAll(outer.parameters());
        return List.copyOf(parameters);
    }

    Pass pass(int maxRows, float dropout, ParallelGemm gemm, Parallel parallel) {
        return new Pass(maxRows, dropout, gemm, parallel);
    }

    /** The forward pass and, at most once after it, the backward pass. */
    final class Pass {
        private final int E = inner.outputs();
        private final ParallelGemm gemm;
        private final Parallel parallel;
        private final Dropout dropout;
        /* (R, E): before the activation, after it, what of that is kept, and the gradient. */
        private final float[] before;
        private final float[] after;
        private final float[] kept;
        private float[] gradient = new float[0];
        private int mask;
        private boolean dropping;

        private Pass(int maxRows, float rate, ParallelGemm gemm, Parallel parallel) {
            int size = Math.multiplyExact(maxRows, E);
            this.gemm = gemm;
            this.parallel = parallel;
            this.dropout = new Dropout(rate);
            this.before = new float[size];
            this.after = activation.readsInput() ? new float[size] : before;
            this.kept = rate > 0 ? new float[size] : after;
        }

        /** y (rows, H) of x (rows, H). */
        void forward(float[] x, int rows, float[] y, int seed, boolean training) {
            mask = seed;
            dropping = training && dropout.rate() > 0;
            inner.forward(x, rows, before, gemm, parallel);
            activation.forward(before, after, rows * E, parallel);
            if (dropping) {
                dropout.apply(after, kept, rows, E, mask, parallel);
            }
            outer.forward(dropping ? kept : after, rows, y, gemm, parallel);
        }

        /** The gradients of the parameters, and dx (rows, H), which may be dy (rows, H). */
        void backward(float[] x, int rows, float[] dy, float[] dx) {
            if (gradient.length == 0) {
                gradient = new float[before.length];
            }
            outer.backward(dropping ? kept : after, rows, dy, gradient, gemm, parallel);
            if (dropping) {
                dropout.apply(gradient, gradient, rows, E, mask, parallel);
            }
            activation.backward(before, after, gradient, gradient, rows * E, parallel);
            inner.backward(x, rows, gradient, dx, gemm, parallel);
        }
    }
}
