package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.tandemrec.app.terminal.Terminal;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run of {@code tandem bench} in this process: its exit status and what it printed. */
record BenchRun(int status, String out, String err) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Runs a command with arguments that have no blanks in them. */
    static BenchRun of(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                100);
        int status = Bench.run(terminal, line.split(" ", -1));
        return new BenchRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** This run, whose status must be 0. */
    BenchRun succeeded() {
        assertThat(status).as(err).isZero();
        return this;
    }

    /** The one object on standard output. */
    JsonNode json() {
        return JSON.readTree(out);
    }
}
