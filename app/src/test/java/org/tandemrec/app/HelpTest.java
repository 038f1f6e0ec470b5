package org.tandemrec.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.catalog.ModelCatalog;
import picocli.CommandLine.Command;

class HelpTest {
    private static final int COLUMNS = 80;

    /** Every command line that shows help. */
    static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("--help"));
        for (Class<?> command : Main.COMMANDS) {
            lines.add(command.getAnnotation(Command.class).name() + " --help");
        }
        ModelCatalog.standard().kinds().forEach(kind -> lines.add("train --model " + kind + " --help"));
        return lines;
    }

    private static List<String> help(String line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        Terminal terminal = new Terminal(stream, stream, false, false, COLUMNS);
        assertThat(Main.run(terminal, Main.COMMANDS, line.split(" ", -1))).isZero();
        return out.toString(UTF_8).lines().toList();
    }

    @ParameterizedTest
    @MethodSource("lines")
    void fitsEightyColumns(String line) {
        assertThat(help(line))
                .hasSizeGreaterThan(5)
                .allSatisfy(text -> assertThat(text.length()).as(text).isLessThanOrEqualTo(COLUMNS));
    }

    @Test
    void theDemoComesFirst() {
        List<String> help = help("--help");
        List<String> commands = help.subList(help.indexOf("Commands:") + 1, help.size());
        assertThat(commands.getFirst()).startsWith("  demo ");
        assertThat(commands).filteredOn(text -> text.matches(" {2}[a-z]+ .*")).hasSize(Main.COMMANDS.size());
    }
}
