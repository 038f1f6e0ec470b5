package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.DataException;
import org.tandemrec.model.NonFiniteLossException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

class MainTest {
    private static final List<Class<?>> COMMANDS = List.of(ProbeCommand.class);

    private final Capture capture = new Capture();

    @Test
    void finishesWithZero() {
        assertThat(capture.run(COMMANDS, "probe")).isZero();
        assertThat(capture.out()).isEqualTo("seed 42" + System.lineSeparator());
        assertThat(capture.err()).isEqualTo("a remark" + System.lineSeparator());
    }

    @Test
    void quietKeepsResultsOnly() {
        assertThat(capture.run(COMMANDS, "probe", "--quiet", "--seed", "7")).isZero();
        assertThat(capture.out()).isEqualTo("seed 7" + System.lineSeparator());
        assertThat(capture.err()).isEmpty();
    }

    @Test
    void jsonLeavesOneDocumentOnStandardOutput() {
        assertThat(capture.run(COMMANDS, "probe", "--json", "--threads", "2")).isZero();
        assertThat(JsonMapper.shared().readTree(capture.out()).get("threads").intValue())
                .isEqualTo(2);
        assertThat(capture.err()).contains("seed 42", "a remark");
    }

    @Test
    void printsHelpAndVersion() {
        assertThat(capture.run(Main.COMMANDS, "--version")).isZero();
        assertThat(capture.out()).matches("tandem \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+.*\\)\\R");
        assertThat(capture.run(COMMANDS, "--help")).isZero();
        assertThat(capture.run(COMMANDS, "probe", "--help")).isZero();
        assertThat(capture.out())
                .contains("Usage: tandem", "probe", "Exit status", "--seed=N", "--threads=N", "--json");
        assertThat(capture.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "probe --sed 3|tandem probe: unknown options: '--sed', '3' (did you mean --seed?); see tandem probe --help",
                "probe --theads=3|tandem probe: unknown option: '--theads=3' (did you mean --threads?); "
                        + "see tandem probe --help",
                "porbe|tandem: unmatched argument at index 0: 'porbe' (did you mean probe?); see tandem --help",
                "probe --seed x|tandem probe: invalid value for option '--seed': 'x' is not a long; "
                        + "see tandem probe --help",
                "probe --threads 0|tandem probe: --threads must be at least 1, but was 0; see tandem probe --help",
            })
    void saysWhatIsWrongWithTheUsage(String line, String message) {
        assertThat(capture.run(COMMANDS, line.split(" "))).isEqualTo(2);
        assertThat(capture.err().strip()).isEqualTo(message);
        assertThat(capture.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"--verbose, DEBUG", "--quiet, WARN", "--seed=1, INFO"})
    void setsHowMuchIsLogged(String option, String level) {
        assertThat(capture.run(COMMANDS, "probe", option)).isZero();
        assertThat(System.getProperty("tandem.log.level")).isEqualTo(level);
    }

    @Test
    void wantsACommand() {
        assertThat(capture.run(COMMANDS)).isEqualTo(2);
        assertThat(capture.err()).startsWith("tandem: a command is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data|tandem: events.csv:7: a bad line",
                "config|tandem: epochs must be at least 1, but was 0",
                "loss|tandem: lfm: the loss became NaN in epoch 2, batch 9; lower the learning rate (now 0.02, try 0.005)",
                "missing|tandem: no-such-file: no such file or folder",
                "io|tandem: reading or writing failed: disk on fire",
                "bug|tandem: unexpected error: java.lang.IllegalStateException: a bug; "
                        + "run again with --verbose to see where, and please report it",
            })
    void turnsErrorsIntoOneSentence(String kind, String sentence) {
        assertThat(capture.run(COMMANDS, "probe", "--quiet", "--fail", kind)).isEqualTo(1);
        assertThat(capture.err().strip()).isEqualTo(sentence);
    }

    @Test
    void explainsThatTheMemoryIsUsedUp() {
        assertThat(capture.run(COMMANDS, "probe", "--quiet", "--fail", "memory"))
                .isEqualTo(1);
        assertThat(capture.err().strip())
                .isEqualTo("tandem: " + Errors.memory(Runtime.getRuntime().maxMemory()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "memory", "bug"})
    void showsWhereWithVerbose(String kind) {
        assertThat(capture.run(COMMANDS, "probe", "--verbose", "--fail", kind)).isEqualTo(1);
        assertThat(capture.err()).contains("at org.tandemrec.app.MainTest$ProbeCommand.call");
    }

    /** A command that fails on demand. */
    @Command(name = "probe", description = "Tries the house of commands.")
    static final class ProbeCommand implements Callable<Integer> {
        @Mixin
        CommonOptions common;

        @Mixin
        ComputeOptions compute;

        @Option(names = "--fail", defaultValue = "not")
        String kind;

        @Override
        public Integer call() throws Exception {
            fail();
            common.print("seed " + compute.seed());
            common.remark("a remark");
            if (common.json()) {
                try (Parallel parallel = compute.parallel()) {
                    common.printJson(Map.of("threads", parallel.threads()));
                }
            }
            return 0;
        }

        private void fail() throws Exception {
            switch (kind) {
                case "data" -> throw new DataException("events.csv:7: a bad line");
                case "config" -> Check.argument(false, "epochs must be at least 1, but was %d", 0);
                case "loss" -> throw new NonFiniteLossException("lfm", 2, 9, Double.NaN, 0.02);
                case "missing" -> Files.readString(Path.of("no-such-file"));
                case "io" -> throw new UncheckedIOException(new IOException("disk on fire"));
                case "memory" -> throw new OutOfMemoryError("Java heap space");
                case "bug" -> throw new IllegalStateException("a bug");
                default -> assertThat(kind).isEqualTo("not");
            }
        }
    }
}
