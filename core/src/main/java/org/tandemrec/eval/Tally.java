package org.tandemrec.eval;

import java.util.List;

/**
 * What the targets of one contender add up to under one rule, by user, so that memory goes with the users, not with the targets. A
 * user's targets are added in their order by one thread.
 */
final class Tally {
    private final int[] cutoffs;
    /** Σ NDCG@k of a user's targets, [cut-off][user]. */
    private final double[][] gain;
    /** The number of a user's targets with a rank of at most k, [cut-off][user]. */
    private final int[][] hits;
    /** Σ of squared errors over the entries of a user's lists, of the calibrated and of the raw score; empty without lists. */
    private final double[] squaredError;

    private final double[] rawSquaredError;

    /**
     * Sums of zero.
     *
     * @param users the number of users
     * @param hasLists whether there are lists whose entries have errors
     */
    Tally(int users, List<Integer> cutoffs, boolean hasLists) {
        this.cutoffs = cutoffs.stream().mapToInt(Integer::intValue).toArray();
        this.gain = new double[this.cutoffs.length][users];
        this.hits = new int[this.cutoffs.length][users];
        this.squaredError = new double[hasLists ? users : 0];
        this.rawSquaredError = new double[squaredError.length];
    }

    /** Adds a target's rank. */
    void addRank(int user, int rank) {
        for (int c = 0; c < cutoffs.length; c++) {
            gain[c][user] += Ndcg.ofRank(rank, cutoffs[c]);
            hits[c][user] += rank <= cutoffs[c] ? 1 : 0;
        }
    }

    /** Adds the sums of squared errors over a target's list. */
    void addErrors(int user, double calibrated, double raw) {
        squaredError[user] += calibrated;
        rawSquaredError[user] += raw;
    }

    /** The mean over users of the mean NDCG of a user's targets. */
    double ndcg(int cutoff, int[] targets) {
        double sum = 0;
        for (int user = 0; user < targets.length; user++) {
            sum += gain[cutoff][user] / targets[user];
        }
        return sum / targets.length;
    }

    double[] ndcgOf(int cutoff, int[] targets) {
        double[] values = new double[targets.length];
        java.util.Arrays.setAll(values, user -> gain[cutoff][user] / targets[user]);
        return values;
    }

    double[] hitsOf(int cutoff, int[] targets) {
        double[] values = new double[targets.length];
        java.util.Arrays.setAll(values, user -> (double) hits[cutoff][user] / targets[user]);
        return values;
    }

    /** The mean NDCG of so many targets. */
    double ndcgPerTarget(int cutoff, int count) {
        double sum = 0;
        for (double ofUser : gain[cutoff]) {
            sum += ofUser;
        }
        return sum / count;
    }

    /** The mean over users of the share of a user's targets that were hit. */
    double hitRate(int cutoff, int[] targets) {
        double sum = 0;
        for (int user = 0; user < targets.length; user++) {
            sum += (double) hits[cutoff][user] / targets[user];
        }
        return sum / targets.length;
    }

    /** The root of the mean of so many squared errors of calibrated scores. */
    double rmse(int entries) {
        return rootMean(squaredError, entries);
    }

    /** The root of the mean of so many squared errors of raw scores. */
    double rmseRaw(int entries) {
        return rootMean(rawSquaredError, entries);
    }

    /** √(Σ / n) of sums by user (paper, eq 12). */
    static double rootMean(double[] squared, int n) {
        double sum = 0;
        for (double ofUser : squared) {
            sum += ofUser;
        }
        return Math.sqrt(sum / n);
    }
}
