package org.tandemrec.bench;

import java.util.List;
import java.util.Locale;
import org.tandemrec.app.GrowthCommand;
import org.tandemrec.app.Main;
import org.tandemrec.app.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code tandem bench}: {@code gru4rec}, {@code lfm} and {@code evaluate} measure whole runs ({@link Gru4RecCommand},
 * {@link LfmCommand}, {@link EvaluateBenchCommand}), {@code server} drives and breaks a server ({@link ServerCommand}), and
 * {@code growth} compares reproductions ({@link GrowthCommand}); everything else are JMH's own arguments, for example {@code tandem bench GemmBenchmark -p threads=2} or {@code tandem bench -l}.
 */
@Command(
        name = "tandem bench",
        synopsisSubcommandLabel = "COMMAND",
        description = "Measure whole runs on invented data, or single pieces with JMH.",
        footer = {
            "",
            "Anything else goes to JMH, which runs benchmarks of single pieces:",
            "  -l             lists them,",
            "  -h             lists JMH's options,",
            "  GemmBenchmark  runs those of that name,",
            "  (nothing)      runs all of them, for hours."
        })
public final class Bench implements Runnable {
    private static final List<Class<?>> COMMANDS = List.of(
            Gru4RecCommand.class,
            LfmCommand.class,
            EvaluateBenchCommand.class,
            ServerCommand.class,
            GrowthCommand.class);

    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    boolean help;

    @Spec
    CommandSpec spec;

    /** Measures a whole run and ends the process with its exit status, or hands everything to JMH. */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT); // numbers read alike everywhere
        if (args.length == 0 || !isCommand(args[0])) {
            org.openjdk.jmh.Main.main(args);
            return;
        }
        Terminal terminal = Terminal.ofProcess();
        Runtime.getRuntime().addShutdownHook(new Thread(terminal::endLine, "tandem-terminal"));
        System.exit(run(terminal, args));
    }

    /** Runs one of the commands and returns its exit status. */
    static int run(Terminal terminal, String... args) {
        return Main.run(terminal, new Bench(), COMMANDS, args);
    }

    private static boolean isCommand(String first) {
        return first.equals("--help")
                || COMMANDS.stream()
                        .anyMatch(command ->
                                command.getAnnotation(Command.class).name().equals(first));
    }

    /** Only what is a command comes here, so one is missing. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing, for example: tandem bench lfm");
    }
}
