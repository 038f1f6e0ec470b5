package org.tandemrec.app;

import java.util.stream.Collectors;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.app.terminal.TerminalProgress;
import org.tandemrec.data.JdbcQuery;
import org.tandemrec.model.ProgressListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of every command, and where its output goes: results to standard output, or one JSON document there and
 * everything else to standard error with {@code --json}.
 *
 * <p>A command has it as a field {@code @Mixin CommonOptions common}.
 */
@Command
public final class CommonOptions {
    private final Terminal terminal;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--json",
            description = "Print one JSON document to standard output, and everything else to standard error.")
    private boolean json;

    @Option(names = "--quiet", description = "Show no progress and no remarks, only results and errors.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Show where an error comes from, and log more.")
    private boolean verbose;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    CommonOptions(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Whether one JSON document goes to standard output. */
    public boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether what {@link #print} prints may carry escape sequences. */
    boolean styled() {
        return terminal.styled() && !json;
    }

    /** The width that text for people should keep to. */
    int columns() {
        return terminal.columns();
    }

    /** Returns where progress is shown. */
    public ProgressListener progress() {
        return quiet ? ProgressListener.NONE : new TerminalProgress(terminal);
    }

    /** Prints a result for people: to standard output, or to standard error beside a JSON document. */
    public void print(String text) {
        (json ? terminal.err() : terminal.out()).println(text);
    }

    /** Prints a remark that is no result, unless {@code --quiet}. */
    public void remark(String text) {
        if (!quiet) {
            terminal.err().println(text);
        }
    }

    /** Prints what a user must know in any case, on a line of its own even while progress is being drawn. */
    void alert(String text) {
        terminal.endLine();
        terminal.err().println(text);
    }

    /** Prints the one JSON document of {@code --json}: records, maps, lists, numbers and strings. */
    void printJson(Object document) {
        terminal.out().println(Json.INDENTED.writeValueAsString(document));
    }

    /** As {@link #printJson}, on one line. */
    public void printJsonLine(Object document) {
        terminal.out().println(Json.MAPPER.writeValueAsString(document));
    }

    /** The command with all its arguments as they were given, quoted for a shell where that is needed. */
    public String commandLine() {
        return command.root().name() + " "
                + command.commandLine().getParseResult().originalArgs().stream()
                        .map(CommonOptions::withoutLogin)
                        .map(argument -> argument.matches("[\\w./:=,@%+-]+")
                                ? argument
                                : "'" + argument.replace("'", "'\\''") + "'")
                        .collect(Collectors.joining(" "));
    }

    /** An argument as it may be printed: a database's URL may hold a password. */
    static String withoutLogin(String argument) {
        int url = argument.indexOf(JdbcQuery.SCHEME);
        return url < 0 ? argument : argument.substring(0, url) + JdbcQuery.shown(argument.substring(url));
    }

    /** Whether the command has an option, such as {@code --resume}. */
    boolean hasOption(String name) {
        return command.findOption(name) != null;
    }

    /** Whether an option stands in the command line. */
    boolean isGiven(String name) {
        return command.commandLine().getParseResult().hasMatchedOption(name);
    }

    /** Returns the error of an option or a combination of options that makes no sense: exit status 2. */
    public ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** Sets the level of the log before anything logs. */
    void configureLog() {
        LogBridge.install();
        System.setProperty("tandem.log.level", verbose ? "DEBUG" : quiet ? "WARN" : "INFO");
    }
}
