package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.data.Interactions;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Too little memory, and a disk without room. */
class ScarceTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    static Path shared;

    private static String data;

    @TempDir
    Path folder;

    @BeforeAll
    static void generate() {
        data = shared.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 200 --min-length 8 --mean-length 12")
                .succeeded();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --model lfm --factors 8000000|factors",
                "train --model gru4rec --hidden-size 400000 --embedding tied|hiddenSize or batchSize",
                "train --model ra-lst --long-term-factors 8000000|factors, hiddenSize, batchSize or heldOutUsers",
            })
    void aTrainingThatMemoryCannotHoldIsRefusedBeforeItBegins(String line, String settings) {
        Outcome refused = Outcome.ofLine(line + " --data " + data + " --out " + folder.resolve("out"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lastError())
                .matches("tandem: training \\S+ on \\d+ interactions of 40 users with \\d+ items needs about "
                        + "[\\d.]+ GB of memory beside the data, but of the JVM's [\\d.]+ GB only [\\d.]+ GB are free; "
                        + "lower " + settings + ", give the JVM more, for example "
                        + "TANDEM_JAVA_OPTS=-Xmx\\d+g, or train on a part of the data");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whatIsAskedForIsWhatIsUsedAndNeeded() {
        Interactions none = new Interactions.Builder().addUntimed(0, 0).build(2, 3);
        long gigabyte = 1L << 30;
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        TrainingMemory.check("lfm", config, none, 3 * gigabyte, 3 * gigabyte, 4 * gigabyte);
        assertThatThrownBy(() -> TrainingMemory.check("lfm", config, none, 5 * gigabyte, 3 * gigabyte, 4 * gigabyte))
                .isInstanceOf(ScarceMemoryException.class)
                .hasMessageContaining("lfm on 1 interactions of 2 users with 3 items needs about 5.0 GB")
                .hasMessageContaining("of the JVM's 4.0 GB only 3.0 GB are free")
                .hasMessageContaining("-Xmx6g");
        assertThatThrownBy(() ->
                        TrainingMemory.check("popularity", config, none, 5 * gigabyte, 3 * gigabyte, 4 * gigabyte))
                .as("no setting of its bears on memory")
                .hasMessageContaining("only 3.0 GB are free; give the JVM more, for example");
        assertThat(Errors.memory(2 * gigabyte)).contains("the JVM may use 2.0 GB", "TANDEM_JAVA_OPTS=-Xmx4g");
    }

    /** By hand: 64 targets of 500 items and 4 models a thread; 4 bytes an event, and 16 more where it has a time. */
    @Test
    void evaluatingAndWritingAModelNeedMemoryToo() {
        Interactions.Builder timed = new Interactions.Builder();
        Interactions.Builder untimed = new Interactions.Builder();
        for (int event = 0; event < 200_000; event++) {
            timed.add(0, event % 500, 1, event);
            untimed.addUntimed(0, event % 500);
        }
        long evaluating = 64L * 500 * 4 * Float.BYTES;
        assertThat(TrainingMemory.needed(5_000_000, timed.build(1, 500), 2, 4)).isEqualTo(5_000_000 + 2 * evaluating);
        assertThat(TrainingMemory.needed(1000, timed.build(1, 500), 2, 4)).isEqualTo(20L * 200_000);
        assertThat(TrainingMemory.needed(1000, untimed.build(1, 500), 1, 4)).isEqualTo(4L * 200_000);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void generatedDataThatFindsNoRoomLeavesTheOldFiles() throws IOException {
        Path out = folder.resolve("generated");
        String line = "generate --users 40 --items 200 --min-length 8 --mean-length 12 --out " + out;
        Outcome.ofLine(line + " --seed 1").succeeded();
        byte[] before = Files.readAllBytes(out.resolve("ratings.dat"));
        Files.createSymbolicLink(out.resolve("ratings.dat.partial"), FULL);
        Outcome full = Outcome.ofLine(line + " --seed 2");
        assertThat(full.status()).isEqualTo(1);
        assertThat(full.lastError())
                .isEqualTo("tandem: the disk is full: " + out
                        + ": No space left on device; free some space and try again");
        assertThat(out.resolve("ratings.dat")).hasBinaryContent(before);
        assertThat(names(out)).containsExactly("README", "movies.dat", "ratings.dat");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aReportThatFindsNoRoomLeavesTheOldOne() throws IOException {
        Path file = Files.writeString(folder.resolve("report.html"), "old");
        Path temporary =
                folder.resolve(".report.html." + ProcessHandle.current().pid() + ".part");
        Files.createSymbolicLink(temporary, FULL);
        assertThatThrownBy(() -> ReportFiles.replace(file, "new")).hasMessage(file + ": No space left on device");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("report.html");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}
