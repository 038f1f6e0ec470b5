package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.split.TargetRule;

/** Every metric on lists small enough to be ranked by hand. */
class MetricsHandComputedTest {
    private static final Offset<Double> EXACT = within(1e-12);

    private static final String FULL = "full-unseen";

    /** 1 / log₂ 3 and 1 / log₂ 6, the discounts of ranks 2 and 5. */
    private static final double D2 = 0.6309297535714575;

    private static final double D5 = 0.3868528072345416;

    /** Ann took 0 and is to take 1, 2 and 8, which nobody took before, with ratings 1, 3 and 2. Cid took 0 … 7. */
    private static final Split SPLIT = new SplitRule.GlobalTime(1000).apply(log());

    /** Ann's unseen candidates in order: 3, 1, 4, 5, 2, 6, 7. */
    private static final FakeModel MODEL = FakeModel.table(
            SPLIT.all(), new float[] {0.95f, 0.8f, 0.5f, 0.9f, 0.7f, 0.6f, 0.4f, 0.3f, 0.99f}, new float[9]);

    private static Interactions log() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.add(0, 0, 5, 0).add(0, 1, 1, 1000).add(0, 2, 3, 2000).add(0, 8, 2, 3000);
        for (int item = 0; item < 8; item++) {
            rows.add(1, item, 4, 0);
        }
        return rows.build(2, 9);
    }

    private static Protocol protocol(List<Integer> cutoffs, Metric... metrics) {
        return new Protocol(List.of(new CandidateRule.FullUnseen()), cutoffs, new Seed(5))
                .withMetrics(List.of(metrics));
    }

    private static Evaluation evaluate(Split split, Protocol protocol, FakeModel model) {
        return new Evaluator(split, protocol).evaluate(List.of(Contender.of(model)));
    }

    @ParameterizedTest
    @CsvSource({
        "hr, 1, 0",
        "hr, 3, 1",
        "recall, 1, 0",
        "recall, 3, 0.3333333333333333",
        "recall, 5, 0.6666666666666666",
        "recall-capped, 1, 0",
        "recall-capped, 2, 0.5",
        "recall-capped, 3, 0.3333333333333333",
        "precision, 2, 0.5",
        "precision, 5, 0.4",
        "precision, 100, 0.02",
        "mrr, 1, 0",
        "mrr, 3, 0.5",
        "map, 2, 0.25",
        "map, 5, 0.3"
    })
    void ranksOfSeveralTargets(String metric, int k, double expected) {
        Protocol protocol = protocol(List.of(k), Metric.parse(metric)).withTargets(TargetRule.ALL);
        assertThat(evaluate(SPLIT, protocol, MODEL).value(FULL, "table", metric, k))
                .isCloseTo(expected, EXACT);
    }

    @Test
    void discountedGainsOfSeveralTargets() {
        Protocol protocol = protocol(List.of(2, 5), Metric.NDCG, Metric.NDCG_GRADED, Metric.NDCG_PER_TARGET)
                .withTargets(TargetRule.ALL);
        Evaluation evaluation = evaluate(SPLIT, protocol, MODEL);
        assertThat(evaluation.value(FULL, "table", "ndcg", 2)).isCloseTo(D2 / (1 + D2), EXACT);
        assertThat(evaluation.value(FULL, "table", "ndcg", 5)).isCloseTo((D2 + D5) / (1 + D2 + 0.5), EXACT);
        assertThat(evaluation.value(FULL, "table", "ndcg-per-target", 5))
                .isEqualTo(evaluation.value(FULL, "table", "ndcg", 5));
        assertThat(evaluation.value(FULL, "table", "ndcg-graded", 2)).isCloseTo(D2 / (7 + 3 * D2), EXACT);
        assertThat(evaluation.value(FULL, "table", "ndcg-graded", 5))
                .isCloseTo((D2 + 7 * D5) / (7 + 3 * D2 + 0.5), EXACT);
    }

    @Test
    void sixOfFifteenPairsAreInTheRightOrder() {
        Protocol protocol = protocol(List.of(), Metric.AUC).withTargets(TargetRule.ALL);
        assertThat(evaluate(SPLIT, protocol, MODEL).value(FULL, "table", "auc")).isCloseTo(0.4, EXACT);
    }

    @Test
    void theLastTargetIsPredictedFromAllBeforeIt() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUnrated(0, 0, 0).addUnrated(0, 1, 1000).addUnrated(0, 2, 2000).addUnrated(0, 3, 3000);
        for (int item = 0; item < 6; item++) {
            rows.addUnrated(1, item, item < 5 ? 0 : 1000).addUnrated(2, item, 0);
        }
        Split split = new SplitRule.GlobalTime(1000).apply(rows.build(3, 6));
        /* Of user 0: 3 behind 4 and 5, as 0, 1 and 2 are seen. User 1 took all the others, so 5 has no rival. */
        FakeModel model = FakeModel.of("m", split.all(), (user, history, scores) -> {
            assertThat(history).hasSize(user == 0 ? 3 : 5);
            System.arraycopy(new float[] {9, 9, 9, 1, 2, 3}, 0, scores, 0, 6);
        });
        Evaluation evaluation =
                evaluate(split, protocol(List.of(10), Metric.MRR).withTargets(TargetRule.LAST), model);
        assertThat(evaluation.value(FULL, "m", "mrr", 10)).isCloseTo((1.0 / 3 + 1) / 2, EXACT);
        assertThat(evaluation.targets()).isEqualTo(TargetRule.LAST);
    }

    @ParameterizedTest
    @CsvSource({"worst, 4, 0.25", "mean, 3, 0.5", "best, 2, 0.75"})
    void aTieWithTwoBehindOne(String ties, double rank, double auc) {
        Split split = oneTarget(0);
        FakeModel model = FakeModel.table(split.all(), new float[] {9, 0.5f, 0.5f, 0.5f, 0.9f, 0.1f}, new float[6]);
        Protocol protocol = protocol(List.of(10), Metric.MRR, Metric.AUC).withTies(RankTies.parse(ties));
        Evaluation evaluation = evaluate(split, protocol, model);
        assertThat(evaluation.value(FULL, "table", "mrr", 10)).isCloseTo(1 / rank, EXACT);
        assertThat(evaluation.value(FULL, "table", "auc")).isCloseTo(auc, EXACT);
        assertThat(evaluation.ties()).containsExactly(new Evaluation.Ties(FULL, "table", 1, 1));
        assertThat(evaluation.ties().getFirst().areMany()).isTrue();
    }

    /** Ann took 0 and is to take 1; 0 … 5 are candidates. */
    private static Split oneTarget(float rating) {
        Interactions.Builder rows = new Interactions.Builder();
        rows.add(0, 0, 1, 0).add(0, 1, rating, 1000);
        for (int item = 0; item < 6; item++) {
            rows.add(1, item, 1, 0);
        }
        return new SplitRule.GlobalTime(1000).apply(rows.build(2, 6));
    }

    @ParameterizedTest
    @CsvSource({"worst, 4, 5", "mean, 2, 4", "best, 1, 2"})
    void twoTargetsTiedWithThreeOthers(String ties, double first, double second) {
        Interactions.Builder rows = new Interactions.Builder();
        rows.add(0, 0, 1, 0).add(0, 1, 1, 1000).add(0, 2, 2, 1000);
        for (int item = 0; item < 6; item++) {
            rows.add(1, item, 1, 0);
        }
        Split split = new SplitRule.GlobalTime(1000).apply(rows.build(2, 6));
        Protocol protocol = protocol(List.of(10), Metric.MAP, Metric.NDCG_GRADED)
                .withTargets(TargetRule.ALL)
                .withTies(RankTies.parse(ties));
        Evaluation evaluation = evaluate(split, protocol, FakeModel.constant(split.all()));
        assertThat(evaluation.value(FULL, "constant", "map", 10)).isCloseTo((1 / first + 2 / second) / 2, EXACT);
        double[] gains = switch (RankTies.parse(ties)) {
            case WORST -> new double[] {1, 3};
            case MEAN -> new double[] {2, 2};
            case BEST -> new double[] {3, 1};
        };
        assertThat(evaluation.value(FULL, "constant", "ndcg-graded", 10))
                .isCloseTo((gains[0] * Ndcg.discount(first) + gains[1] * Ndcg.discount(second)) / (3 + D2), EXACT);
        assertThat(evaluation.ties().getFirst().tied()).isEqualTo(2);
    }

    @Test
    void aRatingOfZeroGainsNothing() {
        Split split = oneTarget(0);
        FakeModel model = FakeModel.table(split.all(), new float[] {0, 1, 0, 0, 0, 0}, new float[6]);
        Evaluation evaluation = evaluate(split, protocol(List.of(1), Metric.NDCG_GRADED, Metric.NDCG), model);
        assertThat(evaluation.value(FULL, "table", "ndcg-graded", 1)).isZero();
        assertThat(evaluation.value(FULL, "table", "ndcg", 1)).isEqualTo(1);
        assertThat(evaluate(oneTarget(2), protocol(List.of(1), Metric.NDCG_GRADED), model)
                        .value(FULL, "table", "ndcg-graded", 1))
                .isEqualTo(1);
    }

    @Test
    void gainsNeedRatingsThatTheyAreDefinedFor() {
        Protocol graded = protocol(List.of(1), Metric.NDCG_GRADED);
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUntimed(0, 0).addUntimed(0, 1).addUntimed(0, 2);
        Split unrated = new SplitRule.LeaveLastOut().apply(rows.build(1, 3));
        assertThatThrownBy(() -> new Evaluator(unrated, graded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ndcg-graded needs ratings, but the data has none; measure ndcg instead");
        assertThatThrownBy(() -> new Evaluator(oneTarget(-1), graded))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ndcg-graded gains 2^rating - 1, so ratings must be 0 … 900, but one of user 0 is -1.0; "
                        + "measure ndcg instead");
    }

    /** Users 0 … 2 took 0; 0 and 1 took 1; 2 took 2; 3 took 3 twice. Then each takes something that the others know. */
    private static Split shelf() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUnrated(0, 0, 0).addUnrated(0, 1, 0).addUnrated(0, 2, 1000);
        rows.addUnrated(1, 0, 0).addUnrated(1, 1, 0).addUnrated(1, 3, 1000);
        rows.addUnrated(2, 0, 0).addUnrated(2, 2, 0).addUnrated(2, 1, 1000);
        rows.addUnrated(3, 3, 0).addUnrated(3, 3, 0).addUnrated(3, 0, 1000);
        return new SplitRule.GlobalTime(1000).apply(rows.build(4, 4));
    }

    @Test
    void listsAreDescribedByTheirFirstItems() {
        Split split = shelf();
        /* Of all items, whoever asks: 0, 1, 2, 3. */
        FakeModel model = FakeModel.of(
                "m",
                split.all(),
                (user, history, scores) -> System.arraycopy(new float[] {4, 3, 2, 1}, 0, scores, 0, 4));
        Protocol protocol = new Protocol(List.of(new CandidateRule.Full()), List.of(2, 1, 3), new Seed(1))
                .withMetrics(List.of(
                        Metric.COVERAGE, Metric.GINI, Metric.NOVELTY, Metric.AVERAGE_POPULARITY, Metric.DIVERSITY));
        Evaluation evaluation = evaluate(split, protocol, model);
        assertThat(evaluation.value("full", "m", "coverage", 1)).isEqualTo(0.25);
        assertThat(evaluation.value("full", "m", "coverage", 3)).isEqualTo(0.75);
        assertThat(evaluation.value("full", "m", "gini", 1)).isEqualTo(1);
        /* Counts 0, 0, 4, 4: (-3·0 - 1·0 + 1·4 + 3·4) / (3 · 8). */
        assertThat(evaluation.value("full", "m", "gini", 2)).isCloseTo(16 / 24.0, EXACT);
        /* Three, two and one of four users took 0, 1 and 2. */
        assertThat(evaluation.value("full", "m", "novelty", 1)).isCloseTo(2 - Math.log(3) / Math.log(2), EXACT);
        assertThat(evaluation.value("full", "m", "novelty", 2))
                .isCloseTo((2 - Math.log(3) / Math.log(2) + 1) / 2, EXACT);
        assertThat(evaluation.value("full", "m", "average-popularity", 3)).isCloseTo(2, EXACT);
        assertThat(evaluation.value("full", "m", "diversity", 1)).isZero();
        assertThat(evaluation.value("full", "m", "diversity", 2)).isCloseTo(1 - 2 / Math.sqrt(6), EXACT);
        assertThat(evaluation.value("full", "m", "diversity", 3))
                .isCloseTo(1 - (2 / Math.sqrt(6) + 1 / Math.sqrt(3) + 0) / 3, EXACT);
    }

    @Test
    void whatIsSeenIsNoPartOfAnUnseenList() {
        Split split = shelf();
        FakeModel model = FakeModel.of(
                "m",
                split.all(),
                (user, history, scores) -> System.arraycopy(new float[] {4, 3, 2, 1}, 0, scores, 0, 4));
        Evaluation evaluation = evaluate(split, protocol(List.of(1), Metric.COVERAGE, Metric.GINI), model);
        /* First of the unseen: 2, 2, 1 and 0. */
        assertThat(evaluation.value(FULL, "m", "coverage", 1)).isEqualTo(0.75);
        assertThat(evaluation.value(FULL, "m", "gini", 1)).isCloseTo((-3 * 0 - 1 + 1 + 3 * 2) / 12.0, EXACT);
        Protocol sampled = new Protocol(List.of(new CandidateRule.SampledUniform(2)), List.of(1), new Seed(1))
                .withMetrics(List.of(Metric.COVERAGE, Metric.HR));
        assertThat(evaluate(split, sampled, model).figures())
                .extracting(Evaluation.Figure::metric)
                .containsOnly("hr");
    }

    @Test
    void predictedRatingsHaveAMeanAbsoluteError() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.add(0, 0, 5, 0).add(0, 1, 3, 1000).add(0, 2, 4, 2000);
        rows.add(1, 2, 1, 0).add(1, 1, 2, 1000).add(1, 0, 1, 2000);
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(2, 3));
        FakeModel table = FakeModel.table(split.all(), new float[] {9, 9, 3.5f}, new float[] {3, 9, 9});
        FakeModel ratings = new FakeModel("ratings", 2, 3, true, table.scorer());
        Evaluation evaluation = evaluate(split, protocol(List.of(), Metric.MAE), ratings);
        assertThat(evaluation.value("rated", "ratings", "mae")).isCloseTo((0.5 + 2) / 2, EXACT);
        assertThat(evaluation.figures()).hasSize(1);
    }

    @Test
    void severalTargetsOfAListAreOneLabelEach() {
        Protocol protocol = new Protocol(List.of(new CandidateRule.SampledUniform(3)), List.of(), new Seed(2))
                .withMetrics(List.of(Metric.RMSE, Metric.RMSE_RAW))
                .withTargets(TargetRule.ALL);
        FakeModel half = FakeModel.constant(SPLIT.all());
        Evaluation evaluation =
                new Evaluator(SPLIT, protocol).evaluate(List.of(new Contender("half", half, new Calibration(0, 0))));
        assertThat(evaluation.figures())
                .contains(
                        new Evaluation.Figure("sampled-uniform(3)", "half", "rmse", null, 0.5, 6),
                        new Evaluation.Figure("sampled-uniform(3)", "half", "rmse-raw", null, 0.5, 6),
                        new Evaluation.Figure("sampled-uniform(3)", "best-constant", "rmse", null, 0.5, 6));
    }
}
