package org.tandemrec.app;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.tandemrec.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and their options, and gives {@link CommonOptions} the terminal. */
final class CommandFactory implements IFactory {
    private final Terminal terminal;

    CommandFactory(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        return type == CommonOptions.class
                ? type.cast(new CommonOptions(terminal))
                : CommandLine.defaultFactory().create(type);
    }

    static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
