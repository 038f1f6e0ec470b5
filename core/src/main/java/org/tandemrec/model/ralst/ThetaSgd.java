package org.tandemrec.model.ralst;

import java.util.Arrays;
import org.tandemrec.kernel.Kernels;

/**
 * Stochastic gradient descent of θ, one user's lists after another (paper, eqs 9–11), in passes over all users until θ stands
 * still.
 *
 * <p>{@link Objective#SQUARED_ERROR} is the paper to the letter: one update per list entry, θ the last iterate. The others take one
 * step per user along the mean gradient of the user's lists, fit the scale s (and offset b) along with θ, and return the average
 * of a pass's iterates (Polyak and Juditsky, 1992), which does not depend on who came last.
 */
final class ThetaSgd {
    private static final double START = 0.5;
    private static final double TOLERANCE = 1e-4;
    private static final int MAX_PASSES = 50;

    private final HeldOutLists lists;
    private final float[] x2;
    private final float[] difference;
    private final double rate;
    private final Users users;
    private final Kernels kernels = Kernels.best();
    private final float[] h;
    private final float[] p;

    /**
     * Both parts on a common scale: h = x₂ + θ (x₁ − x₂).
     *
     * @param x2 the long-term scores
     * @param difference x₁ − x₂
     */
    record Mapped(float[] x2, float[] difference) {}

    /**
     * Where θ ended.
     *
     * @param path θ after each pass, the start first
     */
    record Fit(double theta, double[] path) {}

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
        this.difference = mapped.difference();
        this.rate = rate;
        this.users = users;
        this.h = new float[lists.stride];
        this.p = new float[lists.stride];
    }

    Fit fit(Objective objective) {
        double[] path = new double[MAX_PASSES + 1];
        path[0] = START;
        // theta, s, b; the offset starts at the log odds of a target among its negatives
        double[] state = {START, 1, objective == Objective.LOG_LOSS ? -StrictMath.log(lists.stride - 1.0) : 0};
        int pass = 1;
        for (; pass <= MAX_PASSES; pass++) {
            path[pass] = objective == Objective.SQUARED_ERROR ? squaredPass(state) : averagedPass(objective, state);
            if (Math.abs(path[pass] - path[pass - 1]) < TOLERANCE) {
                break;
            }
        }
        int passes = Math.min(pass, MAX_PASSES);
        return new Fit(path[passes], Arrays.copyOf(path, passes + 1));
    }

    /** Eqs 10–11 at every list entry in turn. */
    private double squaredPass(double[] state) {
        double theta = state[0];
        for (int user = 0; user + 1 < lists.userStart.length; user++) {
            if (!users.include(user)) {
                continue;
            }
            for (int list = lists.userStart[user]; list < lists.userStart[user + 1]; list++) {
                int from = list * lists.stride;
                for (int j = 0; j < lists.length[list]; j++) {
                    double y = j == 0 ? 1 : 0;
                    double d = difference[from + j];
                    theta -= rate * (x2[from + j] + theta * d - y) * d;
                }
            }
        }
        state[0] = theta;
        return theta;
    }

    /** One step per user; returns the average of θ over the pass, or θ as it is where no user has a list. */
    private double averagedPass(Objective objective, double[] state) {
        double sum = 0;
        int steps = 0;
        double[] gradient = new double[3];
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
            sum += state[0];
            steps++;
        }
        return steps == 0 ? state[0] : sum / steps;
    }

    /** Adds the gradient of one list's loss by θ, s and b. */
    private void addGradient(Objective objective, int list, double[] state, double[] gradient) {
        int from = list * lists.stride;
        int n = lists.length[list];
        if (n == 0) {
            return;
        }
        float scale = (float) state[1];
        System.arraycopy(x2, from, h, 0, n);
        kernels.axpy((float) state[0], difference, from, h, 0, n);
        System.arraycopy(h, 0, p, 0, n);
        kernels.scale(scale, p, 0, n);
        if (objective == Objective.CROSS_ENTROPY) {
            float sum = kernels.expSum(p, 0, kernels.max(p, 0, n), p, 0, n);
            kernels.scale(1 / sum, p, 0, n);
        } else {
            kernels.add((float) state[2], p, 0, n);
            kernels.sigmoid(p, 0, p, 0, n);
            gradient[2] += kernels.sum(p, 0, n) - 1;
        }
        p[0] -= 1;
        gradient[0] += state[1] * kernels.dot(p, 0, difference, from, n);
        gradient[1] += kernels.dot(p, 0, h, 0, n);
    }
}
