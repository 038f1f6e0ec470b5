package org.tandemrec.app;

import java.util.List;
import java.util.Locale;
import org.tandemrec.app.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line {@code tandem}. Its exit status is 0 for fine, 1 for failed, 2 for wrong usage. */
@Command(
        name = "tandem",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Recommends what a user will want next, from who they are and what they are after right now.",
        footer = {
            "",
            "@|bold tandem COMMAND --help|@ explains a command.",
            "Exit status: 0 fine, 1 failed, 2 wrong usage.",
            "The JVM takes further flags from the environment variable TANDEM_JAVA_OPTS, for example -Xmx8g."
        })
public final class Main implements Runnable {
    /** Every command, in the order in which the help shows them. */
    static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ReproduceCommand.class,
            GenerateCommand.class,
            InspectCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            TuneCommand.class,
            RecommendCommand.class,
            SimilarCommand.class,
            ServeCommand.class,
            ExportCommand.class);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version of Tandem and of Java.")
    boolean version;

    @Spec
    CommandSpec spec;

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT); // numbers read alike everywhere
        Terminal terminal = Terminal.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::endLine, "tandem-terminal"));
        System.exit(run(terminal, COMMANDS, args));
    }

    /** Runs one of {@code commands} on {@code terminal} and returns its exit status. */
    static int run(Terminal terminal, List<Class<?>> commands, String... args) {
        return run(terminal, new Main(), commands, args);
    }

    /**
     * Runs one of the commands of another command line than {@code tandem}'s own in the same way: options of {@link CommonOptions}, where
     * output goes, what errors look like.
     *
     * @param root what is above the commands; its name starts every message
     * @return the exit status
     */
    public static int run(Terminal terminal, Runnable root, List<Class<?>> commands, String... args) {
        Errors errors = new Errors(terminal);
        CommandLine line = new CommandLine(root, new CommandFactory(terminal));
        named(commands, args).forEach(line::addSubcommand);
        line.setOut(CommandFactory.writer(terminal.out()))
                .setErr(CommandFactory.writer(terminal.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.styled() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 100))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(Main::execute)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
        try {
            return line.execute(args);
        } catch (Error e) { // picocli hands on exceptions only
            return errors.report(e, List.of(args).contains("--verbose"));
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** The command that the first argument names, alone: to read the options of all others takes as long as many a command. All else. */
    private static List<Class<?>> named(List<Class<?>> commands, String... args) {
        List<Class<?>> named = commands.stream()
                .filter(command -> args.length > 0
                        && command.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return named.isEmpty() ? commands : named;
    }

    private static int execute(ParseResult parsed) {
        for (CommandLine command : parsed.asCommandLineList()) {
            for (CommandSpec mixin : command.getCommandSpec().mixins().values()) {
                if (mixin.userObject() instanceof CommonOptions common) {
                    common.configureLog();
                }
            }
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Tandem without a command is wrong usage: says which commands there are. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, for example: tandem demo");
    }
}
