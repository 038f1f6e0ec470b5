package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

class EpochCurvesTest {
    @TempDir
    Path folder;

    private static EpochCurves.Point point(int epoch) {
        return new EpochCurves.Point(
                epoch,
                1.25 * epoch,
                List.of(
                        record("ndcg", 10, 0.1 / 3, epoch),
                        record("rmse", null, Double.NaN, epoch),
                        record("rmse-raw", null, Math.nextUp(0.3), epoch)),
                List.of(new Report.ThetaPoint(epoch, "ra-lst", 0.7, "logit")),
                4);
    }

    private static ResultRecord record(String metric, @Nullable Integer k, double value, int epoch) {
        return new ResultRecord(
                "data",
                "user-tail(0.1)",
                "successive",
                "full-unseen",
                "lfm",
                metric,
                k,
                value,
                null,
                null,
                9,
                epoch,
                Long.MAX_VALUE,
                null);
    }

    private Path threeEpochs() {
        Path file = folder.resolve("epochs.json");
        EpochCurves curves = EpochCurves.resume(file, 0);
        for (int epoch = 1; epoch <= 3; epoch++) {
            curves.add(point(epoch));
        }
        return file;
    }

    @Test
    void whatIsKeptReadsBackToTheBitAndNothingElseIsLeft() {
        Path file = threeEpochs();
        assertThat(EpochCurves.resume(file, 3).points()).containsExactly(point(1), point(2), point(3));
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void pointsAfterTheCheckpointAreDroppedAndMeasuredAgain() {
        Path file = threeEpochs();
        EpochCurves curves = EpochCurves.resume(file, 1);
        assertThat(curves.points()).containsExactly(point(1));
        curves.add(point(2));
        assertThat(EpochCurves.resume(file, 2).points()).containsExactly(point(1), point(2));
        assertThatThrownBy(() -> EpochCurves.resume(file, 3))
                .hasMessage(
                        file + ": must hold the figures of epochs 1 to 3, but is damaged: those of epoch 3 are not in "
                                + "their place; start again with --fresh");
    }

    @Test
    void aNewRunIgnoresWhatIsThere() throws IOException {
        Path file = folder.resolve("epochs.json");
        Files.writeString(file, "rubbish");
        EpochCurves curves = EpochCurves.resume(file, 0);
        assertThat(curves.points()).isEmpty();
        curves.add(point(1));
        assertThat(EpochCurves.resume(file, 1).points()).containsExactly(point(1));
        curves.clear();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "[null]",
                "{}",
                "\u0000\u00ff",
                "[{\"epoch\": 1}]",
                "[{\"epoch\": 2, \"trainSeconds\": 1, \"records\": [], \"theta\": [], \"shortLists\": 0}]",
                "[{\"epoch\": 1, \"trainSeconds\": 1, \"records\": [7], \"theta\": [], \"shortLists\": 0}]",
                "[{\"epoch\": 1, \"trainSeconds\": 1, \"records\": [null], \"theta\": [], \"shortLists\": 0}]",
                "[{\"epoch\": 1, \"trainSeconds\": 1, \"records\": [], \"theta\": [], \"shortLists\": 0}",
            })
    void aDamagedFileSaysWhatToDo(String content) throws IOException {
        Path file = folder.resolve("epochs.json");
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> EpochCurves.resume(file, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": must hold the figures of epochs 1 to 1, but is damaged: ")
                .hasMessageEndingWith("; start again with --fresh");
    }
}
