package org.tandemrec.bench;

import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;

/** The error of a model's predicted ratings: the root of the mean over all test ratings of (rating − prediction)². */
final class RatingError {
    private static final int USERS = 256;

    private final Interactions test;
    private final Parallel parallel;

    /** The error on {@code test}, which has a rating at least. */
    RatingError(Interactions test, Parallel parallel) {
        this.test = test;
        this.parallel = parallel;
    }

    /** The error of a model that predicts ratings. */
    double of(Model model) {
        double[] sums = new double[Math.ceilDiv(test.userCount(), USERS)];
        parallel.forEach(sums.length, block -> sums[block] = squares(model, block * USERS));
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return Math.sqrt(sum / test.size());
    }

    private double squares(Model model, int from) {
        int to = Math.min(test.userCount(), from + USERS);
        double sum = 0;
        for (int user = from; user < to; user++) {
            for (int row = test.start(user); row < test.end(user); row++) {
                double error = test.rating(row) - model.rating(user, test.item(row), test.timeMillis(row));
                sum += error * error;
            }
        }
        return sum;
    }
}
