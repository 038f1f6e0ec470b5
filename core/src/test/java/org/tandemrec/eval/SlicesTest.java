package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.split.RandomLog;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

class SlicesTest {
    private static Split usersOf(int... lengths) {
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < lengths.length; user++) {
            for (int i = 0; i < lengths[user]; i++) {
                rows.addUntimed(user, i);
            }
        }
        return new SplitRule.LeaveLastOut().apply(rows.build(lengths.length, 300));
    }

    private static Evaluation evaluate(Split split, SliceRule... rules) {
        Protocol protocol = new Protocol(List.of(new CandidateRule.FullUnseen()), List.of(1), new Seed(1))
                .withMetrics(List.of(Metric.HR))
                .withSlices(List.of(rules));
        return new Evaluator(split, protocol).evaluate(List.of(Contender.of(FakeModel.oracle(split.all()))));
    }

    private static int users(Evaluation evaluation, String slice) {
        return evaluation.figures().stream()
                .filter(figure -> slice.equals(figure.slice()))
                .mapToInt(Evaluation.Figure::n)
                .findFirst()
                .orElse(0);
    }

    @Test
    void usersAreCutIntoThirdsByTheirTrainingEvents() {
        Evaluation evaluation = evaluate(usersOf(9, 3, 8, 4, 7, 5), SliceRule.ACTIVITY);
        assertThat(users(evaluation, "activity:low")).isEqualTo(2);
        assertThat(users(evaluation, "activity:mid")).isEqualTo(2);
        assertThat(users(evaluation, "activity:high")).isEqualTo(2);
    }

    @Test
    void usersOfTheSameActivityStayTogether() {
        Evaluation evaluation = evaluate(usersOf(5, 5, 5, 5, 9, 9), SliceRule.ACTIVITY);
        assertThat(users(evaluation, "activity:low")).isEqualTo(4);
        assertThat(users(evaluation, "activity:high")).isEqualTo(2);
        assertThat(evaluation.figures())
                .extracting(Evaluation.Figure::slice)
                .containsExactly(null, "activity:low", "activity:high"); // none of nobody
    }

    @ParameterizedTest
    @CsvSource({
        "10, history:0-10",
        "11, history:11-50",
        "50, history:11-50",
        "51, history:51-200",
        "200, history:51-200",
        "201, history:201+"
    })
    void listsAreCutByTheLengthOfTheHistory(int history, String slice) {
        Evaluation evaluation = evaluate(usersOf(history + 1), SliceRule.HISTORY);
        assertThat(users(evaluation, slice)).isEqualTo(1);
        assertThat(evaluation.figures()).hasSize(2);
    }

    @Test
    void theHeadHasHalfOfTheEvents() {
        Popularity popularity = new Popularity(new int[] {1, 5, 2, 0, 3, 2});
        assertThat(List.of(0, 1, 2, 3, 4, 5))
                .filteredOn(item -> popularity.part(item) == Popularity.HEAD)
                .containsExactly(1, 4); // 8 of 13
        Popularity half = new Popularity(new int[] {4, 2, 2});
        assertThat(half.part(0)).isEqualTo(Popularity.HEAD);
        assertThat(half.part(1)).isEqualTo(Popularity.TAIL);
        Popularity same = new Popularity(new int[] {2, 2, 2, 0});
        assertThat(same.part(2)).as("as popular as the last of the head").isEqualTo(Popularity.HEAD);
        assertThat(same.part(3)).isEqualTo(Popularity.TAIL);
        assertThat(new Popularity(new int[2]).part(0)).isEqualTo(Popularity.TAIL);
    }

    @ParameterizedTest
    @EnumSource
    void slicesMakeUpTheWhole(SliceRule rule) {
        for (long seed = 0; seed < 6; seed++) {
            Split split = new SplitRule.UserTail(0.3).apply(RandomLog.of(seed));
            Protocol protocol = new Protocol(List.of(new CandidateRule.FullUnseen()), List.of(3), new Seed(1))
                    .withMetrics(List.of(Metric.NDCG_PER_TARGET))
                    .withSlices(List.of(rule));
            Evaluation evaluation = new Evaluator(split, protocol)
                    .evaluate(List.of(Contender.of(FakeModel.random("m", split.all(), seed, 50, 0))));
            double sum = 0;
            int lists = 0;
            for (Evaluation.Figure figure : evaluation.figures()) {
                if (figure.slice() != null) {
                    sum += figure.n() * figure.value();
                    lists += figure.n();
                }
            }
            Evaluation.Figure whole = evaluation.figures().getFirst();
            assertThat(lists).isEqualTo(whole.n()).isEqualTo(split.targetCount());
            assertThat(sum / lists).isCloseTo(whole.value(), within(1e-12));
        }
    }

    @Test
    void aFigureOfASliceIsNoneOfAll() {
        Evaluation evaluation = evaluate(usersOf(9, 3, 8), SliceRule.ACTIVITY);
        /* What nobody took before is missed. */
        assertThat(evaluation.value("full-unseen", "oracle", "hr")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(evaluation.perUser().keys()).hasSize(1);
        List<ResultRecord> records = evaluation.records("d", "s", 1, null, java.util.Map.of());
        Report report = new Report("t", List.of(), records, List.of(), List.of(), List.of(), List.of());
        assertThat(report.slices("full-unseen")).containsExactly("activity:low", "activity:mid", "activity:high");
        assertThat(report.figure("full-unseen", "oracle", "hr", 1).orElseThrow().slice())
                .isNull();
        assertThat(report.figure("full-unseen", "oracle", "hr", 1, "activity:mid")
                        .orElseThrow()
                        .value())
                .isEqualTo(1);
        assertThat(report.figure("full-unseen", "oracle", "hr", 1, "activity:high")
                        .orElseThrow()
                        .value())
                .isZero();
    }

    @Test
    void rulesAreReadFromText() {
        for (SliceRule rule : SliceRule.values()) {
            assertThat(SliceRule.parse(" " + rule)).isEqualTo(rule);
        }
        assertThatThrownBy(() -> SliceRule.parse("age"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a slice is by one of activity, popularity, history, but was \"age\"");
    }
}
