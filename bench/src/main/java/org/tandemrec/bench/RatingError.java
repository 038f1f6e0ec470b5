package org.tandemrec.bench;

import java.util.stream.IntStream;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Session;

/** The error of a model's predicted ratings: the root of the mean over all test ratings of (rating − prediction)². */
final class RatingError {
    private static final int USERS = 64;

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
        int count = Math.min(USERS, test.userCount() - from);
        int itemCount = model.itemCount();
        Session session = model.open(count);
        for (int lane = 0; lane < count; lane++) {
            session.reset(lane, from + lane);
        }
        float[] scores = new float[count * itemCount];
        session.score(IntStream.range(0, count).toArray(), count, scores);
        double sum = 0;
        for (int lane = 0; lane < count; lane++) {
            int user = from + lane;
            for (int row = test.start(user); row < test.end(user); row++) {
                double error = test.rating(row) - scores[lane * itemCount + test.item(row)];
                sum += error * error;
            }
        }
        return sum;
    }
}
