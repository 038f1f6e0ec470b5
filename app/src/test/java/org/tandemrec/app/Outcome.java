package org.tandemrec.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.tandemrec.app.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command line of Tandem's own commands ended with. */
record Outcome(int status, String out, String err) {
    /** The settings with which a model of a kind trains in a moment. */
    static String[] tiny(String kind) {
        return switch (kind) {
            case "lfm" -> new String[] {"--factors", "4", "--epochs", "2"};
            case "gru4rec" -> new String[] {"--hidden-size", "8", "--batch-size", "8", "--epochs", "2"};
            default ->
                ("--long-term-factors 4 --long-term-epochs 2 --short-term-hidden-size 8 --short-term-batch-size 8"
                                + " --short-term-epochs 2 --negatives 10")
                        .split(" ", -1);
        };
    }

    /** Runs a command line, each group of arguments one after the other. */
    static Outcome of(String command, String... arguments) {
        Capture capture = new Capture();
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Outcome(capture.run(Main.COMMANDS, all), capture.out(), capture.err());
    }

    /** Runs a command line that is written as one text without blanks in its arguments. */
    static Outcome ofLine(String line) {
        String[] words = line.split(" ", -1);
        String[] arguments = new String[words.length - 1];
        System.arraycopy(words, 1, arguments, 0, arguments.length);
        return of(words[0], arguments);
    }

    /**
     * Runs a command line whose terminal fails as soon as {@code text} is printed to standard error, once, when {@code kept} is
     * the last that is complete; returns the exit status.
     */
    static int stoppedAt(String text, String line, String kept) {
        Outcome outcome = stopped(text, line);
        assertThat(outcome.err)
                .contains("Training stopped; " + kept + " is kept in ", "; go on with the same command and --resume");
        return outcome.status;
    }

    /** Runs a command line whose terminal fails as soon as {@code text} is printed to standard error, once. */
    static Outcome stopped(String text, String line) {
        ByteArrayOutputStream err = new ByteArrayOutputStream() {
            private boolean stopped;

            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                super.write(bytes, offset, length);
                if (!stopped && toString(UTF_8).contains(text)) {
                    stopped = true;
                    throw new IllegalStateException("stopped by the test");
                }
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false, 80);
        int status = Main.run(terminal, Main.COMMANDS, line.split(" ", -1));
        return new Outcome(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** Checks that it went well and returns itself. */
    Outcome succeeded() {
        assertThat(status).as(err).isZero();
        return this;
    }

    /** What was printed to standard output as one JSON document. */
    JsonNode json() {
        return JsonMapper.shared().readTree(out);
    }

    /** The last line of standard error. */
    String lastError() {
        return err.strip().lines().reduce("", (_, last) -> last);
    }
}
