package org.tandemrec.model.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.knn.SessionKnnConfig.Decay;
import org.tandemrec.model.knn.SessionKnnConfig.Idf;
import org.tandemrec.model.knn.SessionKnnConfig.Similarity;

class SessionKnnTrainerTest {
    private static final int USERS = 80;
    private static final int ITEMS = 30;

    private static Model train(SessionKnnConfig config, Interactions data) {
        return new SessionKnnTrainer(config).train(data, TrainingContext.of(1));
    }

    private static float[] scores(Model model, int user, int... history) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(user, history), scores);
        return scores;
    }

    /** Sessions {0, 1, 2}, {1, 3} and {0, 4}, of users 0, 1 and 2, the last one most recent. */
    private static Interactions threeSessions() {
        return new Interactions.Builder()
                .addUntimed(0, 0)
                .addUntimed(0, 1)
                .addUntimed(0, 2)
                .addUntimed(1, 1)
                .addUntimed(1, 3)
                .addUntimed(2, 0)
                .addUntimed(2, 4)
                .build(3, 5);
    }

    private static SessionKnnConfig config(int neighbours, int sampleSize) {
        return new SessionKnnConfig(neighbours, sampleSize, 10, Decay.LINEAR, Similarity.DOT, Idf.NONE);
    }

    @Test
    void vSkNNByHand() {
        Model model = train(config(3, 3), threeSessions());
        // the session 0, 1 weighs 1/2 and 1: similarities 3/2, 1 and 1/2
        assertThat(scores(model, Query.UNKNOWN_USER, 0, 1)).containsExactly(2, 2.5f, 1.5f, 1, 0.5f);
        assertThat(scores(train(config(1, 3), threeSessions()), Query.UNKNOWN_USER, 0, 1))
                .as("the nearest session alone")
                .containsExactly(1.5f, 1.5f, 1.5f, 0, 0);
        assertThat(scores(train(config(1, 1), threeSessions()), Query.UNKNOWN_USER, 0, 1))
                .as("the most recent session with a common item alone")
                .containsExactly(0.5f, 0, 0, 0, 0.5f);
        assertThat(scores(model, Query.UNKNOWN_USER)).containsOnly(0);
    }

    @Test
    void aUsersOwnSessionIsNoNeighbour() {
        Model model = train(config(3, 3), threeSessions());
        assertThat(scores(model, 0, 0, 1)).containsExactly(0.5f, 1, 0, 1, 0.5f);
        assertThat(scores(train(config(1, 1), threeSessions()), 2, 0, 1))
                .as("nor does it take the place of another in the sample")
                .containsExactly(0, 1, 0, 1, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1000, 100, LINEAR, DOT, NONE",
        "5, 12, 100, LINEAR, DOT, NONE",
        "5, 12, 3, NONE, COSINE, NONE",
        "8, 20, 4, QUADRATIC, COSINE, SIMILARITY",
        "8, 9, 5, RECIPROCAL, DOT, SCORE",
        "1, 1, 1, RECIPROCAL, COSINE, SIMILARITY",
    })
    void scoresAreThoseOfTheDefinition(int k, int m, int events, Decay decay, Similarity similarity, Idf idf) {
        SessionKnnConfig config = new SessionKnnConfig(k, m, events, decay, similarity, idf);
        for (int seed = 1; seed <= 3; seed++) {
            RandomHistories histories = RandomHistories.of(USERS, ITEMS, seed);
            Model model = train(config, histories.data());
            for (int user = 0; user < USERS; user++) {
                int[] session = histories.ofUsers().get(user).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                int who = user % 3 == 0 ? Query.UNKNOWN_USER : user;
                assertThat(scores(model, who, session))
                        .containsExactly(definition(config, histories, who, session), within(1e-3f));
            }
        }
    }

    /** V-SkNN as its text has it, session by session. */
    private static float[] definition(SessionKnnConfig config, RandomHistories histories, int own, int[] session) {
        int from = Math.max(0, session.length - config.sessionEvents());
        Map<Integer, Float> weights = new LinkedHashMap<>();
        for (int position = session.length - 1; position >= from; position--) {
            int length = session.length - from;
            int age = session.length - 1 - position;
            float linear = (float) (length - age) / length;
            float weight = switch (config.decay()) {
                case NONE -> 1;
                case LINEAR -> linear;
                case QUADRATIC -> linear * linear;
                case RECIPROCAL -> 1f / (age + 1);
            };
            float rarity = config.idf() == Idf.SIMILARITY ? idf(histories, session[position]) : 1;
            weights.putIfAbsent(session[position], weight * rarity);
        }
        List<Integer> sample = new ArrayList<>();
        for (int user = USERS - 1; user >= 0; user--) {
            if (user != own && histories.ofUsers().get(user).stream().anyMatch(weights::containsKey)) {
                sample.add(user);
            }
        }
        sample.sort(Comparator.comparingLong(user -> -histories.lastMillis(user)));
        List<Integer> recent = new ArrayList<>(sample.subList(0, Math.min(config.sampleSize(), sample.size())));
        float[] similarity = new float[USERS];
        for (int user : recent) {
            HashSet<Integer> items = new HashSet<>(histories.ofUsers().get(user));
            float sum = 0;
            for (Map.Entry<Integer, Float> entry : weights.entrySet()) {
                sum += items.contains(entry.getKey()) ? entry.getValue() : 0;
            }
            similarity[user] = config.similarity() == Similarity.DOT ? sum : sum / (float) Math.sqrt(items.size());
        }
        recent.sort(Comparator.comparingDouble(user -> -similarity[user]));
        float[] scores = new float[ITEMS];
        for (int user : recent.subList(0, Math.min(config.neighbours(), recent.size()))) {
            for (int item : new HashSet<>(histories.ofUsers().get(user))) {
                scores[item] += similarity[user] * (config.idf() == Idf.SCORE ? idf(histories, item) : 1);
            }
        }
        return scores;
    }

    private static float idf(RandomHistories histories, int item) {
        long sessions = histories.ofUsers().stream()
                .filter(session -> !session.isEmpty())
                .count();
        long with = histories.ofUsers().stream()
                .filter(session -> session.contains(item))
                .count();
        return (float) Math.log((double) sessions / with);
    }

    @Test
    void refusesWhatItCannotUse() {
        assertThatThrownBy(() -> config(0, 1)).hasMessage("neighbours must be at least 1, but was 0");
        assertThatThrownBy(() -> config(3, 2))
                .hasMessage(
                        "sampleSize must be at least neighbours (3), as neighbours come from the sample, but was 2");
        assertThatThrownBy(() -> new SessionKnnConfig(1, 1, 0, Decay.NONE, Similarity.DOT, Idf.NONE))
                .hasMessage("sessionEvents must be at least 1, but was 0");
        assertThatThrownBy(() -> train(config(1, 1), new Interactions.Builder().build(1, 1)))
                .hasMessage("session-knn needs at least one training interaction");
    }
}
