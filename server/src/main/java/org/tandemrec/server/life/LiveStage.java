package org.tandemrec.server.life;

import java.util.Arrays;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.Histories;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.recommend.LiveModel;
import org.tandemrec.recommend.Scorer;
import org.tandemrec.server.live.LiveRecommender;
import org.tandemrec.server.live.ServedModel;

/** Lists that follow users: a model is warm when it has scored for some of the users whose histories are in its bundle. */
public final class LiveStage implements Stage {
    private static final int USERS = 200;
    private static final long MOST_NANOS = 1_000_000_000L;

    private final LiveRecommender live;

    /** A stage in front of a recommender. */
    public LiveStage(LiveRecommender live) {
        this.live = live;
    }

    @Override
    public Runnable prepare(Bundle bundle, String name) {
        ServedModel model = ServedModel.of(name, bundle);
        warm(model);
        return () -> live.swap(model);
    }

    /**
     * Makes a model warm: its code is compiled and its memory has been touched.
     *
     * @throws ModelException if it gives no finite scores
     */
    public static void warm(ServedModel served) {
        LiveModel model = served.model();
        Scorer scorer = model.scorer();
        Histories histories = served.bundle().histories();
        long end = System.nanoTime() + MOST_NANOS;
        int step = Math.max(1, histories.userCount() / USERS);
        for (int user = 0; user < histories.userCount() && System.nanoTime() - end < 0; user += step) {
            int[] items = histories.of(user);
            int known = user < model.model().userCount() ? user : Query.UNKNOWN_USER;
            scorer.score(model.replay(known, items, ratings(items), times(histories, user)));
            requireFinite(served.name(), scorer.fused());
        }
    }

    private static float[] ratings(int[] items) {
        float[] ratings = new float[items.length];
        Arrays.fill(ratings, Float.NaN); // a bundle keeps none
        return ratings;
    }

    private static long[] times(Histories histories, int user) {
        long[] times = histories.timesOf(user);
        if (times.length == 0) {
            times = new long[histories.count(user)];
            Arrays.fill(times, Session.UNTIMED);
        }
        return times;
    }

    private static void requireFinite(String name, float[] scores) {
        for (float score : scores) {
            if (Float.isNaN(score)) {
                throw new ModelException("the model " + name + " gives scores that are not numbers; train anew");
            }
        }
    }
}
