package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Calibration;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class EvaluatorHandComputedTest {
    private static final Seed SEED = new Seed(5);

    private static final CandidateRule FULL = new CandidateRule.FullUnseen();

    /** Ann took 0, then 1. Bob took 7, then 2, 3, 4. Cid took everything before. */
    private static final Split SPLIT = new SplitRule.GlobalTime(1000).apply(log());

    private static final FakeModel TABLE = FakeModel.table(
            SPLIT.all(),
            new float[] {0, 0.5f, 0, 0, 0, 0, 0, 0},
            new float[] {0.1f, 0.2f, 0.8f, 0.6f, 0.7f, 0.9f, 0, 1},
            new float[8]);

    private static Interactions log() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUnrated(0, 0, 0).addUnrated(0, 1, 1000);
        rows.addUnrated(1, 7, 0).addUnrated(1, 2, 1000).addUnrated(1, 3, 2000).addUnrated(1, 4, 3000);
        for (int item = 0; item < 8; item++) {
            rows.addUnrated(2, item, 0);
        }
        return rows.build(3, 8);
    }

    private static Evaluation evaluate(Split split, CandidateRule rule, int k, Contender... contenders) {
        return new Evaluator(split, new Protocol(List.of(rule), List.of(k), SEED)).evaluate(List.of(contenders));
    }

    @Test
    void rankingFiguresAreMeansOfUserMeansAndMeansOfTargets() {
        /* Ann's target has rank 1. Bob's have 2 (after 5), 3 (after 5, 4) and 2 (after 5; 2 and 3 are seen by then). */
        Evaluation evaluation = evaluate(SPLIT, FULL, 2, Contender.of(TABLE));
        assertThat(evaluation.value("full-unseen", "table", "ndcg")).isCloseTo(0.7103099178571525, within(1e-14));
        assertThat(evaluation.value("full-unseen", "table", "ndcg-per-target"))
                .isCloseTo(0.5654648767857288, within(1e-14));
        assertThat(evaluation.value("full-unseen", "table", "hr")).isCloseTo(5.0 / 6, within(1e-14));
        assertThat(evaluation.figures())
                .extracting(Evaluation.Figure::metric, Evaluation.Figure::n, Evaluation.Figure::k)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("ndcg", 2, 2),
                        org.assertj.core.groups.Tuple.tuple("ndcg-per-target", 4, 2),
                        org.assertj.core.groups.Tuple.tuple("hr", 2, 2));
        assertThat(evaluation.shortLists()).isZero();
    }

    @Test
    void rmseIsOverTheTargetAndItsNegatives() {
        /* Ann's list: 0.5, and 6 zeros. Bob's: 0.8, 0.6 and 0.7, each with 0.1, 0.2, 0.9 and 0, all that he never takes. */
        Contender contender = new Contender("table", TABLE, new Calibration(2, -1));
        Evaluation evaluation = evaluate(SPLIT, new CandidateRule.SampledUniform(6), 2, contender);
        assertThat(evaluation.value("sampled-uniform(6)", "table", "rmse-raw"))
                .isCloseTo(Math.sqrt(3.12 / 22), within(1e-7));
        assertThat(evaluation.value("sampled-uniform(6)", "table", "rmse"))
                .isCloseTo(0.39791765088147685, within(1e-7));
        assertThat(evaluation.value("sampled-uniform(6)", "best-constant", "rmse"))
                .isCloseTo(Math.sqrt(4.0 / 22 * 18 / 22), within(1e-14));
        assertThat(evaluation.shortLists()).isEqualTo(3);
    }

    @Test
    void aTargetIsShortOnceHoweverManyRulesLackNegatives() {
        List<CandidateRule> rules = List.of(
                new CandidateRule.SampledUniform(4),
                new CandidateRule.SampledUniform(5),
                FULL,
                new CandidateRule.SampledUniform(6));
        Protocol protocol = new Protocol(rules, List.of(1), SEED);
        assertThat(new Evaluator(SPLIT, protocol)
                        .evaluate(List.of(Contender.of(TABLE)))
                        .shortLists())
                .isEqualTo(3);
        Protocol all = new Protocol(List.of(new CandidateRule.SampledUniform(999_999_999)), List.of(1), SEED);
        assertThat(new Evaluator(SPLIT, all)
                        .evaluate(List.of(Contender.of(TABLE)))
                        .shortLists())
                .isEqualTo(4);
    }

    @Test
    void withoutACalibrationThereIsOnlyRawRmse() {
        Evaluation evaluation = evaluate(SPLIT, new CandidateRule.SampledUniform(2), 1, Contender.of(TABLE));
        assertThat(evaluation.figures())
                .filteredOn(figure -> figure.k() == null)
                .extracting(figure -> figure.model() + " " + figure.metric())
                .containsExactly("table rmse-raw", "best-constant rmse");
    }

    @Test
    void theBestConstantOnOneHundredNegativesIsTenOverOneHundredAndOne() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 150; item++) {
            rows.addUnrated(0, item, 0);
        }
        rows.addUnrated(1, 3, 0).addUnrated(1, 4, 1000).addUnrated(1, 5, 2000);
        Split split = new SplitRule.GlobalTime(1000).apply(rows.build(2, 150));
        Evaluation evaluation = evaluate(
                split, new CandidateRule.SampledUniform(100), 10, Contender.of(FakeModel.constant(split.all())));
        assertThat(evaluation.value("sampled-uniform(100)", "best-constant", "rmse"))
                .isCloseTo(10.0 / 101, within(1e-15))
                .isCloseTo(0.0990, within(5e-5));
        assertThat(evaluation.value("sampled-uniform(100)", "constant", "rmse-raw"))
                .isEqualTo(0.5);
        assertThat(evaluation.shortLists()).isZero();
    }

    @Test
    void equalScoresTakeTheWorstRank() {
        Contender constant = Contender.of(FakeModel.constant(SPLIT.all()));
        /* Ann's target is among 7 unseen items, Bob's among 7, 6 and 5. */
        assertThat(evaluate(SPLIT, FULL, 4, constant).value("full-unseen", "constant", "hr"))
                .isZero();
        assertThat(evaluate(SPLIT, FULL, 5, constant).value("full-unseen", "constant", "hr"))
                .isEqualTo((0 + 1.0 / 3) / 2);
        assertThat(evaluate(SPLIT, FULL, 6, constant).value("full-unseen", "constant", "hr"))
                .isEqualTo((0 + 2.0 / 3) / 2);
        assertThat(evaluate(SPLIT, FULL, 7, constant).value("full-unseen", "constant", "hr"))
                .isEqualTo(1);
    }

    @Test
    void aTargetOutsideTheCandidatesIsAMissThatStaysInTheDenominator() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUntimed(0, 0).addUntimed(0, 1).addUntimed(0, 2); // nobody else takes 2
        rows.addUntimed(1, 1).addUntimed(1, 3).addUntimed(1, 0);
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(2, 4));
        Contender oracle = Contender.of(FakeModel.oracle(split.all()));
        for (CandidateRule rule : List.of(FULL, new CandidateRule.SampledUniform(1))) {
            Evaluation evaluation = evaluate(split, rule, 1_000_000, oracle);
            for (String metric : List.of("ndcg", "ndcg-per-target", "hr")) {
                assertThat(evaluation.value(rule.toString(), "oracle", metric)).isEqualTo(0.5);
            }
        }
    }

    @Test
    void aTargetThatIsInTheHistoryIsStillACandidate() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.addUntimed(0, 0).addUntimed(0, 1).addUntimed(0, 0);
        rows.addUntimed(1, 2).addUntimed(1, 3);
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(2, 4));
        /* Its rivals are 2 and 3: 1 is seen. */
        Contender best = Contender.of(FakeModel.table(split.all(), new float[] {2, 9, 1, 1}, new float[4]));
        assertThat(evaluate(split, FULL, 1, best).value("full-unseen", "table", "hr"))
                .isEqualTo(1);
        Contender worst = Contender.of(FakeModel.table(split.all(), new float[] {0, 9, 1, 1}, new float[4]));
        assertThat(evaluate(split, FULL, 2, worst).value("full-unseen", "table", "hr"))
                .isZero();
        assertThat(evaluate(split, FULL, 3, worst).value("full-unseen", "table", "hr"))
                .isEqualTo(1);
    }

    @Test
    void predictedRatingsHaveAnErrorOnTheDataScale() {
        Interactions.Builder rows = new Interactions.Builder();
        rows.add(0, 0, 5, 0).add(0, 1, 3, 1000).add(0, 2, 4, 2000);
        rows.add(1, 2, 1, 0).add(1, 1, 2, 1000).add(1, 0, 1, 2000);
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(2, 3));
        FakeModel table = FakeModel.table(split.all(), new float[] {9, 9, 3.5f}, new float[] {3, 9, 9});
        FakeModel ratings = new FakeModel("ratings", 2, 3, true, table.scorer());
        Evaluation evaluation = evaluate(split, FULL, 1, Contender.of(table), Contender.of(ratings));
        assertThat(evaluation.value("rated", "ratings", "rmse-rating"))
                .isCloseTo(Math.sqrt((0.25 + 4) / 2), within(1e-14));
        assertThat(evaluation.figures())
                .filteredOn(figure -> figure.metric().equals("rmse-rating"))
                .hasSize(1);
    }
}
