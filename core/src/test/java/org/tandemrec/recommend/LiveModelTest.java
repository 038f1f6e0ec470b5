package org.tandemrec.recommend;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Candidates;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveModelTest {
    private static final int USERS = 40;
    private static final int ITEMS = 30;
    /* Has no event. */
    private static final int UNTRAINED = ITEMS - 1;
    private static final Interactions DATA = data();
    private static final Candidates CANDIDATES = Candidates.of(DATA);
    private static final Map<String, Model> MODELS = new HashMap<>();

    private static final String LFM = kind("lfm", "'factors':6,'epochs':3");
    private static final String ALS = kind("als", "'factors':6,'epochs':3");
    private static final String EXPLICIT = kind("lfm", "'preset':'explicit','factors':6,'epochs':3");
    private static final String GRU = kind("gru4rec", "'hiddenSize':8,'epochs':2,'batchSize':8");
    private static final String TIMED =
            kind("gru4rec", "'hiddenSize':8,'epochs':2,'batchSize':8,'timeGaps':true,'positions':true,'layers':2");
    private static final String OWN_STATES =
            kind("gru4rec", "'hiddenSize':8,'epochs':2,'batchSize':8,'userState':true,'cell':'lstm'");
    private static final String EASE = kind("ease", "");
    private static final String KNN = kind("session-knn", "");
    private static final String PAPER = fused("'longTerm':{" + LFM + "},'shortTerm':{" + GRU + "}");
    private static final String LOGITS =
            fused("'mapping':'logit','longTerm':{" + ALS + "},'shortTerm':{" + TIMED + "}");
    private static final String THREE =
            fused("'longTerm':{" + ALS + "},'shortTerm':{" + GRU + "},'others':[{" + EASE + "}]");

    private static String kind(String kind, String config) {
        return "'kind':'" + kind + "','config':{" + config + "}";
    }

    private static String fused(String parts) {
        return kind("ra-lst", "'negatives':8,'refit':false," + parts);
    }

    private static List<String> allKinds() {
        return List.of(LFM, ALS, EXPLICIT, GRU, TIMED, OWN_STATES, EASE, KNN, PAPER, LOGITS, THREE);
    }

    private static List<String> kindsWithoutRatings() {
        return allKinds().stream().filter(kind -> !kind.equals(EXPLICIT)).toList();
    }

    private static List<String> fusions() {
        return List.of(PAPER, LOGITS, THREE);
    }

    private static List<String> kindsThatFoldIn() {
        return List.of(PAPER, LOGITS, THREE, ALS);
    }

    private static Interactions data() {
        SplittableRandom random = new SplittableRandom(3);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            long time = 1_000_000L * user;
            for (int i = 0; i < 12; i++) {
                time += random.nextLong(1L << random.nextInt(1, 36));
                int item = (user % 3 * 10 + i * (1 + user % 2) + random.nextInt(4)) % UNTRAINED;
                rows.add(user, item, 1 + random.nextInt(5), time);
            }
        }
        return rows.build(USERS, ITEMS);
    }

    private static Model model(String config) {
        return MODELS.computeIfAbsent(config, kind -> train(kind, DATA));
    }

    private static Model train(String config, Interactions data) {
        JsonNode parsed = JsonMapper.shared().readTree("{" + config.replace('\'', '"') + "}");
        TrainingContext context = TrainingContext.of(1).withParallel(Parallel.sequential());
        return ModelCatalog.standard()
                .trainer(parsed.get("kind").asString(), parsed.get("config"))
                .train(data, context);
    }

    private static LiveModel live(String config) {
        return LiveModel.of(model(config), CANDIDATES);
    }

    /** Events at random, some without a rating, some of the same item. */
    private record Events(int[] items, float[] ratings, long[] times) {
        static Events draw(int seed, int count) {
            SplittableRandom random = new SplittableRandom(seed);
            Events events = new Events(new int[count], new float[count], new long[count]);
            long time = 50_000_000_000L;
            for (int i = 0; i < count; i++) {
                events.items[i] = random.nextInt(UNTRAINED);
                events.ratings[i] = random.nextInt(4) == 0 ? Float.NaN : 1 + random.nextInt(5);
                time += random.nextLong(1L << random.nextInt(1, 36));
                events.times[i] = time;
            }
            return events;
        }

        LiveState replay(LiveModel model, int user, int count) {
            return model.replay(
                    user, Arrays.copyOf(items, count), Arrays.copyOf(ratings, count), Arrays.copyOf(times, count));
        }
    }

    @ParameterizedTest
    @MethodSource("allKinds")
    void eventByEventIsTheReplayToTheBit(String config) {
        LiveModel model = live(config);
        Scorer live = model.scorer();
        Scorer replayed = model.scorer();
        for (int user : new int[] {Query.UNKNOWN_USER, 5}) {
            Events events = Events.draw(user, 12);
            LiveState state = model.begin(user);
            for (int i = 0; i < 12; i++) {
                state = model.advance(state, events.items[i], events.ratings[i], events.times[i]);
                live.score(state);
                replayed.score(events.replay(model, user, i + 1));
                assertThat(live.fused()).isEqualTo(replayed.fused());
                assertThat(live.longTerm()).isEqualTo(replayed.longTerm());
                assertThat(live.shortTerm()).isEqualTo(replayed.shortTerm());
            }
            assertThat(state.events()).isEqualTo(12);
            assertThat(state.user()).isEqualTo(user);
            assertThat(state.item(3)).isEqualTo(events.items[3]);
            assertThat(state.rating(3)).isEqualTo(events.ratings[3]);
            assertThat(state.time(3)).isEqualTo(events.times[3]);
        }
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutRatings")
    void ofSomeoneUnknownItIsTheModelItself(String config) {
        LiveModel model = live(config);
        Scorer scorer = model.scorer();
        Events events = Events.draw(8, 9);
        scorer.score(events.replay(model, Query.UNKNOWN_USER, 9));
        float[] expected = new float[ITEMS];
        model.model().score(new Query(Query.UNKNOWN_USER, events.items, events.times), expected);
        for (int item = 0; item < UNTRAINED; item++) {
            assertThat(scorer.fused()[item]).as("item %d", item).isCloseTo(expected[item], within(2e-4f));
        }
    }

    @Test
    void whatKnownUsersDoSinceTrainingCounts() {
        LiveModel model = live(LFM);
        Scorer scorer = model.scorer();
        scorer.score(model.replay(5, new int[] {1, 2}, new float[2], new long[2]));
        float[] one = scorer.fused().clone();
        scorer.score(model.replay(5, new int[] {20, 21}, new float[2], new long[2]));
        assertThat(scorer.fused()).isNotEqualTo(one);
    }

    @Test
    void ratingsMatterWhereTheyWereLearnedAndEventsWithoutOneDoNot() {
        LiveModel model = live(EXPLICIT);
        LiveState bad = model.replay(Query.UNKNOWN_USER, new int[] {3, 4}, new float[] {1, 1}, new long[2]);
        LiveState good = model.replay(Query.UNKNOWN_USER, new int[] {3, 4}, new float[] {5, 5}, new long[2]);
        LiveState more = model.advance(good, 9, Float.NaN, 0);
        Scorer scorer = model.scorer();
        scorer.score(bad);
        float ofBad = scorer.fused()[5];
        scorer.score(good);
        float ofGood = scorer.fused()[5];
        scorer.score(more);
        assertThat(ofGood).isGreaterThan(ofBad);
        assertThat(scorer.fused()[5]).isEqualTo(ofGood);
    }

    @ParameterizedTest
    @MethodSource("fusions")
    void liftsAreThoseOfRecommendations(String config) {
        Vocabulary users = ids("u", USERS);
        Dataset dataset = new Dataset("made", "up", DATA, users, ids("i", ITEMS), Map.of());
        Events events = Events.draw(4, 6);
        List<String> history =
                Arrays.stream(events.items).mapToObj(item -> "i" + item).toList();
        List<Recommendation> expected =
                Recommender.of(model(config), dataset, DATA).recommendForHistory(history, 10);
        LiveModel model = live(config);
        long[] untimed = new long[6];
        Arrays.fill(untimed, Session.UNTIMED);
        Scorer scorer = model.scorer();
        scorer.score(model.replay(Query.UNKNOWN_USER, events.items, events.ratings, untimed));
        assertThat(expected).hasSize(10).allSatisfy(recommendation -> {
            int item = Integer.parseInt(recommendation.itemId().substring(1));
            assertThat(scorer.fused()[item]).isCloseTo(recommendation.score(), within(2e-4f));
            Recommendation.Parts parts = requireNonNull(recommendation.parts());
            assertThat(scorer.lift(0, item)).isCloseTo(parts.longTerm(), within(2e-4f));
            assertThat(scorer.lift(1, item)).isCloseTo(parts.shortTerm(), within(2e-4f));
        });
    }

    private static Vocabulary ids(String prefix, int count) {
        Vocabulary.Builder ids = new Vocabulary.Builder();
        for (int i = 0; i < count; i++) {
            ids.add(prefix + i);
        }
        return ids.build();
    }

    @ParameterizedTest
    @MethodSource("kindsThatFoldIn")
    void aFoldedInItemScoresByItsUsersAndIsAverageElsewhere(String config) {
        LiveModel model = live(config);
        float[] factors = model.foldInItem(new int[] {0, 3, 6, 9}, new float[4]);
        assertThat(factors).isNotNull();
        Scorer scorer = model.scorer();
        scorer.score(Events.draw(2, 5).replay(model, Query.UNKNOWN_USER, 5));
        float[][] scored = new float[3][2];
        scorer.scoreFoldedIn(List.of(factors, factors), scored);
        double mean = mean(scorer.fused());
        for (int i = 0; i < 2; i++) {
            assertThat((double) scored[2][i]).isCloseTo(mean + scored[1][i], within(1e-4));
        }
        // the lift is on the line of the model's own items
        double slope = (scorer.lift(0, 1) - scorer.lift(0, 0)) / (scorer.longTerm()[1] - scorer.longTerm()[0]);
        double expected = scorer.lift(0, 0) + slope * (scored[0][0] - scorer.longTerm()[0]);
        assertThat((double) scored[1][0]).isCloseTo(expected, within(1e-3 * Math.max(1, Math.abs(expected))));
    }

    private static double mean(float[] scores) {
        double sum = 0;
        for (int place = 0; place < CANDIDATES.size(); place++) {
            sum += scores[CANDIDATES.item(place)];
        }
        return sum / CANDIDATES.size();
    }

    @Test
    void onlyFactorModelsFoldInItems() {
        assertThat(live(GRU).foldInItem(new int[] {1}, new float[1])).isNull();
        assertThat(live(EASE).foldInItem(new int[] {1}, new float[1])).isNull();
        assertThat(live(EXPLICIT).foldsInRatings()).isTrue();
        assertThat(live(PAPER).foldsInRatings()).isFalse();
        assertThat(live(EXPLICIT).foldInItem(new int[] {1, 2}, new float[] {4, 5}))
                .hasSize(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | 1
            1 | 0
            """)
    void aPartIsRescoredAlone(int part, int other) {
        LiveModel model = live(PAPER);
        Events events = Events.draw(6, 7);
        LiveState all = events.replay(model, Query.UNKNOWN_USER, 7);
        Scorer scorer = model.scorer();
        Scorer fewer = model.scorer();
        scorer.score(all);
        float[] kept = lifts(scorer, other);
        LiveModel alone = model.part(part);
        scorer.rescore(part, events.replay(alone, Query.UNKNOWN_USER, 4));
        fewer.score(events.replay(model, Query.UNKNOWN_USER, 4));
        assertThat(lifts(scorer, other)).isEqualTo(kept);
        assertThat(lifts(scorer, part)).isEqualTo(lifts(fewer, part)).isNotEqualTo(lifts(fewer, other));
    }

    private static float[] lifts(Scorer scorer, int part) {
        float[] lifts = new float[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            lifts[item] = scorer.lift(part, item);
        }
        return lifts;
    }

    @Test
    void aModelWithoutPartsIsBothParts() {
        LiveModel model = live(GRU);
        assertThat(model.parts()).isEqualTo(1);
        assertThat(model.theta()).isNaN();
        assertThat(model.part(1)).isSameAs(model);
        assertThat(live(PAPER).theta()).isFinite();
        Scorer scorer = model.scorer();
        scorer.score(model.begin(Query.UNKNOWN_USER));
        assertThat(scorer.longTerm()).isSameAs(scorer.shortTerm()).isSameAs(scorer.fused());
        assertThat(lifts(scorer, 0)).isEqualTo(lifts(scorer, 1));
    }

    @Test
    void nearestUsersAreOfLikeTasteAndNotOneself() {
        LiveModel model = live(LOGITS);
        LiveState state = model.replay(4, historyOf(4), new float[12], new long[12]);
        TopItems nearest = model.nearestUsers(state, 5);
        assertThat(nearest.size()).isEqualTo(5);
        for (int place = 0; place < 5; place++) {
            assertThat(nearest.item(place)).isNotEqualTo(4);
            assertThat(nearest.score(place)).isBetween(-1.001f, 1.001f);
        }
        assertThat(model.nearestUsers(model.replay(Query.UNKNOWN_USER, historyOf(4), new float[12], new long[12]), 1)
                        .item(0))
                .isEqualTo(4);
        assertThat(live(EASE).nearestUsers(live(EASE).begin(4), 5).size()).isZero();
    }

    private static int[] historyOf(int user) {
        int[] items = new int[DATA.end(user) - DATA.start(user)];
        Arrays.setAll(items, i -> DATA.item(DATA.start(user) + i));
        return items;
    }

    @Test
    void similarityIsACosine() {
        LiveModel model = live(PAPER);
        assertThat(model.similarity(3, 3)).isCloseTo(1, within(1e-5f));
        assertThat(model.similarity(3, 4)).isEqualTo(model.similarity(4, 3)).isBetween(-1f, 1f);
        assertThat(live(EASE).similarity(3, 4)).isZero();
    }

    @Test
    void refusesWhatIsNotTheModels() {
        LiveModel model = live(PAPER);
        LiveState state = model.begin(Query.UNKNOWN_USER);
        assertThatThrownBy(() -> model.begin(USERS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the query has 40");
        assertThatThrownBy(() -> model.advance(state, ITEMS, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("items are 0 … 29");
        assertThatThrownBy(() -> model.advance(state, 1, Float.POSITIVE_INFINITY, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratings must be finite, but one is Infinity");
        assertThatThrownBy(() -> model.advance(state, new int[2], new float[1], new long[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 2, 1 and 2");
    }

    @Test
    void aStateIsNotChangedByWhatFollows() {
        LiveModel model = live(THREE);
        LiveState state = Events.draw(1, 3).replay(model, Query.UNKNOWN_USER, 3);
        Scorer scorer = model.scorer();
        scorer.score(state);
        float[] before = scorer.fused().clone();
        LiveState after = model.advance(state, 7, 3, 99);
        scorer.score(after);
        assertThat(scorer.fused()).isNotEqualTo(before);
        scorer.score(state);
        assertThat(scorer.fused()).isEqualTo(before);
        assertThat(after.bytes()).isGreaterThan(state.bytes());
    }
}
