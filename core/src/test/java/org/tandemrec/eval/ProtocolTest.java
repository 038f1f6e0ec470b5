package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.split.TargetRule;

class ProtocolTest {
    private static final CandidateRule FULL = new CandidateRule.FullUnseen();

    private static Protocol protocol(List<CandidateRule> rules, Integer... cutoffs) {
        return new Protocol(rules, List.of(cutoffs), new Seed(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "full",
                "full-unseen",
                "sampled-uniform(1)",
                "sampled-uniform(100)",
                "sampled-uniform(999999999)",
                "sampled-popularity(7)"
            })
    void candidateRulesRoundTrip(String text) {
        CandidateRule rule = CandidateRule.parse(text);
        assertThat(rule).hasToString(text);
        assertThat(CandidateRule.parse("\t" + rule + " ")).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ful",
                "full(1)",
                "Full-Unseen",
                "full-unseen()",
                "sampled-uniform",
                "sampled-uniform()",
                "sampled-uniform(-1)",
                "sampled-uniform(1.5)",
                "sampled-uniform(9999999999)",
                "sampled-uniform(100) x"
            })
    void otherTextIsRefused(String text) {
        assertThatThrownBy(() -> CandidateRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "candidates are full, full-unseen, sampled-uniform(100) or sampled-popularity(100), but were \""
                                + text + "\"");
    }

    @Test
    void aSampleHasNegatives() {
        assertThatThrownBy(() -> CandidateRule.parse("sampled-uniform(0)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sampled-uniform needs at least 1 negative, but was given 0");
        assertThatThrownBy(() -> CandidateRule.parse("sampled-popularity(0)"))
                .hasMessage("sampled-popularity needs at least 1 negative, but was given 0");
    }

    @Test
    void thePaperRanksAmongOneHundredAndInFullAtTen() {
        assertThat(Protocol.paper(7))
                .isEqualTo(protocolOf(7, List.of(CandidateRule.parse("sampled-uniform(100)"), FULL)))
                .isEqualTo(Protocol.paper(new Seed(7)))
                .isNotEqualTo(Protocol.paper(8));
    }

    private static Protocol protocolOf(long seed, List<CandidateRule> rules) {
        return new Protocol(rules, List.of(10), new Seed(seed));
    }

    @Test
    void everyFigureHasANameOfItsOwn() {
        assertThatThrownBy(() -> protocol(List.of(FULL, new CandidateRule.FullUnseen()), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the candidate rules must differ: [full-unseen, full-unseen]");
        assertThatThrownBy(() -> protocol(List.of(FULL), 10, 5, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the cut-offs must differ: [10, 5, 10]");
    }

    @Test
    void rulesAndCutoffsAreNeeded() {
        assertThatThrownBy(() -> protocol(List.of(), 10)).hasMessage("a protocol needs at least one candidate rule");
        assertThatThrownBy(() -> protocol(List.of(FULL), 10, 0)).hasMessage("a cut-off must be at least 1, but was 0");
    }

    @Test
    void metricsTargetsAndTiesAreReadFromText() {
        for (Metric metric : Metric.values()) {
            assertThat(Metric.parse(" " + metric)).isEqualTo(metric);
            assertThat(metric.toString()).matches("[a-z-]+");
            assertThat(metric.needs()).isNotBlank();
        }
        for (TargetRule rule : TargetRule.values()) {
            assertThat(TargetRule.parse(" " + rule)).isEqualTo(rule);
        }
        for (RankTies ties : RankTies.values()) {
            assertThat(RankTies.parse(" " + ties)).isEqualTo(ties);
        }
        assertThatThrownBy(() -> Metric.parse("NDCG"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a metric is one of hr, recall, recall-capped, precision, ndcg, ndcg-per-target, ndcg-graded, "
                                + "mrr, map, auc, rmse, rmse-raw, rmse-rating, mae, coverage, gini, novelty, average-popularity, "
                                + "diversity, but was \"NDCG\"");
        assertThatThrownBy(() -> TargetRule.parse("first"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the rule for targets is one of last, successive, all, but was \"first\"");
        assertThatThrownBy(() -> RankTies.parse("median"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the rank of ties is one of worst, mean, best, but was \"median\"");
    }

    @Test
    void eachPartOfAProtocolCanBeChangedAlone() {
        Protocol paper = Protocol.paper(7);
        assertThat(paper.metrics()).isEqualTo(Metric.DEFAULT);
        assertThat(paper.targets()).isEqualTo(TargetRule.SUCCESSIVE);
        assertThat(paper.ties()).isEqualTo(RankTies.WORST);
        assertThat(paper.slices()).isEmpty();
        Protocol other = paper.withTargets(TargetRule.ALL)
                .withMetrics(List.of(Metric.AUC))
                .withTies(RankTies.MEAN)
                .withSlices(List.of(SliceRule.HISTORY))
                .withUsers(3);
        assertThat(other)
                .isEqualTo(new Protocol(
                        paper.candidates(),
                        TargetRule.ALL,
                        List.of(Metric.AUC),
                        List.of(10),
                        RankTies.MEAN,
                        List.of(SliceRule.HISTORY),
                        3,
                        new Seed(7)));
        assertThatThrownBy(() -> paper.withMetrics(List.of())).hasMessage("a protocol needs at least one metric");
        assertThatThrownBy(() -> paper.withMetrics(List.of(Metric.HR, Metric.HR)))
                .hasMessage("the metrics must differ: [hr, hr]");
        assertThatThrownBy(() -> paper.withSlices(List.of(SliceRule.HISTORY, SliceRule.HISTORY)))
                .hasMessage("the slices must differ: [history, history]");
    }
}
