package org.tandemrec.model.knn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tandemrec.data.Interactions;

/** Random histories with repeats: the last user has none, the last item nobody. */
record RandomHistories(Interactions data, List<List<Integer>> ofUsers) {
    static RandomHistories of(int users, int items, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder rows = new Interactions.Builder();
        List<List<Integer>> histories = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            List<Integer> history = new ArrayList<>();
            long time = random.nextLong(1_000_000) * 1000;
            for (int i = user == users - 1 ? 12 : 0; i < 12 && (i == 0 || random.nextInt(12) > 0); i++) {
                int item = random.nextInt(1 + random.nextInt(items - 1));
                history.add(item);
                rows.addUnrated(user, item, time + i * 1000L);
            }
            histories.add(history);
        }
        return new RandomHistories(rows.build(users, items), histories);
    }

    /** The time of a user's last event. */
    long lastMillis(int user) {
        return data.timeMillis(data.end(user) - 1);
    }
}
