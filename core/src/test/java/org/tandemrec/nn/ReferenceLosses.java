package org.tandemrec.nn;

import org.jspecify.annotations.Nullable;

/** The losses of a row in double precision, written from their formulas alone. */
final class ReferenceLosses {
    private ReferenceLosses() {}

    /** The loss that {@link Loss#row} returns. */
    static double loss(
            LossConfig config,
            double samplingRate,
            double[] scores,
            double @Nullable [] weights,
            int positive,
            double copies) {
        double[] counts = new double[scores.length];
        for (int j = 0; j < counts.length; j++) {
            counts[j] = j == positive ? copies : weights == null ? 1 : weights[j];
        }
        double[] r = scores.clone();
        for (int j = 0; j < r.length; j++) {
            r[j] = r[j] > 0 || config.elu() == 0 ? r[j] : config.elu() * Math.expm1(r[j]);
        }
        return switch (config.loss()) {
            case CROSS_ENTROPY -> crossEntropy(config.labelSmoothing(), scores, counts, positive);
            case GBCE -> gbce(samplingRate, config.calibration(), scores, counts, positive);
            case BPR -> mean(r, counts, j -> softplus(r[j] - r[positive]));
            case TOP1 -> mean(r, counts, j -> top1(r[j], r[positive]));
            case TOP1_MAX -> mean(r, softmax(r, counts), j -> top1(r[j], r[positive]));
            case BPR_MAX -> {
                double[] softmax = softmax(r, counts);
                double ranking = mean(r, softmax, j -> sigmoid(r[positive] - r[j]));
                yield -Math.log(ranking) + config.scoreRegularization() * mean(r, softmax, j -> r[j] * r[j]);
            }
        };
    }

    private static double crossEntropy(double smoothing, double[] r, double[] counts, int positive) {
        double[] all = counts.clone();
        all[positive]++;
        double targets = mean(r, all, j -> -logSoftmax(r, all, j));
        return (1 - smoothing) * -logSoftmax(r, all, positive) + smoothing * targets;
    }

    private static double gbce(double samplingRate, double calibration, double[] r, double[] counts, int positive) {
        double beta = samplingRate * (calibration * (1 - 1 / samplingRate) + 1 / samplingRate);
        double loss = beta * softplus(-r[positive]);
        for (int j = 0; j < r.length; j++) {
            loss += counts[j] * softplus(r[j]);
        }
        return loss;
    }

    private static double top1(double negative, double positive) {
        return sigmoid(negative - positive) + sigmoid(negative * negative);
    }

    private static double logSoftmax(double[] r, double[] counts, int column) {
        double max = Double.NEGATIVE_INFINITY;
        for (double score : r) {
            max = Math.max(max, score);
        }
        double sum = 0;
        for (int j = 0; j < r.length; j++) {
            sum += counts[j] * Math.exp(r[j] - max);
        }
        return r[column] - max - Math.log(sum);
    }

    private static double[] softmax(double[] r, double[] counts) {
        double[] softmax = new double[r.length];
        for (int j = 0; j < r.length; j++) {
            softmax[j] = counts[j] * Math.exp(logSoftmax(r, counts, j));
        }
        return softmax;
    }

    private static double mean(double[] r, double[] weights, Term term) {
        double sum = 0;
        double weight = 0;
        for (int j = 0; j < r.length; j++) {
            if (weights[j] > 0) {
                sum += weights[j] * term.of(j);
                weight += weights[j];
            }
        }
        return sum / weight;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @FunctionalInterface
    private interface Term {
        double of(int column);
    }
}
