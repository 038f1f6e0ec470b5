package org.tandemrec.model.popularity;

import java.util.Arrays;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.SingleEpochRun;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.popularity.PopularityConfig.Counting;

/** Counts how often every item was taken in training. */
public record PopularityTrainer(PopularityConfig config) implements Trainer {
    /** The kind's name. */
    public static final String KIND = "popularity";

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public TrainingRun start(Interactions training, TrainingContext context) {
        Check.argument(training.size() > 0, "%s needs at least one training interaction", kind());
        return new SingleEpochRun(
                training.size(), "interactions", progress -> fit(training, progress), PopularityModel::load);
    }

    private SingleEpochRun.Fitted fit(Interactions training, ProgressListener.Task progress) {
        int[] counts = config.counting() == Counting.EVENTS ? training.itemCounts() : userCounts(training);
        progress.advance(training.size());
        int users = activeUsers(training);
        float[] popularity = new float[counts.length];
        for (int item = 0; item < counts.length; item++) {
            popularity[item] = (float) counts[item] / users;
        }
        return new SingleEpochRun.Fitted(new PopularityModel(KIND, popularity), 0);
    }

    private static int[] userCounts(Interactions training) {
        int[] counts = new int[training.itemCount()];
        int[] lastUser = new int[training.itemCount()];
        Arrays.fill(lastUser, -1);
        for (int user = 0; user < training.userCount(); user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                int item = training.item(row);
                counts[item] += lastUser[item] == user ? 0 : 1;
                lastUser[item] = user;
            }
        }
        return counts;
    }

    /** The number of users with a training event. */
    static int activeUsers(Interactions training) {
        int active = 0;
        for (int user = 0; user < training.userCount(); user++) {
            active += training.count(user) > 0 ? 1 : 0;
        }
        return active;
    }
}
