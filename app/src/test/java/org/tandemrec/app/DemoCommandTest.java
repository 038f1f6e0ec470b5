package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.model.CheckpointStore;
import org.tandemrec.model.ModelState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

class DemoCommandTest {
    @TempDir
    Path folder;

    @Test
    void itsSettingsAreComplete() {
        JsonNode config = DemoCommand.config();
        assertThat(config.at("/longTerm/kind").stringValue()).isEqualTo("lfm");
        assertThat(config.at("/shortTerm/kind").stringValue()).isEqualTo("gru4rec");
        assertThat(config.at("/shortTerm/config/epochs").intValue())
                .isPositive()
                .isEqualTo(config.at("/longTerm/config/epochs").intValue());
        assertThat(config.has("negatives")).isTrue(); // not in the demo's own text
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thesis.txt|: must be new, empty, or the folder of an earlier demo, but holds other files; choose another --out",
                "report.html|but holds other files; choose another --out",
                "data/ratings.dat|/data/ratings.dat: exists and was not written by Tandem, so it is not overwritten",
                "bundle/thesis.txt|/bundle: it holds thesis.txt, which is no part of a Tandem bundle",
            })
    void aForeignFolderIsRefusedBeforeAnythingIsComputed(String file, String message) throws IOException {
        Path out = folder.resolve("out");
        Path foreign = out.resolve(file);
        Files.createDirectories(foreign.getParent());
        Files.writeString(foreign, "mine");
        Outcome outcome = Outcome.ofLine("demo --out " + out);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).startsWith("tandem: ").contains(message);
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(foreign).hasContent("mine");
        try (Stream<Path> files = Files.walk(out)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(foreign);
        }
    }

    @Test
    void aFolderWithDataOfOthersIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/measurements.csv"), "mine");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Outcome outcome = Outcome.ofLine("demo --out " + folder);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).contains("but holds other files");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThat(Outcome.ofLine("demo --out " + file).lastError())
                .isEqualTo(
                        "tandem: " + file + ": must be a folder for the results, but is a file; choose another --out");
    }

    @Test
    void anEarlierDemoIsReplaced() throws IOException {
        assertThatCode(() -> DemoCommand.requireOwn(folder.resolve("new"))).doesNotThrowAnyException();
        assertThatCode(() -> DemoCommand.requireOwn(folder)).doesNotThrowAnyException();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/ratings.dat.partial"), "cut short");
        assertThatCode(() -> DemoCommand.requireOwn(folder)).doesNotThrowAnyException();
        String data = DemoCommand.data(folder).toString();
        Outcome.ofLine("generate --users 20 --items 120 --min-length 8 --mean-length 12 --out " + data)
                .succeeded();
        Outcome.ofLine("train --model lfm --factors 2 --epochs 1 --data " + data + " --out "
                        + Reproduction.bundle(folder))
                .succeeded();
        for (String left : List.of("report.html", "results.json", "epochs.json", "bundle.checkpoint", ".DS_Store")) {
            Files.writeString(folder.resolve(left), "");
        }
        assertThatCode(() -> DemoCommand.requireOwn(folder)).doesNotThrowAnyException();
    }

    /** A command that is interrupted after an epoch and, as the demo, cannot go on. */
    @Command(name = "probe")
    static final class ProbeCommand implements Callable<Integer> {
        @Mixin
        CommonOptions common;

        @Option(names = "--out")
        Path out = Path.of("");

        @Override
        public Integer call() {
            try (RunCheckpoint checkpoint = RunCheckpoint.watch(out, common)) {
                FileCheckpointStore store = checkpoint.store(false, Map.of());
                store.save(new CheckpointStore.Checkpoint(1, new ModelState().put("x", new float[1])));
            }
            return 0;
        }
    }

    @Test
    void whoInterruptsItIsNotToldToResume() {
        Capture capture = new Capture();
        assertThat(capture.run(List.of(ProbeCommand.class), "probe", "--out=" + folder.resolve("bundle")))
                .isZero();
        assertThat(capture.err().strip())
                .isEqualTo("Training stopped; epoch 1 is kept in " + folder.resolve("bundle.checkpoint")
                        + "; the same command starts anew");
        assertThat(new CommandLine(DemoCommand.class, new CommandFactory(capture.terminal(false)))
                        .getCommandSpec()
                        .findOption("--resume"))
                .isNull();
    }
}
