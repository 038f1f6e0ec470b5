package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthTest {
    @TempDir
    Path folder;

    private static RunStages.Stage stage(String name, int epoch, double seconds, long rows, @Nullable Long peak) {
        return new RunStages.Stage(name, epoch, 1, seconds, rows, peak);
    }

    private static RunStages run(long interactions, RunStages.Stage... stages) {
        return new RunStages(new RunStages.Run("data", 10, 10, interactions), List.of(stages));
    }

    /** By hand: a stage of two epochs counts with its mean time, its rate over both, and the larger memory. */
    private static final RunStages SMALL = run(
            1000,
            stage("reading", 0, 0.5, 1000, 200_000_000L),
            stage("lfm", 1, 2, 4000, 300_000_000L),
            stage("lfm", 2, 4, 5000, 310_000_000L),
            stage("writing", 0, 0.2, 10, null));

    private static final RunStages LARGE = run(
            1_000_000,
            stage("reading", 0, 20, 1_000_000, 2_000_000_000L),
            stage("lfm", 1, 1000, 4_000_000, null),
            stage("fusion", 1, 2, 10, null),
            stage("writing", 0, 1, 10, null));

    @Test
    void theTableHasARowAStageAndAColumnARunTheSmallestFirst() {
        assertThat(Growth.of(List.of(LARGE, SMALL)).table()).isEqualTo("""
                | stage | 1,000 interactions | 1,000,000 interactions |
                |---|---|---|
                | reading | 0.50 s, 2,000 rows/s, 0.20 GB | 20 s, 50,000 rows/s, 2.00 GB |
                | lfm | 3.00 s, 1,500 rows/s, 0.31 GB | 1000 s, 4,000 rows/s, memory not told |
                | writing | 0.20 s, 50 rows/s, memory not told | 1.00 s, 10 rows/s, memory not told |
                | fusion | – | 2.00 s, 5 rows/s, memory not told |
                | whole run | 6.70 s, 0.31 GB | 1023 s, 2.00 GB |
                """);
    }

    @Test
    void theFiguresHaveLogarithmicAxes() throws Exception {
        List<Path> written = Growth.of(List.of(SMALL, LARGE)).write(folder);
        assertThat(written)
                .filteredOn(file -> file.toString().endsWith(".svg"))
                .containsExactly(folder.resolve("growth-time.svg"), folder.resolve("growth-memory.svg"));
        String time = Files.readString(written.getFirst());
        assertThat(time).contains("Time of a stage", ">1 k<", ">10 k<", ">100 k<", ">1 M<", ">0.1<", ">1<", ">1 k<");
        assertThat(time).contains("reading, interactions 1000: 0.5000", "lfm, interactions 1000000: 1000.0000");
        Xml.parse(time);
        assertThat(Files.readString(folder.resolve("growth-memory.svg")))
                .contains("peak memory, interactions 1000: 0.3100");
    }

    @Test
    void onlyTheLongestStagesHaveLines() throws IOException {
        List<RunStages.Stage> stages = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            stages.add(stage("stage" + i, 0, i, 10, null));
        }
        RunStages.Stage writing = stage("writing", 0, 0.5, 10, null);
        stages.add(writing);
        RunStages many = run(10, stages.toArray(RunStages.Stage[]::new));
        Growth growth = Growth.of(List.of(many, run(5, stage("stage1", 0, 1, 10, null), writing)));
        assertThat(Files.readString(growth.write(folder).getFirst()))
                .contains(">stage3<", ">stage8<")
                .doesNotContain(">stage2<", ">stage1<");
        assertThat(growth.table()).contains("| stage1 |", "| stage2 |");
    }

    @Test
    void whatCannotBeComparedIsSaid() {
        assertThatThrownBy(() -> Growth.of(List.of(SMALL)))
                .hasMessage("growth needs at least two runs, but there is 1");
        assertThatThrownBy(() -> Growth.of(List.of(SMALL, SMALL)))
                .hasMessage("growth needs data of a different size in each run, but there are 1 sizes");
        assertThatThrownBy(() -> Growth.of(List.of(SMALL, run(0))))
                .hasMessage("a run must have interactions, but that on data has 0");
    }

    @Test
    void aRunThatWasCutShortIsSaid() {
        assertThatThrownBy(() -> Growth.of(List.of(SMALL, run(7))))
                .hasMessage("the last stage of the run on data must be writing, but was none; "
                        + "let it come to its end with --resume");
        RunStages short7 = run(7, stage("reading", 0, 1, 7, null), stage("lfm", 1, 1, 7, null));
        assertThatThrownBy(() -> Growth.of(List.of(short7, SMALL)))
                .hasMessage("the last stage of the run on data must be writing, but was lfm; "
                        + "let it come to its end with --resume");
    }

    @Test
    void stagesReadBackAsTheyWereWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("stages.json"), LARGE.json());
        assertThat(RunStages.read(file)).isEqualTo(LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"run\": null, \"stages\": []}",
                "{\"run\": {}, \"stages\": []}",
                "\u0000"
            })
    void aDamagedFileIsNamed(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("stages.json"), content);
        assertThatThrownBy(() -> RunStages.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": must hold the stages of a run, but is ");
    }
}
