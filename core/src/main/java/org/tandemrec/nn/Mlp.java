package org.tandemrec.nn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.kernel.ParallelGemm;

/**
 * A multi-layer perceptron: y = f(… f(f(x W₁ + b₁) W₂ + b₂) …), every layer with the activation f, every one but the last followed by
 * dropout in training. Its weights; what it computes is a {@link Pass}.
 */
public final class Mlp {
    private final List<Linear> layers;
    private final Activation activation;
    private final Dropout dropout;

    /**
     * A perceptron with drawn weights.
     *
     * @param name the first part of its parameters' names, which go on with the number of the layer, from 1
     * @param sizes the number of inputs, then the number of outputs of each layer
     * @param dropout share of the elements dropped between layers
     */
    public Mlp(String name, int[] sizes, Activation activation, float dropout, InitConfig init, Seed seed) {
        Check.argument(
                sizes.length >= 2,
                "sizes of %s must be those of its input and of each layer, but were %d",
                name,
                sizes.length);
        List<Linear> made = new ArrayList<>();
        for (int l = 1; l < sizes.length; l++) {
            made.add(new Linear(name + l, sizes[l - 1], sizes[l], true, init, seed));
        }
        this.layers = List.copyOf(made);
        this.activation = activation;
        this.dropout = new Dropout(dropout);
    }

    /** The number of inputs. */
    public int inputs() {
        return layers.getFirst().inputs();
    }

    /** The number of outputs. */
    public int outputs() {
        return layers.getLast().outputs();
    }

    /** All layers, the first one first. */
    public List<Linear> layers() {
        return layers;
    }

    /** {@code NAMEl.weights} and {@code NAMEl.bias} of each layer l, from 1. */
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        for (Linear layer : layers) {
            parameters.addAll(layer.parameters());
        }
        return List.copyOf(parameters);
    }

    /** Makes a pass with room for {@code maxRows} rows. */
    public Pass pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
        return new Pass(maxRows, gemm, parallel);
    }

    /** The forward pass over R rows and, at most once after it, the backward pass. Same bits for any number of threads. */
    public final class Pass {
        private final int maxRows;
        private final ParallelGemm gemm;
        private final Parallel parallel;
        /* By layer (R, E): what it gives before its activation and after it, one array where that is enough; */
        private final float[][] before;
        private final float[][] after;
        /* what of it the next layer reads in training; */
        private final float[][] kept;
        /* and the gradient by it, made when first needed. */
        private final float[][] gradients;
        private int mask;
        private boolean dropping;

        private Pass(int maxRows, ParallelGemm gemm, Parallel parallel) {
            Check.argument(maxRows >= 1, "maxRows must be at least 1, but was %d", maxRows);
            int depth = layers.size();
            this.maxRows = maxRows;
            this.gemm = gemm;
            this.parallel = parallel;
            this.before = new float[depth][];
            this.after = new float[depth][];
            this.kept = new float[depth][];
            this.gradients = new float[depth][];
            for (int l = 0; l < depth; l++) {
                int size = Math.multiplyExact(maxRows, layers.get(l).outputs());
                before[l] = new float[size];
                after[l] = activation.readsInput() ? new float[size] : before[l];
                kept[l] = l == depth - 1 || dropout.rate() == 0 ? after[l] : new float[size];
                gradients[l] = new float[0];
            }
        }

        /**
         * Returns y (rows, outputs), the same array always.
         *
         * @param x (rows, inputs)
         * @param seed of what is dropped
         * @param training whether anything is dropped
         */
        public float[] forward(float[] x, int rows, int seed, boolean training) {
            Check.argument(rows <= maxRows, "this pass has room for %d rows, but there are %d", maxRows, rows);
            mask = seed;
            dropping = training;
            float[] input = x;
            for (int l = 0; l < before.length; l++) {
                int E = layers.get(l).outputs();
                layers.get(l).forward(input, rows, before[l], gemm, parallel);
                activation.forward(before[l], after[l], rows * E, parallel);
                input = after[l];
                if (drops(l)) {
                    dropout.apply(after[l], kept[l], rows, E, mask(l), parallel);
                    input = kept[l];
                }
            }
            return after[after.length - 1];
        }

        /**
         * The gradients of the rows of the last forward pass: those of the parameters, which are overwritten, and dx.
         *
         * @param x as in the forward pass
         * @param dy (rows, outputs), overwritten
         * @param dx (rows, inputs), overwritten; null where nobody needs it
         */
        public void backward(float[] x, int rows, float[] dy, float @Nullable [] dx) {
            float[] gradient = dy;
            for (int l = before.length - 1; l >= 0; l--) {
                activation.backward(
                        before[l],
                        after[l],
                        gradient,
                        gradient,
                        rows * layers.get(l).outputs(),
                        parallel);
                if (l == 0) {
                    layers.get(l).backward(x, rows, gradient, dx, gemm, parallel);
                    return;
                }
                float[] input = drops(l - 1) ? kept[l - 1] : after[l - 1];
                float[] dInput = gradient(l - 1);
                layers.get(l).backward(input, rows, gradient, dInput, gemm, parallel);
                if (drops(l - 1)) {
                    int E = layers.get(l - 1).outputs();
                    dropout.apply(dInput, dInput, rows, E, mask(l - 1), parallel);
                }
                gradient = dInput;
            }
        }

        private boolean drops(int layer) {
            return dropping && layer < before.length - 1 && dropout.rate() > 0;
        }

        private int mask(int layer) {
            return (int) Seed.mix(mask + ((long) layer << Integer.SIZE));
        }

        private float[] gradient(int layer) {
            if (gradients[layer].length == 0) {
                gradients[layer] = new float[before[layer].length];
            }
            return gradients[layer];
        }
    }
}
