package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.CheckpointStore.Checkpoint;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every model must do. A model's test names its kind, a small config and the pattern that it recovers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModelContract {
    /** Data whose right answer is obvious. */
    protected enum Pattern {
        /** Users of an even number want even items, the others odd ones. */
        CHECKERBOARD,
        /** The item after i is i + 1. */
        CYCLE,
        /** Every other user takes even items alone, so that these are taken most. */
        POPULAR
    }

    private static final ModelCatalog CATALOG = ModelCatalog.standard();
    private static final int USERS = 40;
    private static final int ITEMS = 24;
    /** The last item and the last user of the data have no event. */
    private static final int UNTRAINED_ITEM = ITEMS - 1;

    private static final int UNTRAINED_USER = USERS - 1;

    private @Nullable Model model;

    /** The kind's name in the catalog. */
    protected abstract String kind();

    /** The kind's settings on a few hundred events, JSON with single quotes. */
    protected abstract String config();

    /** The settings on a few thousand events: the {@link #config} where they will do. */
    protected String configForFloor() {
        return config();
    }

    /** What it recovers. */
    protected abstract Pattern pattern();

    /** How many times the NDCG@10 of popularity its own must be at least on the generated log. */
    protected abstract double timesPopularity();

    /** Whether it is trained in several epochs, each of which changes it; else one is all. */
    protected boolean iterative() {
        return true;
    }

    /** Whether another seed makes another model; else it is the same. */
    protected boolean seeded() {
        return true;
    }

    /** Whether scores depend on a session's items; else they stay the same whatever happens. */
    protected boolean readsItems() {
        return true;
    }

    /** Whether training needs times. */
    protected boolean timed() {
        return false;
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private Trainer trainer(String config) {
        return CATALOG.trainer(kind(), json(config));
    }

    private static TrainingContext context(long seed) {
        return TrainingContext.of(seed).withParallel(Parallel.sequential());
    }

    private Interactions data() {
        return data(0, 0);
    }

    /** The pattern, and behind it so many events of each user that have nothing to do with it. */
    private Interactions data(int later, int salt) {
        Interactions.Builder rows = new Interactions.Builder();
        int trained = UNTRAINED_ITEM - 1; // an even number
        for (int user = 0; user < UNTRAINED_USER; user++) {
            for (int i = 0; i < 9 + later; i++) {
                int item = i >= 9
                        ? (user * salt + i) % ITEMS
                        : switch (pattern()) {
                            case CHECKERBOARD -> (user + 2 * (user / 2 + i)) % trained;
                            case CYCLE -> (5 * user + i) % trained;
                            case POPULAR -> i * (1 + user % 2);
                        };
                if (timed()) {
                    rows.addUnrated(user, item, i * 1000L);
                } else {
                    rows.addUntimed(user, item);
                }
            }
        }
        return rows.build(USERS, ITEMS);
    }

    /** The model of seed 1, trained once for all tests. */
    private Model model() {
        if (model == null) {
            model = train(1);
        }
        return model;
    }

    private Model train(long seed) {
        return trainer(config()).train(data(), context(seed));
    }

    private static float[] scores(Model model, int user, int... history) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(user, history), scores);
        for (float score : scores) {
            assertThat(score).isFinite();
        }
        return scores;
    }

    private static long[] untimed(int lanes) {
        long[] times = new long[lanes];
        Arrays.fill(times, Session.UNTIMED);
        return times;
    }

    private static int[] history(Interactions data, int user) {
        int[] history = new int[data.count(user)];
        Arrays.setAll(history, i -> data.item(data.start(user) + i));
        return history;
    }

    @Test
    void recoversItsPattern() {
        Interactions data = data();
        Model model = model();
        int[] counts = data.itemCounts();
        int right = 0;
        for (int user = 0; user < UNTRAINED_USER; user++) {
            int[] history = history(data, user);
            float[] scores = scores(model, user, history);
            Arrays.stream(history).forEach(item -> scores[item] = Float.NEGATIVE_INFINITY);
            int best = 0;
            for (int item = 1; item < UNTRAINED_ITEM - 1; item++) {
                best = scores[item] > scores[best] ? item : best;
            }
            int mostTaken = IntStream.range(0, ITEMS)
                    .filter(item -> scores[item] > Float.NEGATIVE_INFINITY)
                    .map(item -> counts[item])
                    .max()
                    .orElseThrow();
            right += switch (pattern()) {
                case CHECKERBOARD -> best % 2 == user % 2 ? 1 : 0;
                case CYCLE -> best == (history[8] + 1) % (UNTRAINED_ITEM - 1) ? 1 : 0;
                case POPULAR -> counts[best] == mostTaken ? 1 : 0;
            };
        }
        assertThat(right).isGreaterThanOrEqualTo(UNTRAINED_USER - 1);
    }

    @Test
    void knowsItsSizes() {
        Model model = model();
        assertThat(model.kind()).isEqualTo(kind());
        assertThat(model.itemCount()).isEqualTo(ITEMS);
        assertThat(model.userCount()).isIn(0, USERS);
        assertThat(model.open(5).lanes()).isEqualTo(5);
    }

    @Test
    void itsTrainerKnowsTheEpochsOfItsRuns() {
        Trainer trainer = trainer(config());
        assertThat(trainer.epochs()).isEqualTo(trainer.start(data(), context(1)).epochs());
        assertThat(trainer.epochs() > 1).isEqualTo(iterative());
    }

    @Test
    void scoresEverybodyAndEverything() {
        Model model = model();
        for (int user : new int[] {Query.UNKNOWN_USER, 0, UNTRAINED_USER}) {
            scores(model, user);
            scores(model, user, 3);
            scores(model, user, UNTRAINED_ITEM);
            scores(model, user, 0, 1, 2, 3, 2, 1, 0, UNTRAINED_ITEM, UNTRAINED_ITEM);
        }
    }

    @Test
    void lanesTogetherAreLanesAlone() {
        Interactions data = data();
        Model model = model();
        Session session = model.open(USERS);
        int[] lanes = new int[USERS];
        int[] items = new int[USERS];
        for (int lane = 0; lane < USERS; lane++) {
            session.reset(lane, lane % 3 == 0 ? Query.UNKNOWN_USER : lane);
            lanes[USERS - 1 - lane] = lane;
        }
        for (int step = 0; step < 9; step++) {
            for (int lane = 0; lane < USERS; lane++) {
                items[lane] = step < lane % 10 && data.count(lane) > 0 ? data.item(data.start(lane) + step) : -1;
            }
            session.advance(items, untimed(USERS));
        }
        float[] together = new float[USERS * ITEMS];
        session.score(lanes, USERS, together);
        for (int lane = 0; lane < USERS; lane++) {
            int[] history = Arrays.copyOf(history(data, lane), Math.min(data.count(lane), lane % 10));
            float[] alone = scores(model, lane % 3 == 0 ? Query.UNKNOWN_USER : lane, history);
            int row = USERS - 1 - lane;
            assertThat(Arrays.copyOfRange(together, row * ITEMS, (row + 1) * ITEMS))
                    .containsExactly(alone, within(1e-4f));
        }
    }

    @Test
    void aResetForgetsOneLaneAlone() {
        Session session = model().open(2);
        float[] before = new float[2 * ITEMS];
        float[] after = new float[2 * ITEMS];
        int[] lanes = {0, 1};
        session.score(lanes, 2, before);
        session.advance(new int[] {3, 4}, untimed(2));
        session.advance(new int[] {5, 6}, untimed(2));
        float[] grown = new float[2 * ITEMS];
        session.score(lanes, 2, grown);
        assertThat(Arrays.equals(grown, before)).isNotEqualTo(readsItems());
        session.advance(new int[] {-1, -1}, untimed(2));
        session.score(lanes, 2, after);
        assertThat(after).as("-1 leaves a lane as it is").isEqualTo(grown);
        session.reset(0, Query.UNKNOWN_USER);
        session.score(lanes, 2, after);
        assertThat(Arrays.copyOf(after, ITEMS)).isEqualTo(Arrays.copyOf(before, ITEMS));
        assertThat(Arrays.copyOfRange(after, ITEMS, 2 * ITEMS)).isEqualTo(Arrays.copyOfRange(grown, ITEMS, 2 * ITEMS));
    }

    @Test
    void sameSeedSameBitsForAnyNumberOfThreads() {
        Model one = model();
        for (int threads = 2; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                Model more = trainer(config()).train(data(), context(1).withParallel(parallel));
                assertSame(more.state(), one.state());
            }
        }
        boolean same = Arrays.equals(scores(train(2), 0, 1, 2), scores(one, 0, 1, 2));
        assertThat(same).as("another seed gives the same").isNotEqualTo(seeded());
    }

    /** Two logs of one training part: whatever else they hold, a trainer that is given that part alone cannot tell them apart. */
    @Test
    void whatIsLaterThanTheTrainingPartCannotBeSeen() {
        Split one = new SplitRule.UserTail(0.19).apply(data(2, 3));
        Split other = new SplitRule.UserTail(0.19).apply(data(2, 5));
        assertThat(one.train().count(0)).isEqualTo(9);
        assertThat(one.train().checksum()).isEqualTo(other.train().checksum());
        assertThat(one.all().checksum()).isNotEqualTo(other.all().checksum());
        assertSame(
                trainer(config()).train(one.train(), context(1)).state(),
                trainer(config()).train(other.train(), context(1)).state());
    }

    @Test
    void laterEpochsDoNotChangeAModel() {
        Model[] first = new Model[1];
        float[][] scores = new float[1][];
        Model last = trainer(config()).train(data(), context(1).withEpochs((epoch, loss, model) -> {
            assertThat(loss).isFinite();
            if (epoch == 1) {
                first[0] = model;
                scores[0] = scores(model, 1, 2, 3);
            }
        }));
        assertThat(scores(first[0], 1, 2, 3)).isEqualTo(scores[0]);
        boolean same = Arrays.equals(scores[0], scores(last, 1, 2, 3));
        assertThat(same).as("the first epoch is the last").isNotEqualTo(iterative());
    }

    @Test
    void loadedAgainItScoresTheSame() {
        Model model = model();
        Model loaded = CATALOG.load(kind(), CATALOG.resolve(kind(), json(config())), model.state());
        for (int user : new int[] {Query.UNKNOWN_USER, 0, 7, UNTRAINED_USER}) {
            assertThat(scores(loaded, user, 4, 5, 6)).isEqualTo(scores(model, user, 4, 5, 6));
        }
        assertThat(loaded.estimate(0.5f)).isEqualTo(model.estimate(0.5f));
        assertSame(loaded.state(), model.state());
    }

    @Test
    void resumedFromAnyCheckpointItEndsTheSame() {
        Interactions data = data();
        KilledAfter whole = new KilledAfter(Integer.MAX_VALUE);
        trainer(config()).train(data, context(1).withCheckpoints(whole));
        for (int saves : iterative() ? new int[] {1, 2, 3, whole.saves - 1} : new int[] {1}) {
            KilledAfter store = new KilledAfter(saves);
            TrainingContext context = context(1).withCheckpoints(store);
            assertThatThrownBy(() -> trainer(config()).train(data, context)).isInstanceOf(Killed.class);
            int last = whole.latest().orElseThrow().epoch();
            assertThat(store.latest().orElseThrow().epoch()).isLessThan(iterative() ? last : 2);
            assertSame(trainer(config()).train(data, context).state(), model().state());
        }
    }

    private static void assertSame(ModelState actual, ModelState expected) {
        assertThat(actual.tensors()).usingRecursiveComparison().isEqualTo(expected.tensors());
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Keeps the last checkpoint, and ends the run as soon as it has kept so many. */
    private static final class KilledAfter implements CheckpointStore {
        private final int most;
        private int saves;
        private @Nullable Checkpoint latest;

        KilledAfter(int most) {
            this.most = most;
        }

        @Override
        public Optional<Checkpoint> latest() {
            return Optional.ofNullable(latest);
        }

        @Override
        public void save(Checkpoint checkpoint) {
            latest = checkpoint;
            if (++saves == most) {
                throw new Killed();
            }
        }
    }

    @Test
    void beatsPopularityOnTheGeneratedLog() {
        QualityFloor floor = QualityFloor.SMALL;
        Model model =
                trainer(configForFloor()).train(floor.training(), context(1).withHeldOut(SplitRule.PAPER));
        assertThat(floor.ndcg(model)).isGreaterThan(timesPopularity() * floor.popularity());
        if (model instanceof Fusion fusion) {
            for (Model part : fusion.parts()) {
                assertThat(floor.ndcg(fusion)).as(part.kind()).isGreaterThan(floor.ndcg(part));
            }
        }
    }
}
