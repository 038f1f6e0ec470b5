package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;

/** A model whose scores are any function of the user and the whole history that it was shown. */
record FakeModel(String kind, int userCount, int itemCount, boolean predictsRatings, Scorer scorer) implements Model {
    /** Scores all items. */
    interface Scorer {
        void score(int user, int[] history, float[] scores);
    }

    static FakeModel of(String kind, Interactions data, Scorer scorer) {
        return new FakeModel(kind, data.userCount(), data.itemCount(), false, scorer);
    }

    /** Scores that are random, but the same for the same user and history: {@code levels} values, some of them no number. */
    static FakeModel random(String kind, Interactions data, long salt, int levels, double nanShare) {
        return of(kind, data, (user, history, scores) -> {
            long hash = Seed.mix(salt + user);
            for (int item : history) {
                hash = Seed.mix(hash + item);
            }
            SplittableRandom random = new SplittableRandom(hash);
            for (int item = 0; item < scores.length; item++) {
                float score = (float) random.nextInt(levels) / levels;
                scores[item] = random.nextDouble() < nanShare ? Float.NaN : score;
            }
        });
    }

    static FakeModel constant(Interactions data) {
        return of("constant", data, (user, history, scores) -> Arrays.fill(scores, 0.5f));
    }

    /** Knows what comes next: its score is 1, that of all others 0. */
    static FakeModel oracle(Interactions data) {
        return of("oracle", data, (user, history, scores) -> {
            Arrays.fill(scores, 0);
            scores[data.item(data.start(user) + history.length)] = 1;
        });
    }

    /** Scores that depend on the user alone. */
    static FakeModel table(Interactions data, float[]... scoresOfUsers) {
        return of(
                "table",
                data,
                (user, history, scores) -> System.arraycopy(scoresOfUsers[user], 0, scores, 0, scores.length));
    }

    /** The same model of items that have other numbers: item {@code i} is now {@code number[i]}. */
    FakeModel renamed(int[] number) {
        int[] old = new int[number.length];
        for (int item = 0; item < number.length; item++) {
            old[number[item]] = item;
        }
        return new FakeModel(kind, userCount, itemCount, predictsRatings, (user, history, scores) -> {
            float[] before = new float[itemCount];
            scorer.score(user, Arrays.stream(history).map(item -> old[item]).toArray(), before);
            for (int item = 0; item < itemCount; item++) {
                scores[number[item]] = before[item];
            }
        });
    }

    /** The score on an empty history. */
    @Override
    public float rating(int user, int item, long timeMillis) {
        checkUser(user);
        float[] scores = new float[itemCount];
        scorer.score(user, new int[0], scores);
        return scores[item];
    }

    @Override
    public ModelState state() {
        return new ModelState();
    }

    @Override
    public Session open(int lanes) {
        int[] users = new int[lanes];
        Arrays.fill(users, Query.UNKNOWN_USER);
        List<List<Integer>> histories = Stream.generate(() -> (List<Integer>) new ArrayList<Integer>())
                .limit(lanes)
                .toList();
        return new Session() {
            @Override
            public int lanes() {
                return lanes;
            }

            @Override
            public void reset(int lane, int user) {
                users[lane] = user;
                histories.get(lane).clear();
            }

            @Override
            public void advance(int[] items, long[] times) {
                for (int lane = 0; lane < lanes; lane++) {
                    if (items[lane] >= 0) {
                        histories.get(lane).add(items[lane]);
                    }
                }
            }

            @Override
            public void score(int[] chosen, int count, float[] scores) {
                float[] row = new float[itemCount];
                for (int i = 0; i < count; i++) {
                    int[] history = histories.get(chosen[i]).stream()
                            .mapToInt(Integer::intValue)
                            .toArray();
                    scorer.score(users[chosen[i]], history, row);
                    System.arraycopy(row, 0, scores, i * itemCount, itemCount);
                }
            }
        };
    }
}
