package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.app.report.RunStages;
import tools.jackson.databind.json.JsonMapper;

class GrowthCommandTest {
    @TempDir
    Path folder;

    private final Capture capture = new Capture();

    private int run(String... args) {
        return capture.run(List.of(GrowthCommand.class), args);
    }

    private String runOf(String name, long interactions, double seconds) throws IOException {
        RunStages stages = new RunStages(
                new RunStages.Run(name, 5, 6, interactions),
                List.of(
                        new RunStages.Stage("reading", 0, 0, seconds, interactions, 1_000_000_000L),
                        new RunStages.Stage("writing", 0, 0, 1, interactions, 1_000_000_000L)));
        Path run = Files.createDirectory(folder.resolve(name));
        Files.writeString(run.resolve("stages.json"), stages.json());
        return run.toString();
    }

    @Test
    void printsTheTableAndWritesTheFigures() throws IOException {
        Path out = folder.resolve("figures");
        assertThat(run("growth", runOf("small", 100, 0.5), runOf("large", 1000, 6), "--out", out.toString()))
                .as(capture.err())
                .isZero();
        assertThat(capture.out()).contains("| reading | 0.50 s, 200 rows/s, 1.00 GB | 6.00 s, 167 rows/s, 1.00 GB |");
        assertThat(out)
                .isDirectoryContaining("glob:**growth-time.svg")
                .isDirectoryContaining("glob:**growth-memory.svg");
    }

    @Test
    void jsonIsWhatWasRead() throws IOException {
        String[] runs = {runOf("small", 100, 0.5), runOf("large", 1000, 6)};
        assertThat(run("growth", runs[0], runs[1], "--json", "--out", folder.toString()))
                .isZero();
        assertThat(JsonMapper.shared()
                        .readTree(capture.out())
                        .at("/1/stages/0/seconds")
                        .doubleValue())
                .isEqualTo(6);
    }

    @Test
    void aFolderWithoutStagesIsNamed() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(run("growth", runOf("small", 100, 0.5), empty.toString())).isEqualTo(1);
        assertThat(capture.err().strip())
                .isEqualTo("tandem: " + empty.resolve("stages.json")
                        + ": must hold the stages of a run, but there is no such file");
        assertThat(run("growth", empty.toString())).isEqualTo(2);
    }
}
