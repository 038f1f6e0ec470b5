package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tandemrec.split.TargetRule;
import tools.jackson.databind.json.JsonMapper;

class ResultRecordTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Evaluation EVALUATION = new Evaluation(
            TargetRule.SUCCESSIVE,
            List.of(
                    new Evaluation.Figure("full-unseen", "lfm", "ndcg", 10, 0.25, 6040),
                    new Evaluation.Figure("sampled-uniform(100)", "best-constant", "rmse", null, 0.099, 9835)),
            new UserFigures(new int[0], Map.of()),
            List.of(),
            0);

    private static void assertJson(ResultRecord written, String expected) {
        assertThat(JSON.readTree(JSON.writeValueAsString(written))).isEqualTo(JSON.readTree(expected));
    }

    @Test
    void whatDoesNotApplyIsLeftOut() {
        List<ResultRecord> records =
                EVALUATION.records("ml-1m", "user-tail(0.1)", 42, null, Map.of("lfm", 12.5, "gru4rec", 99.0));
        assertJson(records.get(0), """
                {"dataset": "ml-1m", "split": "user-tail(0.1)", "targets": "successive", "candidates": "full-unseen",
                 "model": "lfm", "metric": "ndcg", "k": 10, "value": 0.25, "n": 6040, "seed": 42, "trainSeconds": 12.5}
                """);
        assertJson(records.get(1), """
                {"dataset": "ml-1m", "split": "user-tail(0.1)", "targets": "successive",
                 "candidates": "sampled-uniform(100)", "model": "best-constant", "metric": "rmse", "value": 0.099,
                 "n": 9835, "seed": 42}
                """);
        assertThat(records).hasSize(2);
    }

    @Test
    void pointsOfCurvesHaveTheirEpoch() {
        assertThat(EVALUATION.records("d", "leave-last-out", 1, 3, Map.of()))
                .extracting(ResultRecord::epoch)
                .containsExactly(3, 3);
    }

    @Test
    void allFieldsHaveTheNamesOfTheProtocol() {
        assertJson(new ResultRecord("d", "s", "t", "c", "m", "x", 1, "y", 0.5, 0.25, 0.75, 2, 3, 4, 5.0), """
                {"dataset": "d", "split": "s", "targets": "t", "candidates": "c", "model": "m", "metric": "x", "k": 1,
                 "slice": "y", "value": 0.5, "ciLow": 0.25, "ciHigh": 0.75, "n": 2, "epoch": 3, "seed": 4, "trainSeconds": 5.0}
                """);
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        for (ResultRecord each : EVALUATION.records("d", "leave-last-out", Long.MIN_VALUE, 7, Map.of("lfm", 0.1))) {
            assertThat(JSON.readValue(JSON.writeValueAsString(each), ResultRecord.class))
                    .isEqualTo(each);
        }
    }
}
