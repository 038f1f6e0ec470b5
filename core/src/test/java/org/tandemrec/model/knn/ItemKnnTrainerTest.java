package org.tandemrec.model.knn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.knn.ItemKnnConfig.Similarity;

class ItemKnnTrainerTest {
    private static float[] scores(ItemKnnConfig config, Interactions data, int... history) {
        Model model = new ItemKnnTrainer(config).train(data, TrainingContext.of(1));
        float[] scores = new float[model.itemCount()];
        model.score(Query.ofHistory(history), scores);
        return scores;
    }

    /** Item 0 has users 0 to 3, item 1 users 0 to 2 and item 2 user 0, who took it twice. */
    private static Interactions threeItems() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 4; user++) {
            rows.addUntimed(user, 0);
        }
        for (int user = 0; user < 3; user++) {
            rows.addUntimed(user, 1);
        }
        return rows.addUntimed(0, 2).addUntimed(0, 2).build(4, 3);
    }

    @ParameterizedTest
    @CsvSource({
        "COSINE, 0, 0.8660254, 0.5",
        "COSINE, 3, 0.4330127, 0.125",
        "JACCARD, 0, 0.75, 0.25",
        "CONDITIONAL, 0, 0.4330127, 0.25",
        "CONDITIONAL, 1, 0.3247595, 0.125",
    })
    void similaritiesByHand(Similarity similarity, float shrinkage, float one, float two) {
        ItemKnnConfig config = new ItemKnnConfig(similarity, 5, shrinkage, 0.5f, false, 0);
        assertThat(scores(config, threeItems(), 0)).containsExactly(new float[] {0, one, two}, within(1e-6f));
    }

    @Test
    void onlyTheNearestCountAndAddUpToOneIfScaled() {
        ItemKnnConfig one = new ItemKnnConfig(Similarity.JACCARD, 1, 0, 0, false, 0);
        assertThat(scores(one, threeItems(), 0)).containsExactly(0, 0.75f, 0);
        ItemKnnConfig scaled = new ItemKnnConfig(Similarity.JACCARD, 2, 0, 0, true, 0);
        assertThat(scores(scaled, threeItems(), 0)).containsExactly(0, 0.75f, 0.25f);
    }

    @Test
    void anEventFadesByHalfInEveryHalfLife() {
        ItemKnnConfig config = new ItemKnnConfig(Similarity.JACCARD, 2, 0, 0, false, 2);
        // item 1 two events ago, item 0 now
        assertThat(scores(config, threeItems(), 1, 2, 0))
                .containsExactly(
                        new float[] {
                            0.5f * 0.75f + (float) Math.sqrt(0.5) * 0.25f,
                            0.75f + (float) Math.sqrt(0.5) / 3,
                            0.25f + 0.5f / 3
                        },
                        within(1e-6f));
        int[] long0 = new int[5000]; // long enough for the weights to be scaled back many times
        assertThat(scores(config, threeItems(), long0))
                .as("a geometric series")
                .containsExactly(
                        new float[] {0, 0.75f / (1 - (float) Math.sqrt(0.5)), 0.25f / (1 - (float) Math.sqrt(0.5))},
                        within(1e-4f));
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void scoresAreThoseOfBruteForce(Similarity similarity) {
        int items = 40;
        int neighbours = 7;
        RandomHistories histories = RandomHistories.of(60, items, 1);
        List<Set<Integer>> users = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            users.add(new HashSet<>());
        }
        for (int user = 0; user < 60; user++) {
            for (int item : histories.ofUsers().get(user)) {
                users.get(item).add(user);
            }
        }
        ItemKnnConfig config = new ItemKnnConfig(similarity, neighbours, 2, 0.4f, false, 0);
        for (int item = 0; item < items; item++) {
            float[] expected = new float[items];
            List<Integer> others = new ArrayList<>();
            for (int other = 0; other < items; other++) {
                expected[other] = other == item ? 0 : similarity(similarity, users.get(item), users.get(other));
                others.add(other);
            }
            others.sort(Comparator.comparingDouble(other -> -expected[other]));
            for (int other : others.subList(neighbours, items)) {
                expected[other] = 0;
            }
            assertThat(scores(config, histories.data(), item)).containsExactly(expected, within(1e-6f));
        }
    }

    private static float similarity(Similarity similarity, Set<Integer> a, Set<Integer> b) {
        Set<Integer> both = new HashSet<>(a);
        both.retainAll(b);
        if (both.isEmpty()) {
            return 0;
        }
        Set<Integer> either = new HashSet<>(a);
        either.addAll(b);
        double shrunk = both.size() / (both.size() + 2.0);
        return (float)
                switch (similarity) {
                    case COSINE -> both.size() / Math.sqrt((double) a.size() * b.size()) * shrunk;
                    case JACCARD -> (double) both.size() / either.size() * shrunk;
                    case CONDITIONAL -> both.size() / (a.size() * Math.pow(b.size(), 0.4f)) * shrunk;
                };
    }

    @Test
    void refusesWhatItCannotUse() {
        assertThatThrownBy(() -> new ItemKnnConfig(Similarity.COSINE, 0, 0, 0, false, 0))
                .hasMessage("neighbours must be at least 1, but was 0");
        assertThatThrownBy(() -> new ItemKnnConfig(Similarity.COSINE, 1, -1, 0, false, 0))
                .hasMessage("shrinkage must not be negative, but was -1.0");
        assertThatThrownBy(() -> new ItemKnnConfig(Similarity.COSINE, 1, 0, 2, false, 0))
                .hasMessage("popularityExponent must be between 0 and 1, but was 2.0");
        assertThatThrownBy(() -> new ItemKnnConfig(Similarity.COSINE, 1, 0, 0, false, 0.01f))
                .hasMessage("halfLifeEvents must be at least 0.1, or 0 for all events alike, but was 0.01");
        assertThatThrownBy(() -> scores(ItemKnnConfig.DEFAULT, new Interactions.Builder().build(1, 1)))
                .hasMessage("item-knn needs at least one training interaction");
        Interactions wide = new Interactions.Builder().addUntimed(0, 0).build(1, 100_000);
        ItemKnnConfig all = new ItemKnnConfig(Similarity.COSINE, 50_000, 0, 0, false, 0);
        assertThatThrownBy(() -> scores(all, wide))
                .hasMessage(
                        "neighbours × items must be below 2^31, but 50000 × 100000 are asked for; lower neighbours");
    }
}
