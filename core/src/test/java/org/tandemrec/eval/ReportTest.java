package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Report REPORT = report(
            point("b", "lfm", "ndcg", 10, 0.5, null),
            point("a", "lfm", "ndcg", 10, 0.4, 3),
            point("a", "lfm", "ndcg", 10, 0.1, 1),
            point("a", "lfm", "ndcg", 10, 0.3, null),
            point("a", "lfm", "ndcg", 10, 0.2, 2),
            point("a", "lfm", "ndcg", 5, 0.9, 1),
            point("a", "lfm", "rmse", null, 0.8, null),
            point("c", "lfm", "hr", 10, 0.7, 1));

    private static ResultRecord point(
            String candidates,
            String model,
            String metric,
            @Nullable Integer k,
            double value,
            @Nullable Integer epoch) {
        return new ResultRecord(
                "d", "s", "successive", candidates, model, metric, k, value, null, null, 1, epoch, 1, null);
    }

    private static Report report(ResultRecord... records) {
        return new Report(
                "title", List.of(), List.of(records), List.of(), Report.Published.MOVIELENS_1M, List.of(), List.of());
    }

    @Test
    void candidatesAreThoseOfFinalFiguresInTheirOrder() {
        assertThat(REPORT.candidates()).containsExactly("b", "a");
    }

    @Test
    void aFigureIsTheFinalOne() {
        assertThat(REPORT.figure("a", "lfm", "ndcg", 10).map(ResultRecord::value))
                .contains(0.3);
        assertThat(REPORT.figure("a", "lfm", "rmse", null).map(ResultRecord::value))
                .contains(0.8);
        assertThat(REPORT.figure("a", "lfm", "ndcg", 5)).isEmpty();
        assertThat(REPORT.figure("a", "lfm", "ndcg", null)).isEmpty();
        assertThat(REPORT.figure("c", "lfm", "hr", 10)).isEmpty();
        assertThat(REPORT.figure("a", "gru4rec", "ndcg", 10)).isEmpty();
    }

    @Test
    void aCurveIsInTheOrderOfEpochs() {
        assertThat(REPORT.curve("a", "lfm", "ndcg", 10))
                .extracting(ResultRecord::value)
                .containsExactly(0.1, 0.2, 0.4);
        assertThat(REPORT.curveMean("a", "lfm", "ndcg", 10).orElseThrow()).isCloseTo(0.7 / 3, within(1e-15));
        assertThat(REPORT.curve("b", "lfm", "ndcg", 10)).isEmpty();
        assertThat(REPORT.curveMean("b", "lfm", "ndcg", 10)).isEmpty();
    }

    @Test
    void thePublishedFiguresAreThoseOfTheTable() {
        assertThat(REPORT.published("ra-lst", "ndcg", 10).map(Report.Published::value))
                .contains(0.4501);
        assertThat(REPORT.published("lfm", "rmse", null).map(Report.Published::value))
                .contains(0.3029);
        assertThat(REPORT.published("ra-lst", "ndcg", 5)).isEmpty();
    }

    @Test
    void listsAreCopied() {
        List<String> notes = new ArrayList<>(List.of("one"));
        Report report = new Report("t", List.of(), List.of(), List.of(), List.of(), List.of(), notes);
        notes.add("two");
        assertThat(report.notes()).containsExactly("one");
    }
}
