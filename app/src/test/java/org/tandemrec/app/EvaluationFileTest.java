package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.UserFigures;
import org.tandemrec.split.TargetRule;

class EvaluationFileTest {
    private static final Map<String, String> IDENTITY = Map.of("model", "abc", "protocol", "p");

    @TempDir
    Path folder;

    private static Evaluation evaluation() {
        Map<UserFigures.Key, double[]> values = new LinkedHashMap<>();
        values.put(new UserFigures.Key("full-unseen", "m", "ndcg", 10), new double[] {1.0 / 3, Double.MIN_VALUE, -0.0});
        values.put(new UserFigures.Key("full-unseen", "m", "auc", null), new double[] {0, 0.1, Math.nextUp(1.0)});
        return new Evaluation(
                TargetRule.LAST,
                List.of(
                        new Evaluation.Figure("full-unseen", "m", "ndcg", 10, null, 1.0 / 7, 3),
                        new Evaluation.Figure("full-unseen", "m", "ndcg", 10, "activity:low", Double.NaN, 1)),
                new UserFigures(new int[] {0, 4, 7}, values),
                List.of(new Evaluation.Ties("full-unseen", "m", 1, 3)),
                2);
    }

    @Test
    void whatIsReadIsWhatWasWritten() throws IOException {
        Path file = folder.resolve("a/b/42.json");
        EvaluationFile.write(file, IDENTITY, evaluation());
        assertThat(EvaluationFile.read(file, IDENTITY)).contains(evaluation());
    }

    @Test
    void whatIsOfAnotherIdentityOrDamagedIsNotThere() throws IOException {
        Path file = folder.resolve("42.json");
        assertThat(EvaluationFile.read(file, IDENTITY)).isEmpty();
        EvaluationFile.write(file, IDENTITY, evaluation());
        assertThat(EvaluationFile.read(file, Map.of("model", "abc", "protocol", "q")))
                .isEmpty();
        String whole = Files.readString(file);
        for (String damaged : List.of(
                "",
                "null",
                "[]",
                whole.substring(0, whole.length() / 2),
                whole.replace("\"users\":[0,4,7]", "\"users\":[0]"))) {
            Files.writeString(file, damaged);
            assertThat(EvaluationFile.read(file, IDENTITY)).as(damaged).isEmpty();
        }
    }
}
