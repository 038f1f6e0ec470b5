package org.tandemrec.eval;

/** What errors of predicted ratings add up to, by user. */
final class RatingErrors {
    final double[] squared;
    final double[] absolute;

    RatingErrors(int users) {
        this.squared = new double[users];
        this.absolute = new double[users];
    }

    /** Adds the error of one rating. */
    void add(int user, double error) {
        squared[user] += error * error;
        absolute[user] += Math.abs(error);
    }
}
