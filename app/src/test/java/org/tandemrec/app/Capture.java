package org.tandemrec.app;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tandemrec.app.terminal.Terminal;

/** A terminal whose output can be read back. */
public final class Capture {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Returns the terminal, which is watched by people or not. */
    public Terminal terminal(boolean watched) {
        return new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                watched,
                watched,
                100);
    }

    /** Runs a command line and returns its exit status. */
    int run(List<Class<?>> commands, String... args) {
        return Main.run(terminal(false), commands, args);
    }

    /** What was printed to standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What was printed to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
