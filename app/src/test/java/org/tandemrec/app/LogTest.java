package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Logs in a process of its own, since a process configures its log once. */
class LogTest {
    @ParameterizedTest
    @CsvSource({"INFO, OpenBLAS: WARN|warning: theta is 1.2", "DEBUG, OpenBLAS: WARN|a detail|warning: theta is 1.2"})
    void isPlainAndOnStandardError(String level, String expected) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtandem.log.level=" + level,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName())
                .start();
        List<String> err = process.errorReader().readAllLines();
        assertThat(process.inputReader().readAllLines()).isEmpty();
        assertThat(process.waitFor()).isZero();
        assertThat(String.join("|", err)).isEqualTo(expected);
    }

    /** What the other process runs. */
    static final class Probe {
        public static void main(String[] args) {
            LoggerFactory.getLogger("org.tandemrec.kernel").info("OpenBLAS: WARN");
            LoggerFactory.getLogger("org.tandemrec.kernel").debug("a detail");
            LoggerFactory.getLogger("org.tandemrec.model").warn("theta is {}", 1.2);
            LoggerFactory.getLogger("another.library").info("noise");
        }
    }
}
