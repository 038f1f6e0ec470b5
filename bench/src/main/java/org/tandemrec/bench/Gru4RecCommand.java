package org.tandemrec.bench;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Model;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.model.TrainingContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tandem bench gru4rec}: whole runs of GRU4Rec on sequences that are invented in memory, with the shape of the case
 * ({@link Gru4RecCase}).
 *
 * <p>Training is warmed up, then measured in slices of time, in turns with a replay of the very matrix products that it makes
 * ({@link Gru4RecMeasurement}). Exit status as that of {@code tandem}: 0 fine, 1 failed, 2 wrong usage.
 *
 * <pre>
 * ./tandem bench gru4rec --case full-softmax --seconds 10
 * </pre>
 */
@Command(
        name = "tandem bench gru4rec",
        sortOptions = false,
        description = {
            "Measure whole runs of GRU4Rec on invented sequences.",
            "Prints mini-batches and events a second, the floating-point operations of a mini-batch's matrix products, the rate of "
                    + "these products alone on the same threads, and which share of the training time they alone would take."
        })
final class Gru4RecCommand implements Callable<Integer> {
    /* Rankings of all users at least, the first one, which warms up, not counted. */
    private static final int MIN_RANKINGS = 3;

    private final PrintStream out;
    private final PrintStream err;

    @Option(
            names = "--case",
            required = true,
            paramLabel = "CASE",
            converter = Gru4RecCase.Converter.class,
            description = {
                "retailrocket: 224 units, 80 lanes, BPR-max, 2,048 negatives;",
                "rsc15: 100 units, 32 lanes, cross-entropy, 2,048 negatives;",
                "full-softmax: 512 units, 128 lanes, 3,706 items;",
                "bptt: the same in windows of 32 steps;",
                "large-catalogue: 128 units, 256 lanes, 1,000,000 items beside 10,000;",
                "rank: the best ten unseen of 3,706 items for 6,040 users, 128 units."
            })
    private Gru4RecCase which = Gru4RecCase.FULL_SOFTMAX;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "10",
            description = "Time of the measured part; warm-up and comparison come on top. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--threads", paramLabel = "N", description = "Number of threads. Default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Start of all random decisions. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--json",
            description = "Print one JSON document to standard output, and everything else to standard error.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Option(names = "--shrink", hidden = true, description = "Divides the sizes of the case: for tests.")
    private int shrink = 1;

    @Spec
    private CommandSpec spec;

    private Gru4RecCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** The command line that prints results to {@code out} and errors to {@code err}. */
    static CommandLine line(PrintStream out, PrintStream err) {
        return new CommandLine(new Gru4RecCommand(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((e, args) -> {
                    err.println("tandem bench gru4rec: " + e.getMessage() + "; see tandem bench gru4rec --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    switch (e) {
                        case ConfigException expected -> err.println("tandem: " + expected.getMessage());
                        case NonFiniteLossException expected -> err.println("tandem: " + expected.getMessage());
                        default -> e.printStackTrace(err);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() {
        require(seconds > 0 && seconds <= 3600, "--seconds must be more than 0 and at most 3600, but was " + seconds);
        require(threads >= 1, "--threads must be at least 1, but was " + threads);
        require(shrink >= 1, "--shrink must be at least 1, but was " + shrink);
        SequenceShape shape = which.shape().shrunk(shrink);
        ObjectNode config = shrunk(which.config());
        Gru4RecReport report = new Gru4RecReport(json ? err : out);
        report.header(commandLine(), threads, shape, config);
        try (Parallel parallel = new Parallel(threads)) {
            ObjectNode figures = switch (which) {
                case RETAILROCKET, RSC15, FULL_SOFTMAX, BPTT -> train(config, shape, null, report, parallel);
                case LARGE_CATALOGUE ->
                    train(
                            config,
                            shape,
                            which.shape().withItems(Gru4RecCase.FEW_ITEMS).shrunk(shrink),
                            report,
                            parallel);
                case RANK -> rank(config, shape, report, parallel);
            };
            if (json) {
                out.println(figures);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private ObjectNode train(
            ObjectNode config,
            SequenceShape shape,
            @Nullable SequenceShape baselineShape,
            Gru4RecReport report,
            Parallel parallel) {
        SlicedTraining baseline = baselineShape == null ? null : training(config, baselineShape, parallel);
        SlicedTraining training = training(config, shape, parallel);
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        Gru4RecMeasurement measurement = Gru4RecMeasurement.of(training, baseline, gemm, seconds);
        report.training(measurement);
        if (baselineShape != null) {
            report.comparison(measurement, baselineShape);
        }
        report.memory();
        return Gru4RecReport.json(which, measurement, threads);
    }

    private SlicedTraining training(ObjectNode config, SequenceShape shape, Parallel parallel) {
        Seed start = new Seed(seed);
        return new SlicedTraining(config, shape.generate(start.child("log")), start, parallel);
    }

    private ObjectNode rank(ObjectNode config, SequenceShape shape, Gru4RecReport report, Parallel parallel) {
        Seed start = new Seed(seed);
        Interactions histories = shape.generate(start.child("log"));
        TrainingContext context = TrainingContext.of(seed).withParallel(parallel);
        Model model = ModelCatalog.standard()
                .trainer("gru4rec", config)
                .start(histories, context)
                .model();
        UserRanking ranking = new UserRanking(model, histories, parallel);
        ranking.run();
        List<Double> times = new ArrayList<>();
        double total = 0;
        while (total < seconds || times.size() < MIN_RANKINGS) {
            double time = ranking.run();
            times.add(time);
            total += time;
        }
        ranking.verify(0);
        ranking.verify(histories.userCount() - 1);
        report.ranking(Samples.of(times, Double::doubleValue), times.size(), histories);
        report.memory();
        return Gru4RecReport.json(which, Samples.of(times, Double::doubleValue), histories, threads);
    }

    private ObjectNode shrunk(ObjectNode config) {
        for (String size : List.of("hiddenSize", "batchSize", "negatives")) {
            config.put(
                    size, Math.ceilDiv(Objects.requireNonNull(config.get(size)).intValue(), shrink));
        }
        return config;
    }

    private String commandLine() {
        return "tandem bench gru4rec "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs());
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
