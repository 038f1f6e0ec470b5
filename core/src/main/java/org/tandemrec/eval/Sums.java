package org.tandemrec.eval;

/**
 * What the lists of one contender under one rule in one bin add up to, by user, so that memory goes with the users, not with the lists.
 * A user's lists are added in their order by one thread.
 */
final class Sums {
    /** Σ of values, [column][user]. */
    private final double[][] values;
    /** Σ of squared errors over the entries of a user's lists, of the calibrated and of the raw score; empty where none are asked for. */
    private final double[] squaredError;

    private final double[] rawSquaredError;

    /**
     * Sums of zero.
     *
     * @param hasErrors whether there are lists whose entries have errors
     */
    Sums(int columns, int users, boolean hasErrors) {
        this.values = new double[columns][users];
        this.squaredError = new double[hasErrors ? users : 0];
        this.rawSquaredError = new double[squaredError.length];
    }

    /** Adds a list's values. */
    void add(int user, double[] list) {
        for (int column = 0; column < values.length; column++) {
            values[column][user] += list[column];
        }
    }

    /** Adds the sums of squared errors over a list. */
    void addErrors(int user, double calibrated, double raw) {
        squaredError[user] += calibrated;
        rawSquaredError[user] += raw;
    }

    double[] values(int column) {
        return values[column];
    }

    double[] squaredError() {
        return squaredError;
    }

    double[] rawSquaredError() {
        return rawSquaredError;
    }
}
