package org.tandemrec.model.ralst;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;

/**
 * Stochastic gradient descent of θ, one user's lists after another (paper, eqs 9–11), in passes over all users until θ stands
 * still. θ has a weight for every part but the long-term one, whose weight is what is left to 1. Of two parts it is a single number
 * and not clipped; of more it is projected on the {@link Simplex} after each user.
 *
 * <p>{@link Objective#SQUARED_ERROR} is the paper to the letter: one update per list entry, θ the last iterate. The others take one
 * step per user along the mean gradient of the user's lists, fit the scale s (and offset b) along with θ, and return the average
 * of a pass's iterates (Polyak and Juditsky, 1992), which does not depend on who came last.
 */
final class ThetaSgd {
    private static final double TOLERANCE = 1e-4;
    private static final int MAX_PASSES = 50;

    private final HeldOutLists lists;
    private final float[] x2;
    private final float[][] differences;
    /** The number of weights in θ; in the state s and b come behind them. */
    private final int weights;

    private final double rate;
    private final Users users;
    private final double[] sorted;
    private final Kernels kernels = Kernels.best();
    private final float[] h;
    private final float[] p;

    /**
     * All parts on a common scale: h = x₂ + Σ θ_k (x_k − x₂).
     *
     * @param x2 the long-term scores
     * @param differences x_k − x₂ of every other part, the short-term one (x₁) first
     */
    record Mapped(float[] x2, float[][] differences) {}

    /**
     * Where θ ended.
     *
     * @param path θ after each pass, the start first
     */
    record Fit(double[] theta, double[][] path) {}

    /** Whose lists are used. */
    enum Users {
        ALL,
        EVEN;

        boolean include(int user) {
            return this == ALL || user % 2 == 0;
        }
    }

    ThetaSgd(HeldOutLists lists, Mapped mapped, double rate, Users users) {
        this.lists = lists;
        this.x2 = mapped.x2();
        this.differences = mapped.differences();
        this.weights = differences.length;
        this.rate = rate;
        this.users = users;
        this.sorted = new double[weights];
        this.h = new float[lists.stride];
        this.p = new float[lists.stride];
    }

    Fit fit(Objective objective) {
        double[] state = new double[weights + 2]; // theta, s, b
        Arrays.fill(state, 0, weights, 1.0 / (weights + 1));
        state[weights] = 1;
        // the offset starts at the log odds of a target among its negatives
        state[weights + 1] = objective == Objective.LOG_LOSS ? -StrictMath.log(lists.stride - 1.0) : 0;
        double[][] path = new double[MAX_PASSES + 1][];
        path[0] = Arrays.copyOf(state, weights);
        int pass = 1;
        for (; pass <= MAX_PASSES; pass++) {
            path[pass] = objective == Objective.SQUARED_ERROR ? squaredPass(state) : averagedPass(objective, state);
            if (change(path[pass - 1], path[pass]) < TOLERANCE) {
                break;
            }
        }
        int passes = Math.min(pass, MAX_PASSES);
        return new Fit(path[passes], Arrays.copyOf(path, passes + 1));
    }

    /** The sum of the changes of all weights in θ. */
    private static double change(double[] from, double[] to) {
        double sum = 0;
        for (int k = 0; k < to.length; k++) {
            sum += Math.abs(to[k] - from[k]);
        }
        return sum;
    }

    private void project(double[] state) {
        if (weights > 1) {
            Simplex.project(state, weights, sorted);
        }
    }

    /** Eqs 10–11 at every list entry in turn. */
    private double[] squaredPass(double[] state) {
        for (int user = 0; user + 1 < lists.userStart.length; user++) {
            if (!users.include(user)) {
                continue;
            }
            for (int list = lists.userStart[user]; list < lists.userStart[user + 1]; list++) {
                int from = list * lists.stride;
                for (int j = 0; j < lists.length[list]; j++) {
                    squaredStep(state, from + j, j == 0 ? 1 : 0);
                }
            }
            project(state);
        }
        return Arrays.copyOf(state, weights);
    }

    private void squaredStep(double[] theta, int entry, double y) {
        double fused = x2[entry];
        for (int k = 0; k < weights; k++) {
            fused += theta[k] * differences[k][entry];
        }
        for (int k = 0; k < weights; k++) {
            theta[k] -= rate * (fused - y) * differences[k][entry];
        }
    }

    /** One step per user; returns the average of θ over the pass, or θ as it is where no user has a list. */
    private double[] averagedPass(Objective objective, double[] state) {
        double[] sum = new double[weights];
        int steps = 0;
        double[] gradient = new double[state.length];
        for (int user = 0; user + 1 < lists.userStart.length; user++) {
            int from = lists.userStart[user];
            int to = lists.userStart[user + 1];
            if (from == to || !users.include(user)) {
                continue;
            }
            Arrays.fill(gradient, 0);
            for (int list = from; list < to; list++) {
                addGradient(objective, list, state, gradient);
            }
            for (int i = 0; i < state.length; i++) {
                state[i] -= rate * gradient[i] / (to - from);
            }
            project(state);
            for (int k = 0; k < weights; k++) {
                sum[k] += state[k];
            }
            steps++;
        }
        if (steps == 0) {
            return Arrays.copyOf(state, weights);
        }
        for (int k = 0; k < weights; k++) {
            sum[k] /= steps;
        }
        return sum;
    }

    /** Adds the gradient of one list's loss by θ, s and b. */
    private void addGradient(Objective objective, int list, double[] state, double[] gradient) {
        int from = list * lists.stride;
        int n = lists.length[list];
        if (n == 0) {
            return;
        }
        float scale = (float) state[weights];
        System.arraycopy(x2, from, h, 0, n);
        for (int k = 0; k < weights; k++) {
            kernels.axpy((float) state[k], differences[k], from, h, 0, n);
        }
        System.arraycopy(h, 0, p, 0, n);
        kernels.scale(scale, p, 0, n);
        if (objective == Objective.CROSS_ENTROPY) {
            float sum = kernels.expSum(p, 0, kernels.max(p, 0, n), p, 0, n);
            kernels.scale(1 / sum, p, 0, n);
        } else {
            kernels.add((float) state[weights + 1], p, 0, n);
            kernels.sigmoid(p, 0, p, 0, n);
            gradient[weights + 1] += kernels.sum(p, 0, n) - 1;
        }
        p[0] -= 1;
        for (int k = 0; k < weights; k++) {
            gradient[k] += state[weights] * kernels.dot(p, 0, differences[k], from, n);
        }
        gradient[weights] += kernels.dot(p, 0, h, 0, n);
    }
}
