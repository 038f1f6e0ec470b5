package org.tandemrec.eval;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * Confidence intervals of means over users by the percentile bootstrap: users are drawn with replacement, as many as there are, and
 * the interval holds the middle part of the means of many such resamples (Efron and Tibshirani, <i>An Introduction to the
 * Bootstrap</i>, 1993, section 13.3).
 *
 * <p>The interval tells how much the mean depends on which users were evaluated. It says nothing about the seed that the model was
 * trained with. Users are what is drawn, never targets, since a user's targets are not independent of each other.
 */
public final class Bootstrap {
    /** A usual confidence. */
    public static final double CONFIDENCE = 0.95;

    /** Resamples enough for the ends of a {@link #CONFIDENCE} interval: about 25 lie beyond each. */
    public static final int RESAMPLES = 1000;

    /** Resamples that one call of a parallel loop draws. */
    private static final int RESAMPLES_PER_TASK = 16;

    private Bootstrap() {}

    /**
     * The interval of the mean of some values.
     *
     * @param perUser a finite value for every user, at least one
     * @param confidence the part of the resamples' means within the interval, between 0 and 1
     * @param resamples how many resamples to draw, at least 1
     * @param seed draws them
     */
    public static Interval interval(double[] perUser, double confidence, int resamples, Seed seed) {
        return intervals(List.of(perUser), confidence, resamples, seed, Parallel.shared())
                .getFirst();
    }

    /**
     * The intervals of the means of several figures of the same users. All see the same resamples, which are drawn but once, and each
     * interval is what {@link #interval} returns for its values alone, for any number of threads.
     *
     * @param perUser for every figure a finite value for every user, all in the same order of users
     */
    public static List<Interval> intervals(
            List<double[]> perUser, double confidence, int resamples, Seed seed, Parallel parallel) {
        Check.argument(
                confidence > 0 && confidence < 1, "a confidence must be between 0 and 1, but was %s", confidence);
        Check.argument(resamples >= 1, "a bootstrap needs at least 1 resample, but was to draw %d", resamples);
        double[][] figures = perUser.toArray(double[][]::new);
        if (figures.length == 0) {
            return List.of();
        }
        check(figures);
        double[][] means = new double[figures.length][resamples];
        parallel.forEach(Math.ceilDiv(resamples, RESAMPLES_PER_TASK), task -> {
            int[] drawn = new int[figures[0].length];
            int end = Math.min(resamples, (task + 1) * RESAMPLES_PER_TASK);
            for (int resample = task * RESAMPLES_PER_TASK; resample < end; resample++) {
                draw(seed.child(resample).random(), drawn);
                for (int figure = 0; figure < figures.length; figure++) {
                    means[figure][resample] = mean(figures[figure], drawn);
                }
            }
        });
        return Arrays.stream(means).map(sample -> middle(sample, confidence)).toList();
    }

    private static void check(double[][] figures) {
        int users = figures[0].length;
        Check.argument(users >= 1, "an interval needs the value of at least 1 user, but there was none");
        for (double[] values : figures) {
            Check.argument(
                    values.length == users,
                    "all figures must be of the same users, but one has %d values and another %d",
                    users,
                    values.length);
            for (int user = 0; user < users; user++) {
                Check.argument(
                        Double.isFinite(values[user]),
                        "the values of users must be finite, but the one at %d was %s",
                        user,
                        values[user]);
            }
        }
    }

    /** Draws places with replacement; that 2^64 is no multiple of their number favours none by more than 2^-33 of its chance. */
    private static void draw(SplittableRandom random, int[] drawn) {
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (int) Math.unsignedMultiplyHigh(random.nextLong(), drawn.length);
        }
    }

    private static double mean(double[] values, int[] drawn) {
        double sum = 0;
        for (int place : drawn) {
            sum += values[place];
        }
        return sum / drawn.length;
    }

    /** The interval between the percentiles that leave out the same number of means at either end. */
    private static Interval middle(double[] means, double confidence) {
        Arrays.sort(means);
        int outside = (int) Math.floor((1 - confidence) / 2 * means.length + 1e-9);
        return new Interval(means[outside], means[means.length - 1 - outside]);
    }
}
