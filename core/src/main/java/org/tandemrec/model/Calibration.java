package org.tandemrec.model;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * The probability of an interaction behind a score: σ(scale · score + offset) (Platt, 1999).
 *
 * @param scale a
 * @param offset b
 */
public record Calibration(double scale, double offset) {
    private static final int MAX_STEPS = 30;
    private static final double TOLERANCE = 1e-5;
    /* Lists of one task: fixed, so that sums do not depend on the threads. */
    private static final int GRAIN = 1024;
    /* Keeps the slope finite where scores separate the labels, in units of one sample. */
    private static final double RIDGE = 1e-3;

    /** The logit of a score. */
    public double logit(double score) {
        return scale * score + offset;
    }

    /** The probability of a score. */
    public double probability(double score) {
        return 1 / (1 + StrictMath.exp(-logit(score)));
    }

    /**
     * Fits a and b by maximum likelihood (Newton's method on the log loss of standardised scores).
     *
     * @param scores lists of {@code stride} scores each: a target (y = 1), then its negatives (y = 0)
     * @param length the number of scores in use of each list, the target included; 0 leaves the list out
     * @throws IllegalArgumentException if there are no targets or no negatives
     */
    public static Calibration fit(float[] scores, int stride, int[] length, Parallel parallel) {
        double[] moments = sum(length.length, 3, parallel, (list, sums) -> {
            for (int i = list * stride; i < list * stride + length[list]; i++) {
                sums[0]++;
                sums[1] += scores[i];
                sums[2] += (double) scores[i] * scores[i];
            }
        });
        long targets = Arrays.stream(length).filter(n -> n > 0).count();
        Check.argument(
                targets > 0 && moments[0] > targets,
                "a calibration needs targets and negatives, but there are %d and %.0f; "
                        + "negatives are candidates that a target's user never interacts with",
                targets,
                moments[0] - targets);
        double mean = moments[1] / moments[0];
        double std = Math.sqrt(Math.max(moments[2] / moments[0] - mean * mean, 0));
        if (std == 0) {
            return new Calibration(0, StrictMath.log(targets / (moments[0] - targets)));
        }
        double a = 0;
        double b = StrictMath.log(targets / (moments[0] - targets));
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] newton = derivatives(scores, stride, length, a, b, mean, std, parallel);
            double determinant = newton[2] * newton[4] - newton[3] * newton[3];
            double da = (newton[4] * newton[0] - newton[3] * newton[1]) / determinant;
            double db = (newton[2] * newton[1] - newton[3] * newton[0]) / determinant;
            double shrink = 1 / Math.max(1, Math.max(Math.abs(da), Math.abs(db)));
            a -= shrink * da;
            b -= shrink * db;
            if (Math.abs(da) + Math.abs(db) < TOLERANCE) {
                break;
            }
        }
        Check.argument(
                Double.isFinite(a) && Double.isFinite(b),
                "a calibration needs finite scores, but their mean is %s and their standard deviation %s; "
                        + "the model behind them has diverged, lower its learning rate",
                mean,
                std);
        return new Calibration(a / std, b - a * mean / std);
    }

    /** Gradient (a, b) and Hessian (aa, ab, bb) of the log loss. */
    private static double[] derivatives(
            float[] scores, int stride, int[] length, double a, double b, double mean, double std, Parallel parallel) {
        Kernels kernels = Kernels.best();
        float slope = (float) (a / std);
        float shift = (float) (b - a * mean / std);
        double[] sums = sum(length.length, 5, parallel, (list, out) -> {
            int n = length[list];
            float[] p = new float[n];
            Arrays.fill(p, shift);
            kernels.axpy(slope, scores, list * stride, p, 0, n);
            kernels.sigmoid(p, 0, p, 0, n);
            for (int i = 0; i < n; i++) {
                double s = (scores[list * stride + i] - mean) / std;
                double residual = i == 0 ? p[i] - 1.0 : p[i];
                double weight = p[i] * (1.0 - p[i]);
                out[0] += residual * s;
                out[1] += residual;
                out[2] += weight * s * s;
                out[3] += weight * s;
                out[4] += weight;
            }
        });
        sums[0] += RIDGE * a;
        sums[2] += RIDGE;
        sums[4] += RIDGE;
        return sums;
    }

    private interface Term {
        void add(int list, double[] sums);
    }

    private static double[] sum(int lists, int width, Parallel parallel, Term term) {
        int tasks = (lists + GRAIN - 1) / GRAIN;
        double[][] partial = new double[tasks][width];
        parallel.forEach(tasks, task -> {
            for (int list = task * GRAIN; list < Math.min(lists, (task + 1) * GRAIN); list++) {
                term.add(list, partial[task]);
            }
        });
        double[] total = new double[width];
        for (double[] sums : partial) {
            for (int i = 0; i < width; i++) {
                total[i] += sums[i];
            }
        }
        return total;
    }
}
