package org.tandemrec.nn;

import org.tandemrec.kernel.Kernels;
import org.tandemrec.kernel.UpdateKernels;

/** One optimiser's arithmetic on a range of weights: {@link #prepare} once before a step, then {@link #apply} from any thread. */
sealed interface UpdateRule {
    /** The rule of a config. */
    static UpdateRule of(OptimizerConfig config) {
        return switch (config.optimizer()) {
            case SGD -> config.momentum() == 0 ? new Descent() : new Momentum(config.momentum());
            case ADAGRAD -> config.momentum() == 0 ? new Adagrad() : new AdagradMomentum(config.momentum());
            case ADAM, ADAM_W -> new Adam(config.weightDecay());
        };
    }

    /** The number of arrays, of the shape of the weights, that the rule keeps from step to step; all start at 0. */
    int moments();

    /**
     * Sets up a step.
     *
     * @param step its number, from 1
     * @param rate its size
     * @param scale what every gradient is multiplied by first
     */
    void prepare(int step, double rate, double scale);

    /** Changes {@code n} weights at {@code offset}, and the moments there, by the gradients at {@code gOffset}. */
    void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n);

    /** w ← w − rate g. */
    final class Descent implements UpdateRule {
        private final Kernels kernels = Kernels.best();
        private float rate;

        @Override
        public int moments() {
            return 0;
        }

        @Override
        public void prepare(int step, double newRate, double scale) {
            rate = (float) (newRate * scale);
        }

        @Override
        public void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n) {
            kernels.axpy(-rate, g, gOffset, w, offset, n);
        }
    }

    /** {@link UpdateKernels#momentum}; the moment is the velocity. */
    final class Momentum implements UpdateRule {
        private final UpdateKernels kernels = UpdateKernels.best();
        private final float momentum;
        private float rate;

        private Momentum(float momentum) {
            this.momentum = momentum;
        }

        @Override
        public int moments() {
            return 1;
        }

        @Override
        public void prepare(int step, double newRate, double scale) {
            rate = (float) (newRate * scale);
        }

        @Override
        public void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n) {
            kernels.momentum(w, moments[0], offset, g, gOffset, n, rate, momentum);
        }
    }

    /** {@link UpdateKernels#adagrad} with ε = 1e-6 inside the root; the moment is the accumulator. */
    final class Adagrad implements UpdateRule {
        private static final float EPSILON = 1e-6f;

        private final UpdateKernels kernels = UpdateKernels.best();
        private float rate;
        private float scale;

        @Override
        public int moments() {
            return 1;
        }

        @Override
        public void prepare(int step, double newRate, double newScale) {
            rate = (float) newRate;
            scale = (float) newScale;
        }

        @Override
        public void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n) {
            kernels.adagrad(w, moments[0], offset, g, gOffset, n, scale, rate, EPSILON);
        }
    }

    /** {@link UpdateKernels#adagradMomentum}; the moments are the accumulator and the velocity. */
    final class AdagradMomentum implements UpdateRule {
        private final UpdateKernels kernels = UpdateKernels.best();
        private final float momentum;
        private float rate;
        private float scale;

        private AdagradMomentum(float momentum) {
            this.momentum = momentum;
        }

        @Override
        public int moments() {
            return 2;
        }

        @Override
        public void prepare(int step, double newRate, double newScale) {
            rate = (float) newRate;
            scale = (float) newScale;
        }

        @Override
        public void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n) {
            kernels.adagradMomentum(
                    w, moments[0], moments[1], offset, g, gOffset, n, scale, rate, Adagrad.EPSILON, momentum);
        }
    }

    /** {@link UpdateKernels#adam} with β₁ = 0.9, β₂ = 0.999, ε = 1e-8; the moments are the first and the second. */
    final class Adam implements UpdateRule {
        private static final float BETA1 = 0.9f;
        private static final float BETA2 = 0.999f;
        private static final double EPSILON = 1e-8;

        private final UpdateKernels kernels = UpdateKernels.best();
        private final float weightDecay;
        private float rate;
        private float scale;
        private float epsilon;
        private float keep;

        private Adam(float weightDecay) {
            this.weightDecay = weightDecay;
        }

        @Override
        public int moments() {
            return 2;
        }

        @Override
        public void prepare(int step, double newRate, double newScale) {
            double correction = Math.sqrt(1 - StrictMath.pow(BETA2, step));
            rate = (float) (newRate * correction / (1 - StrictMath.pow(BETA1, step)));
            epsilon = (float) (EPSILON * correction);
            scale = (float) newScale;
            keep = (float) (1 - newRate * weightDecay);
        }

        @Override
        public void apply(float[] w, float[][] moments, int offset, float[] g, int gOffset, int n) {
            kernels.adam(w, moments[0], moments[1], offset, g, gOffset, n, scale, rate, BETA1, BETA2, epsilon, keep);
        }
    }
}
