package org.tandemrec.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * {@code tandem bench}: {@code tandem bench gru4rec} measures whole runs ({@link Gru4RecCommand}); everything else are JMH's own
 * arguments, for example {@code tandem bench GemmBenchmark -p threads=2} or {@code tandem bench -l}.
 */
public final class Bench {
    private static final String WHOLE_RUN = "gru4rec";

    private static final String HELP = """
            Usage: tandem bench gru4rec --case CASE [OPTIONS]
                   tandem bench [JMH ARGUMENTS]

            gru4rec            Whole runs of GRU4Rec on invented sequences; tandem bench gru4rec --help says which.
            anything else      Goes to JMH, which runs benchmarks of single pieces:
              -l               lists them,
              -h               lists JMH's options,
              GemmBenchmark    runs those of that name,
              (nothing)        runs all of them, for hours.
            """;

    private Bench() {}

    /** Measures a whole run and ends the process with its exit status, or hands everything to JMH. */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT); // numbers read alike everywhere
        String first = args.length == 0 ? "" : args[0];
        switch (first) {
            case WHOLE_RUN ->
                System.exit(wholeRun(System.out, System.err, List.of(args).subList(1, args.length)));
            case "--help" -> System.out.print(HELP);
            default -> org.openjdk.jmh.Main.main(args);
        }
    }

    /** Runs {@code tandem bench gru4rec} with the given arguments and returns its exit status. */
    static int wholeRun(PrintStream out, PrintStream err, List<String> args) {
        return Gru4RecCommand.line(out, err).execute(args.toArray(String[]::new));
    }
}
