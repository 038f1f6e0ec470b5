package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs in a process of its own, since a process configures its log once. */
class LogTest {
    @ParameterizedTest
    @CsvSource({"INFO, OpenBLAS: WARN|warning: theta is 1.2", "DEBUG, OpenBLAS: WARN|a detail|warning: theta is 1.2"})
    void isPlainAndOnStandardError(String level, String expected) throws Exception {
        assertThat(String.join("|", log(level))).isEqualTo(expected);
    }

    @Test
    void isJsonWhereThatIsAskedFor() throws Exception {
        List<JsonNode> lines = log("INFO", "json").stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        assertThat(lines).hasSize(4);
        JsonNode first = lines.getFirst();
        assertThat(first.path("level").stringValue()).isEqualTo("INFO");
        assertThat(first.path("logger").stringValue()).isEqualTo("org.tandemrec.kernel");
        assertThat(first.path("thread").stringValue()).isEqualTo("main");
        assertThat(first.path("message").stringValue()).isEqualTo("OpenBLAS: WARN");
        assertThat(Instant.parse(first.path("time").stringValue())).isAfter(Instant.EPOCH);
        assertThat(first.has("error")).isFalse();
        assertThat(lines.get(1).path("message").stringValue()).isEqualTo("theta is 1.2");
        JsonNode failed = lines.get(2);
        assertThat(failed.path("message").stringValue()).isEqualTo("line 1\nline \"2\"");
        assertThat(failed.path("error").stringValue()).contains("IllegalStateException: a bug", "LogTest$Probe.main");
        JsonNode bridged = lines.get(3);
        assertThat(bridged.path("logger").stringValue()).isEqualTo("some.library");
        assertThat(bridged.path("level").stringValue()).isEqualTo("WARN");
        assertThat(bridged.path("message").stringValue()).isEqualTo("by another way: 7");
    }

    private static List<String> log(String level, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtandem.log.level=" + level,
                "-cp",
                System.getProperty("java.class.path"),
                Probe.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        List<String> err = process.errorReader().readAllLines();
        assertThat(process.inputReader().readAllLines()).isEmpty();
        assertThat(process.waitFor()).isZero();
        return err;
    }

    /** What the other process runs. */
    static final class Probe {
        public static void main(String[] args) {
            if (args.length > 0) {
                LogLine.asJson();
            }
            LoggerFactory.getLogger("org.tandemrec.kernel").info("OpenBLAS: WARN");
            LoggerFactory.getLogger("org.tandemrec.kernel").debug("a detail");
            LoggerFactory.getLogger("org.tandemrec.model").warn("theta is {}", 1.2);
            LoggerFactory.getLogger("another.library").info("noise");
            if (args.length > 0) {
                LoggerFactory.getLogger("org.tandemrec.server")
                        .error("line 1\nline \"2\"", new IllegalStateException("a bug"));
                LogBridge.install();
                Logger library = Logger.getLogger("some.library");
                library.info("noise");
                library.log(Level.WARNING, "by another way: {0}", 7);
            }
        }
    }
}
