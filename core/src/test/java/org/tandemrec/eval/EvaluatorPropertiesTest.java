package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ToyFusion;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

class EvaluatorPropertiesTest {
    private static final Seed SEED = new Seed(17);

    private static final SplitRule TAIL = new SplitRule.UserTail(0.3);

    private static final List<Integer> CUTOFFS =
            IntStream.rangeClosed(1, 45).boxed().toList();

    private static final Protocol PROTOCOL =
            new Protocol(List.of(new CandidateRule.FullUnseen(), new CandidateRule.SampledUniform(8)), CUTOFFS, SEED);

    /** More users than run side by side, of all lengths. */
    private static Interactions wide() {
        Random random = new Random(8);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 300; user++) {
            int count = random.nextInt(25);
            for (int i = 0; i < count; i++) {
                rows.add(user, random.nextInt(60), 1 + random.nextInt(5), 1000L * random.nextInt(500));
            }
        }
        return rows.build(300, 60);
    }

    private static Evaluation evaluate(Split split, Protocol protocol, FakeModel... models) {
        return new Evaluator(split, protocol)
                .evaluate(Arrays.stream(models).map(Contender::of).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
    void rankingMetricsLieInTheUnitIntervalAndGrowWithTheCutoff(long seed) {
        Split split = TAIL.apply(RandomLog.of(seed));
        Evaluation evaluation = evaluate(split, PROTOCOL, FakeModel.random("random", split.all(), seed, 9, 0.05));
        for (CandidateRule rule : PROTOCOL.candidates()) {
            for (String metric : List.of("ndcg", "ndcg-per-target", "hr")) {
                double before = 0;
                for (int k : CUTOFFS) {
                    double value = evaluation.value(rule.toString(), "random", metric, k);
                    assertThat(value).isBetween(before, 1.0);
                    before = value;
                }
            }
            for (int k : CUTOFFS) {
                assertThat(evaluation.value(rule.toString(), "random", "ndcg", k))
                        .isLessThanOrEqualTo(evaluation.value(rule.toString(), "random", "hr", k));
            }
        }
    }

    /** All that is measured on full rankings, by cut-offs that pass the longest list. */
    private static final Protocol EVERYTHING = new Protocol(
                    List.of(new CandidateRule.Full(), new CandidateRule.FullUnseen()),
                    List.of(1, 2, 3, 5, 10, 45),
                    SEED)
            .withMetrics(List.of(Metric.values()))
            .withSlices(List.of(SliceRule.values()));

    @ParameterizedTest
    @EnumSource
    void metricsAreBoundedAndThoseThatGrowWithTheCutoffDo(TargetRule targets) {
        for (long seed = 0; seed < 6; seed++) {
            Split split = TAIL.apply(RandomLog.of(seed));
            FakeModel model = FakeModel.random("random", split.all(), seed, 9, 0.05);
            Evaluation evaluation = evaluate(split, EVERYTHING.withTargets(targets), model);
            for (Evaluation.Figure figure : evaluation.figures()) {
                switch (Metric.parse(figure.metric())) {
                    case NOVELTY, AVERAGE_POPULARITY, RMSE, RMSE_RAW, RMSE_RATING, MAE ->
                        assertThat(figure.value())
                                .as("%s", figure)
                                .isNotNegative()
                                .isFinite();
                    default -> assertThat(figure.value()).as("%s", figure).isBetween(0.0, 1.0 + 1e-12);
                }
            }
            for (Metric metric : List.of(Metric.HR, Metric.RECALL, Metric.MRR, Metric.COVERAGE)) {
                assertThat(EVERYTHING.cutoffs().stream()
                                .map(k -> evaluation.value("full-unseen", "random", metric.toString(), k)))
                        .as("%s", metric)
                        .isSorted();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBetterRankOfTiesIsNeverWorse(TargetRule targets) {
        for (long seed = 0; seed < 6; seed++) {
            Split split = TAIL.apply(RandomLog.of(seed));
            FakeModel model = FakeModel.random("random", split.all(), seed, 4, 0);
            Protocol protocol = EVERYTHING.withTargets(targets);
            Evaluation worst = evaluate(split, protocol.withTies(RankTies.WORST), model);
            Evaluation mean = evaluate(split, protocol.withTies(RankTies.MEAN), model);
            Evaluation best = evaluate(split, protocol.withTies(RankTies.BEST), model);
            for (int i = 0; i < worst.figures().size(); i++) {
                String metric = worst.figures().get(i).metric();
                double low = worst.figures().get(i).value();
                double high = best.figures().get(i).value();
                assertThat(low).as(metric).isLessThanOrEqualTo(high + 1e-12);
                if (!metric.equals("ndcg-graded")) { // a mean gain may come before what is sure of a lower one
                    assertThat(mean.figures().get(i).value()).as(metric).isBetween(low - 1e-12, high + 1e-12);
                }
            }
            assertThat(mean.ties()).isEqualTo(worst.ties()).isEqualTo(best.ties());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void beyondTheLongestListOnlyTargetsOutsideTheCandidatesAreMissed(long seed) {
        Split split = TAIL.apply(RandomLog.of(seed));
        Evaluation evaluation = evaluate(
                split, PROTOCOL, FakeModel.oracle(split.all()), FakeModel.random("random", split.all(), seed, 4, 0));
        double perTarget = (double) targetsAmongCandidates(split) / split.targetCount();
        for (CandidateRule rule : PROTOCOL.candidates()) {
            assertThat(evaluation.value(rule.toString(), "oracle", "ndcg-per-target", 1))
                    .isEqualTo(perTarget);
            assertThat(evaluation.value(rule.toString(), "oracle", "hr", 1))
                    .isEqualTo(evaluation.value(rule.toString(), "random", "hr", 45));
        }
        assertThat(evaluation.value("sampled-uniform(8)", "oracle", "rmse-raw")).isZero();
    }

    private static int targetsAmongCandidates(Split split) {
        Candidates candidates = Candidates.of(split.train());
        int count = 0;
        for (int user = 0; user < split.all().userCount(); user++) {
            for (int row = split.train().end(user); row < split.all().end(user); row++) {
                count += candidates.contains(split.all().item(row)) ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void aPerfectModelGetsOne() {
        Split split = TAIL.apply(wide());
        assertThat(targetsAmongCandidates(split)).isEqualTo(split.targetCount());
        Evaluation evaluation = evaluate(split, PROTOCOL, FakeModel.oracle(split.all()));
        assertThat(evaluation.figures())
                .filteredOn(figure -> figure.k() != null)
                .hasSize(2 * 3 * CUTOFFS.size())
                .allMatch(figure -> figure.value() == 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void itemNumbersDoNotMatter(long seed) {
        Interactions all = RandomLog.of(seed);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, all.itemCount()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int[] number = order.stream().mapToInt(Integer::intValue).toArray();
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < all.userCount(); user++) {
            for (int row = all.start(user); row < all.end(user); row++) {
                rows.add(user, number[all.item(row)], all.rating(row), all.timeMillis(row));
            }
        }
        Interactions renamed = rows.build(all.userCount(), all.itemCount());
        Protocol full = new Protocol(List.of(new CandidateRule.FullUnseen()), CUTOFFS, SEED);
        FakeModel model = FakeModel.random("random", all, seed, 12, 0.1);
        assertThat(evaluate(TAIL.apply(renamed), full, model.renamed(number)))
                .isEqualTo(evaluate(TAIL.apply(all), full, model));
        FakeModel distinct = FakeModel.random("distinct", all, seed, 10_000_000, 0); // first items have no ties
        for (TargetRule targets : TargetRule.values()) {
            assertThat(evaluate(TAIL.apply(renamed), EVERYTHING.withTargets(targets), distinct.renamed(number)))
                    .isEqualTo(evaluate(TAIL.apply(all), EVERYTHING.withTargets(targets), distinct));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5})
    void withOneTargetPerUserBothMeansAreTheSame(long seed) {
        Split split = new SplitRule.LeaveLastOut().apply(RandomLog.of(seed));
        Evaluation evaluation = evaluate(split, PROTOCOL, FakeModel.random("random", split.all(), seed, 30, 0));
        for (CandidateRule rule : PROTOCOL.candidates()) {
            for (int k : CUTOFFS) {
                assertThat(evaluation.value(rule.toString(), "random", "ndcg", k))
                        .isEqualTo(evaluation.value(rule.toString(), "random", "ndcg-per-target", k));
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        Split split = TAIL.apply(wide());
        List<Contender> contenders = List.of(
                new Contender(
                        "random", FakeModel.random("random", split.all(), 1, 1000, 0.01), new Calibration(1.5, -0.7)),
                Contender.of(FakeModel.random("ties", split.all(), 2, 4, 0)));
        List<Evaluation> evaluations = new ArrayList<>();
        List<Evaluation> everything = new ArrayList<>();
        for (int threads = 1; threads <= 4; threads++) {
            try (Parallel parallel = new Parallel(threads)) {
                evaluations.add(new Evaluator(split, PROTOCOL).evaluate(contenders, parallel, ProgressListener.NONE));
                everything.add(new Evaluator(split, EVERYTHING).evaluate(contenders, parallel, ProgressListener.NONE));
            }
        }
        assertThat(evaluations).allMatch(evaluations.getFirst()::equals);
        assertThat(everything).allMatch(everything.getFirst()::equals);
    }

    @Test
    void allModelsAreJudgedOnTheSameLists() {
        Split split = TAIL.apply(wide());
        FakeModel model = FakeModel.random("one", split.all(), 1, 1000, 0);
        FakeModel twin = new FakeModel("twin", model.userCount(), model.itemCount(), false, model.scorer());
        FakeModel other = FakeModel.random("other", split.all(), 2, 1000, 0);
        Evaluation alone = evaluate(split, PROTOCOL, model);
        Evaluation together = evaluate(split, PROTOCOL, other, twin, model);
        for (Evaluation.Figure figure : alone.figures()) {
            assertThat(together.figures()).contains(figure);
            if (figure.model().equals("one")) {
                assertThat(together.figures())
                        .contains(new Evaluation.Figure(
                                figure.candidates(), "twin", figure.metric(), figure.k(), figure.value(), figure.n()));
            }
        }
    }

    @Test
    void anotherSeedDrawsOtherLists() {
        Split split = TAIL.apply(wide());
        FakeModel model = FakeModel.random("one", split.all(), 1, 1000, 0);
        Protocol other = new Protocol(PROTOCOL.candidates(), CUTOFFS, new Seed(18));
        Evaluation one = evaluate(split, PROTOCOL, model);
        Evaluation two = evaluate(split, other, model);
        assertThat(two.value("sampled-uniform(8)", "one", "ndcg", 3))
                .isNotEqualTo(one.value("sampled-uniform(8)", "one", "ndcg", 3));
        assertThat(two.value("full-unseen", "one", "ndcg", 3)).isEqualTo(one.value("full-unseen", "one", "ndcg", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-tail(0.1)", "user-tail(0.5)", "leave-last-out", "global-tail(0.3)"})
    void noModelIsShownATargetBeforeItIsScored(String rule) {
        Split split = SplitRule.parse(rule).apply(wide());
        Interactions all = split.all();
        Map<Integer, Integer> scored = new ConcurrentHashMap<>();
        FakeModel spy = FakeModel.of("spy", all, (user, history, scores) -> {
            int row = all.start(user) + history.length;
            assertThat(row).isBetween(split.train().end(user), all.end(user) - 1);
            for (int i = 0; i < history.length; i++) {
                assertThat(history[i]).isEqualTo(all.item(all.start(user) + i));
            }
            scored.merge(row, 1, Integer::sum);
        });
        FakeModel other = FakeModel.random("other", all, 1, 10, 0);
        AtomicLong told = new AtomicLong();
        ProgressListener listener = (name, total, unit) -> {
            assertThat(total).isEqualTo(split.targetCount());
            return new ProgressListener.Task() {
                @Override
                public void advance(long amount) {
                    told.addAndGet(amount);
                }

                @Override
                public void close() {
                    told.addAndGet(1_000_000);
                }
            };
        };
        try (Parallel parallel = new Parallel(2)) {
            new Evaluator(split, PROTOCOL)
                    .evaluate(
                            List.of(Contender.of(new ToyFusion(spy, other, 0.5f)), Contender.of(spy)),
                            parallel,
                            listener);
        }
        assertThat(scored).hasSize(split.targetCount());
        assertThat(scored.values()).containsOnly(1); // parts of fusions share their scores
        assertThat(told).hasValue(1_000_000 + split.targetCount());
    }

    @Test
    void aSplitWithoutTargetsIsRefused() {
        Split split = SplitRule.parse("global-time(2030-01-01T00:00:00Z)").apply(RandomLog.of(1));
        assertThatThrownBy(() -> new Evaluator(split, PROTOCOL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("global-time(2030-01-01T00:00:00Z) leaves no test target in "
                        + split.all().size() + " interactions, so there is nothing to evaluate; choose another split");
    }

    @Test
    void contendersHaveNamesOfTheirOwn() {
        Split split = TAIL.apply(wide());
        FakeModel model = FakeModel.constant(split.all());
        assertThatThrownBy(() -> evaluate(split, PROTOCOL, model, model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name \"constant\" is taken; give each contender one of its own");
        Contender constant = new Contender("best-constant", model, null);
        assertThatThrownBy(() -> new Evaluator(split, PROTOCOL).evaluate(List.of(constant)))
                .hasMessage("the name \"best-constant\" is taken; give each contender one of its own");
        assertThatThrownBy(() -> evaluate(split, PROTOCOL)).hasMessage("an evaluation needs at least one contender");
    }

    @Test
    void modelsOfOtherDataAreRefused() {
        Split split = TAIL.apply(wide());
        FakeModel.Scorer scorer = FakeModel.constant(split.all()).scorer();
        assertThatThrownBy(() -> evaluate(split, PROTOCOL, new FakeModel("other", 300, 59, false, scorer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("other has 300 users and 59 items, but the data has 300 and 60; "
                        + "evaluate it on the data it was trained on");
        assertThatThrownBy(() -> evaluate(split, PROTOCOL, new FakeModel("other", 301, 60, false, scorer)))
                .hasMessageStartingWith("other has 301 users and 60 items");
        FakeModel ofHistories = new FakeModel("other", 0, 60, false, scorer);
        assertThat(evaluate(split, PROTOCOL, ofHistories).value("full-unseen", "other", "hr", 1))
                .isLessThan(1);
    }
}
