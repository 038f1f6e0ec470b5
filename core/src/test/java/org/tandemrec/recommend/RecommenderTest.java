package org.tandemrec.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.ToyBundle;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.catalog.ToySequence;
import org.tandemrec.catalog.ToyVectors;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.LastTime;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;

class RecommenderTest {
    /** Ann took A, B; Bob took B, C, D; nobody took E. A then B, B then C twice over, C then D. */
    private static final Dataset DATA = new Dataset(
            "hand-made",
            "none",
            new Interactions.Builder()
                    .addUntimed(0, 0)
                    .addUntimed(0, 1)
                    .addUntimed(1, 1)
                    .addUntimed(1, 2)
                    .addUntimed(1, 3)
                    .build(3, 5),
            Vocabulary.of(List.of("ann", "bob", "new")),
            Vocabulary.of(List.of("A", "B", "C", "D", "E")),
            Map.of("A", "Alien"));

    private static final ToyVectors VECTORS =
            new ToyVectors(2, new float[] {1, 0, 0, 1, 1, 1}, new float[] {1, 0, 1, 1, 0, 2, -3, 0, 9, 9});

    private static final ToySequence SEQUENCE = new ToySequence(3, 5, follows(), 1);

    private static final ToyFusion FUSION = new ToyFusion(VECTORS, SEQUENCE, 0.25f);

    private static int[] follows() {
        int[] follows = new int[25];
        follows[1] = 1;
        follows[5 + 2] = 8;
        follows[10 + 3] = 1;
        return follows;
    }

    private static Recommender recommender(Model model) {
        return Recommender.of(model, DATA, DATA.interactions());
    }

    private static List<String> ids(List<Recommendation> list) {
        return list.stream().map(Recommendation::itemId).toList();
    }

    @Test
    void ranksUnseenCandidates() {
        List<Recommendation> list = recommender(VECTORS).recommend("ann", 10);
        assertThat(list).containsExactly(new Recommendation("C", "C", 0, null), new Recommendation("D", "D", -3, null));
    }

    @Test
    void includesSeenItemsOnRequest() {
        RecommendOptions options = RecommendOptions.top(3).withSeen();
        List<Recommendation> list = recommender(VECTORS).recommend("ann", options);
        assertThat(ids(list)).containsExactly("A", "B", "C");
        assertThat(list.getFirst()).isEqualTo(new Recommendation("A", "Alien", 1, null));
    }

    @Test
    void aFusionSaysHowFarEachPartLiftsAnItemAboveTheAverage() {
        // Addends of A, B, C, D: long term 0.75, 0.75, 0, -2.25 (mean -0.1875), short term 0, 0, 2, 0 (mean 0.5).
        List<Recommendation> list = recommender(FUSION).recommend("ann", 10);
        assertThat(list)
                .containsExactly(
                        new Recommendation("C", "C", 2, new Recommendation.Parts(0.1875f, 1.5f)),
                        new Recommendation("D", "D", -2.25f, new Recommendation.Parts(-2.0625f, -0.5f)));
    }

    @Test
    void historiesComeWithTheirTimes() {
        Dataset data = ToyBundle.dataset(1, 5, 9);
        Interactions all = data.interactions();
        Recommender recommender = Recommender.of(new LastTime(9), data, all);
        for (int user = 0; user < 5; user++) {
            float last = all.timeMillis(all.end(user) - 1) / 1000f;
            assertThat(recommender.recommend(data.users().id(user), 1))
                    .extracting(Recommendation::score)
                    .containsExactly(last);
        }
        assertThat(recommender.recommendForHistory(List.of(data.items().id(0)), 1))
                .extracting(Recommendation::score)
                .containsExactly(-2f);
    }

    @Test
    void thePartsOfAFusionAddUpToWhatIsAboveTheAverageAndTheScoreIsTheModels() {
        for (int seed = 1; seed <= 5; seed++) {
            Bundle bundle = ToyBundle.fusion(seed);
            Recommender recommender = Recommender.of(bundle);
            for (int user = 0; user < bundle.users().size(); user++) {
                float[] scores = new float[bundle.items().size()];
                bundle.model().score(new Query(user, bundle.histories().of(user)), scores);
                double mean = IntStream.range(0, scores.length)
                        .filter(item -> bundle.itemCounts()[item] > 0)
                        .mapToDouble(item -> scores[item])
                        .average()
                        .orElseThrow();
                for (Recommendation item : recommender.recommend(bundle.users().id(user), 20)) {
                    Recommendation.Parts parts = Objects.requireNonNull(item.parts());
                    assertThat(parts.longTerm() + parts.shortTerm() + mean).isCloseTo(item.score(), within(1e-5));
                    assertThat(item.score()).isEqualTo(scores[bundle.items().indexOf(item.itemId())]);
                }
            }
        }
    }

    @Test
    void aConstantOfOnePartDoesNotCount() {
        ToyVectors shifted = new ToyVectors(
                2, new float[] {1, 1, 1, 1, 1, 1}, new float[] {1, 100, 1, 100, 0, 100, -3, 100, 0, 100});
        List<Recommendation> list =
                recommender(new ToyFusion(shifted, SEQUENCE, 0.25f)).recommend("ann", 1);
        assertThat(list).extracting(Recommendation::parts).containsExactly(new Recommendation.Parts(0.1875f, 1.5f));
        assertThat(list.getFirst().score()).isEqualTo(77);
    }

    @Test
    void aHistoryStandsForSomeoneNew() {
        assertThat(ids(recommender(SEQUENCE).recommendForHistory(List.of("D", "B"), 2)))
                .containsExactly("C", "A");
        assertThat(ids(recommender(SEQUENCE)
                        .recommendForHistory(
                                List.of("B"), RecommendOptions.top(2).withSeen())))
                .containsExactly("C", "A");
        assertThat(ids(recommender(SEQUENCE).recommendForHistory(List.of(), 9))).containsExactly("A", "B", "C", "D");
    }

    @Test
    void aModelThatKnowsUsersByTheirHistoriesAloneServesThem() {
        Recommender recommender = recommender(new ToySequence(0, 5, follows(), 1));
        assertThat(ids(recommender.recommend("bob", 2)))
                .isEqualTo(ids(recommender(SEQUENCE).recommend("bob", 2)));
    }

    @Test
    void aKnownUserWithoutAHistoryIsServed() {
        assertThat(ids(recommender(VECTORS).recommend("new", 2))).containsExactly("B", "C");
    }

    @Test
    void unknownIdsAreNamed() {
        assertThatThrownBy(() -> recommender(VECTORS).recommend("zoe", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessage("no user \"zoe\" in the data of this model; for someone new give items as a history "
                        + "(--history id,id,…)");
        assertThatThrownBy(() -> recommender(VECTORS).recommendForHistory(List.of("A", "X", "Y"), 3))
                .isInstanceOf(RecommendException.class)
                .hasMessage("no item \"X\", \"Y\" in the data of this model; item ids are those of its items.json, "
                        + "not titles");
        assertThatThrownBy(() -> recommender(VECTORS).similar("X", 3)).isInstanceOf(RecommendException.class);
        assertThatThrownBy(() -> recommender(VECTORS).recommend("ann", 0))
                .hasMessage("a list needs at least 1 item, but 0 were asked for");
    }

    @Test
    void similarItemsAreSortedByCosine() {
        List<SimilarItem> similar = recommender(VECTORS).similar("A", 10);
        assertThat(similar).extracting(SimilarItem::itemId).containsExactly("B", "C", "D");
        assertThat(similar.get(0).cosine()).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(similar.get(2).cosine()).isEqualTo(-1);
        assertThat(recommender(FUSION).similar("A", 10)).isEqualTo(similar);
        assertThat(recommender(new ToyFusion(SEQUENCE, VECTORS, 0.5f)).similar("A", 10))
                .isEqualTo(similar);
    }

    @Test
    void similarNeedsVectorsAndTraining() {
        assertThatThrownBy(() -> recommender(SEQUENCE).similar("A", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessageStartingWith("a model of kind toy-sequence has no item vectors to compare");
        assertThatThrownBy(() -> recommender(VECTORS).similar("E", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessageStartingWith("item \"E\" has no training events");
    }

    @Test
    void similarUsersAreSortedByCosineAndHaveTrainingEvents() {
        Interactions rows = new Interactions.Builder()
                .addUntimed(0, 0)
                .addUntimed(1, 1)
                .addUntimed(2, 1)
                .addUntimed(3, 1)
                .build(5, 2);
        Dataset data = new Dataset(
                "hand-made",
                "none",
                rows,
                Vocabulary.of(List.of("ann", "bob", "cid", "dot", "new")),
                Vocabulary.of(List.of("A", "B")),
                Map.of());
        float[] users = {3, 0, -1, 0, 1, 1, 5, 0, 1, 0};
        ToyVectors vectors = new ToyVectors(2, users, new float[] {1, 2, 3, 4});
        List<SimilarUser> similar = Recommender.of(vectors, data, rows).similarUsers("ann", 9);
        assertThat(similar).extracting(SimilarUser::userId).containsExactly("dot", "cid", "bob");
        assertThat(similar.get(0).cosine()).isEqualTo(1);
        assertThat(similar.get(1).cosine()).isCloseTo((float) Math.sqrt(0.5), within(1e-6f));
        assertThat(similar.get(2).cosine()).isEqualTo(-1);
        assertThat(Recommender.of(vectors, data, rows).similarUsers("ann", 1)).isEqualTo(similar.subList(0, 1));
        ToySequence sequence = new ToySequence(5, 2, new int[4], 1);
        assertThat(Recommender.of(new ToyFusion(vectors, sequence, 0.5f), data, rows)
                        .similarUsers("ann", 9))
                .isEqualTo(similar);
    }

    @Test
    void similarUsersNeedVectorsAndTraining() {
        assertThatThrownBy(() -> recommender(SEQUENCE).similarUsers("ann", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessage("a model of kind toy-sequence has no user vectors to compare; "
                        + "use a bundle whose model or part has, for example lfm");
        assertThatThrownBy(() -> recommender(VECTORS).similarUsers("zoe", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessage("no user \"zoe\" in the data of this model");
        assertThatThrownBy(() -> recommender(VECTORS).similarUsers("new", 3))
                .isInstanceOf(RecommendException.class)
                .hasMessageStartingWith(
                        "user \"new\" has no training events, so the model cannot tell who is like them");
        assertThatThrownBy(() -> recommender(VECTORS).similarUsers("ann", 0))
                .hasMessage("a list needs at least 1 user, but 0 were asked for");
    }

    @Test
    void anItemWithoutDirectionResemblesNothing() {
        ToyVectors zero = new ToyVectors(1, new float[3], new float[] {1, 0, 1, 1, 1});
        assertThat(recommender(zero).similar("A", 9))
                .extracting(SimilarItem::itemId)
                .containsExactly("C", "D");
        assertThat(recommender(zero).similar("B", 9)).isEmpty();
    }

    @Test
    void nanIsNeverRecommended() {
        ToyVectors broken = new ToyVectors(1, new float[] {1, 1, 1}, new float[] {1, Float.NaN, 2, 0, 9});
        assertThat(ids(recommender(broken).recommend("new", 9))).containsExactly("C", "A", "D");
    }

    @Test
    void aWrittenBundleRecommendsTheSame(@TempDir Path folder) {
        Bundle bundle = ToyBundle.fusion(4);
        BundleWriter.write(folder.resolve("b"), bundle);
        Recommender read = Recommender.of(BundleReader.read(folder.resolve("b"), ToyFusion.CATALOG));
        Recommender made = Recommender.of(bundle);
        for (String userId : bundle.users().ids()) {
            assertThat(read.recommend(userId, 5)).isEqualTo(made.recommend(userId, 5));
        }
        assertThatThrownBy(() -> Recommender.load(folder.resolve("nothing"))).isInstanceOf(BundleException.class);
    }

    @Test
    void threadsGetTheSameAnswers() throws Exception {
        Bundle bundle = ToyBundle.fusion(4);
        Recommender recommender = Recommender.of(bundle);
        Callable<List<List<Recommendation>>> all = () -> {
            List<List<Recommendation>> lists = new ArrayList<>();
            for (String userId : bundle.users().ids()) {
                lists.add(recommender.recommend(userId, 5));
            }
            return lists;
        };
        List<List<Recommendation>> expected = all.call();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<List<Recommendation>>> lists : threads.invokeAll(List.of(all, all, all, all))) {
                assertThat(lists.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aModelOfOtherDataIsRejected() {
        assertThatThrownBy(() -> recommender(new ToyVectors(1, new float[2], new float[5])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the model has 2 users and 5 items, but the data set hand-made has 3 and 5");
    }
}
