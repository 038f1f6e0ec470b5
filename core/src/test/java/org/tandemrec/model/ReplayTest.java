package org.tandemrec.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.gru4rec.Configs;
import org.tandemrec.model.gru4rec.Gru4RecConfig;
import org.tandemrec.model.gru4rec.Gru4RecTrainer;
import org.tandemrec.model.lfm.LfmConfig;
import org.tandemrec.model.lfm.LfmConfigs;
import org.tandemrec.model.lfm.LfmTrainer;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

class ReplayTest {
    private static final int ITEMS = 30;

    /** 170 users, so that there are three blocks: some without rows, some too short to have a target. */
    private static Split split(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 170; user++) {
            int length = random.nextInt(25);
            for (int i = 0; i < length; i++) {
                rows.addUntimed(user, random.nextInt(ITEMS));
            }
        }
        return new SplitRule.UserTail(0.3).apply(rows.build(170, ITEMS));
    }

    /** The scores of every target by row, one array a model. */
    private static Map<Integer, float[][]> replay(Split split, Parallel parallel, Model... models) {
        Map<Integer, float[][]> byRow = new ConcurrentHashMap<>();
        AtomicLong progress = new AtomicLong();
        ProgressListener.Task task = new ProgressListener.Task() {
            @Override
            public void advance(long amount) {
                progress.addAndGet(amount);
            }

            @Override
            public void close() {}
        };
        Replay.Visitor visitor = targets -> {
            for (int i = 0; i < targets.count(); i++) {
                float[][] scores = new float[models.length][];
                for (int m = 0; m < models.length; m++) {
                    scores[m] = Arrays.copyOfRange(targets.scores(m), i * ITEMS, (i + 1) * ITEMS);
                }
                int user = targets.user(i);
                int row = targets.row(i);
                assertThat(row).isBetween(split.train().end(user), split.all().end(user) - 1);
                assertThat(byRow.put(row, scores))
                        .as("row %d is shown once", row)
                        .isNull();
            }
        };
        new Replay(split, List.of(models)).run(parallel, () -> visitor, task);
        assertThat(byRow).hasSize(split.targetCount());
        assertThat(progress).hasValue(split.targetCount());
        return new TreeMap<>(byRow);
    }

    private static Model[] models(Split split) {
        TrainingContext context = TrainingContext.of(1).withParallel(Parallel.sequential());
        LfmConfig lfm = LfmConfigs.of(
                LfmConfig.Feedback.IMPLICIT, 4, 1, 0.05f, 0.01f, 0.5f, 1, true, LfmConfig.SampleOrder.SHUFFLED);
        Gru4RecConfig gru = Configs.of("'hiddenSize':8,'layers':2,'epochs':1,'batchSize':16,'learningRate':0.01");
        Model longTerm = new LfmTrainer(lfm).train(split.train(), context);
        Model shortTerm = new Gru4RecTrainer(gru).train(split.train(), context);
        return new Model[] {new ToyFusion(longTerm, shortTerm, 0.3f), shortTerm, longTerm};
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleShowsItsListsOnTheHistoryBeforeThem(TargetRule rule) {
        Split split = split(3);
        Model[] models = models(split);
        Map<Integer, float[][]> successive = replay(split, Parallel.sequential(), models);
        Map<Integer, Integer> endOfRow = new ConcurrentHashMap<>();
        Replay.Visitor visitor = targets -> {
            for (int i = 0; i < targets.count(); i++) {
                assertThat(endOfRow.put(targets.row(i), targets.end(i))).isNull();
                float[] scores = Arrays.copyOfRange(targets.scores(0), i * ITEMS, (i + 1) * ITEMS);
                float[] expected = Objects.requireNonNull(successive.get(targets.row(i)))[0];
                assertThat(scores).containsExactly(expected, within(1e-5f));
            }
        };
        new Replay(split, rule, List.of(models))
                .run(Parallel.sequential(), () -> visitor, ProgressListener.NONE.start("", 1, ""));
        Map<Integer, Integer> expected = new TreeMap<>();
        for (int user = 0; user < split.all().userCount(); user++) {
            int first = split.train().end(user);
            int end = split.all().end(user);
            for (int row = first; row < end; row++) {
                switch (rule) {
                    case LAST -> expected.putAll(row == end - 1 ? Map.of(row, end) : Map.of());
                    case SUCCESSIVE -> expected.put(row, row + 1);
                    case ALL -> expected.putAll(row == first ? Map.of(row, end) : Map.of());
                }
            }
        }
        assertThat(new TreeMap<>(endOfRow)).isEqualTo(expected).hasSize(rule.lists(split));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void scoresAreThoseOfTheTrueHistory(long seed) {
        Split split = split(seed);
        Model[] models = models(split);
        Map<Integer, float[][]> replayed = replay(split, Parallel.sequential(), models);
        float[] scores = new float[ITEMS];
        for (int user = 0; user < split.all().userCount(); user++) {
            for (int row = split.train().end(user); row < split.all().end(user); row++) {
                int start = split.all().start(user);
                int[] history = new int[row - start];
                Arrays.setAll(history, i -> split.all().item(start + i));
                for (int m = 0; m < models.length; m++) {
                    models[m].score(new Query(user, history), scores);
                    assertThat(Objects.requireNonNull(replayed.get(row))[m]).containsExactly(scores, within(1e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eventsComeWithTheirTimes(boolean timed) {
        SplittableRandom random = new SplittableRandom(6);
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 300; i++) {
            int item = random.nextInt(ITEMS);
            int user = random.nextInt(20);
            if (timed) {
                rows.addUnrated(user, item, 1000L * random.nextInt(100_000));
            } else {
                rows.addUntimed(user, item);
            }
        }
        Split split = new SplitRule.UserTail(0.3).apply(rows.build(20, ITEMS));
        LastTime model = new LastTime(ITEMS);
        replay(split, Parallel.sequential(), model, new ToyFusion(model, model, 0.5f))
                .forEach((row, scores) -> {
                    float before = timed ? split.all().timeMillis(row - 1) / 1000f : -2;
                    assertThat(scores[0]).containsOnly(before);
                    assertThat(scores[1]).containsOnly(before);
                });
    }

    @Test
    void sameBitsForAnyNumberOfThreads() {
        Split split = split(3);
        Model[] models = models(split);
        Map<Integer, float[][]> one = replay(split, Parallel.sequential(), models);
        for (int threads = 2; threads <= 3; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                Map<Integer, float[][]> more = replay(split, parallel, models);
                one.forEach((row, scores) ->
                        assertThat(Arrays.deepEquals(more.get(row), scores)).isTrue());
            }
        }
    }

    /** A model that counts its sessions. */
    private record Counted(Model model, AtomicInteger sessions) implements Model {
        @Override
        public String kind() {
            return "counted";
        }

        @Override
        public int userCount() {
            return model.userCount();
        }

        @Override
        public int itemCount() {
            return model.itemCount();
        }

        @Override
        public Session open(int lanes) {
            sessions.incrementAndGet();
            return model.open(lanes);
        }

        @Override
        public ModelState state() {
            return model.state();
        }
    }

    @Test
    void fusionsShareTheSessionsOfTheirParts() {
        Split split = split(4);
        Counted first =
                new Counted(new FixedScores(170, ITEMS, (user, last, item) -> user + item), new AtomicInteger());
        Counted second = new Counted(new FixedScores(0, ITEMS, (user, last, item) -> last * item), new AtomicInteger());
        Model fusion = new ToyFusion(first, second, 0.25f);
        Model nested = new ToyFusion(fusion, second, 0.5f);
        Map<Integer, float[][]> scores = replay(split, Parallel.sequential(), nested, second, fusion, first);
        int blocks = (int) Math.ceil((170 - split.usersWithoutTarget() - empty(split)) / 64.0);
        assertThat(first.sessions).hasValue(blocks);
        assertThat(second.sessions).hasValue(blocks);
        scores.forEach((row, of) -> {
            for (int item = 0; item < ITEMS; item++) {
                assertThat(of[2][item]).isEqualTo(0.25f * of[1][item] + 0.75f * of[3][item]);
                assertThat(of[0][item]).isEqualTo(0.5f * of[1][item] + 0.5f * of[2][item]);
            }
        });
    }

    private static int empty(Split split) {
        int empty = 0;
        for (int user = 0; user < split.all().userCount(); user++) {
            empty += split.all().count(user) == 0 ? 1 : 0;
        }
        return empty;
    }

    @Test
    void noTargetsNoVisit() {
        Interactions all = new Interactions.Builder().addUntimed(0, 1).build(2, ITEMS);
        Model model = new FixedScores(2, ITEMS, (user, last, item) -> item);
        assertThat(replay(SplitRule.PAPER.apply(all), Parallel.sequential(), model))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "30, 1, 64",
        "3706, 4, 64",
        "17770, 4, 64",
        "62500, 2, 64",
        "125000, 2, 32",
        "1000000, 4, 2",
        "8000000, 1, 1",
        "8000001, 1, 1",
        "2000000000, 4, 1"
    })
    void lanesKeepTheScoresOfABlockWithinBounds(int items, int models, int lanes) {
        assertThat(Replay.lanes(items, models)).isEqualTo(lanes);
    }

    @Test
    void usersComeByTrainingEventsThenTargetsThenNumber() {
        Interactions.Builder rows = new Interactions.Builder();
        int[] training = {2, 5, 0, 5, 9, 5, 2, 7};
        int[] targets = {1, 1, 2, 3, 0, 1, 4, 2};
        for (int user = 0; user < training.length; user++) {
            for (int i = 0; i < training[user] + targets[user]; i++) {
                rows.add(user, i, 1, i < training[user] ? 0 : 1000);
            }
        }
        Split split = new SplitRule.GlobalTime(1000).apply(rows.build(training.length, 20));
        List<Integer> order = new ArrayList<>();
        Model constant =
                FixedScores.trainer("constant", (user, last, item) -> 0).train(split.train(), TrainingContext.of(1));
        Replay.Visitor visitor = shown -> {
            for (int i = 0; i < shown.count() && order.size() < 7; i++) {
                order.add(shown.user(i));
            }
        };
        ProgressListener.Task task = ProgressListener.NONE.start("", 0, "");
        new Replay(split, List.of(constant)).run(Parallel.sequential(), () -> visitor, task);
        assertThat(order).containsExactly(7, 3, 1, 5, 6, 0, 2);
    }
}
