package org.tandemrec.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.CommonOptions;
import org.tandemrec.app.ComputeOptions;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Model;
import org.tandemrec.model.TrainingContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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
        name = "gru4rec",
        sortOptions = false,
        description = {
            "Measure whole runs of GRU4Rec on invented sequences.",
            "Prints mini-batches and events a second, the floating-point operations of a mini-batch's matrix products, the rate of "
                    + "these products alone on the same threads, and which share of the training time they alone would take."
        })
final class Gru4RecCommand implements Callable<Integer> {
    /* Rankings of all users at least, the first one, which warms up, not counted. */
    private static final int MIN_RANKINGS = 3;

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

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private ShrinkOption shrink;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        if (!(seconds > 0 && seconds <= 3600)) {
            throw common.wrongUsage("--seconds must be more than 0 and at most 3600, but was " + seconds);
        }
        SequenceShape shape = which.shape().shrunk(shrink.divisor());
        ObjectNode config = shrunk(which.config());
        try (Parallel parallel = compute.parallel()) {
            ReportLines lines = new ReportLines(common::print);
            Gru4RecReport report = new Gru4RecReport(lines);
            report.header(common.commandLine(), parallel.threads(), shape, config);
            ObjectNode figures = switch (which) {
                case RETAILROCKET, RSC15, FULL_SOFTMAX, BPTT -> train(config, shape, null, report, parallel);
                case LARGE_CATALOGUE ->
                    train(
                            config,
                            shape,
                            which.shape().withItems(Gru4RecCase.FEW_ITEMS).shrunk(shrink.divisor()),
                            report,
                            parallel);
                case RANK -> rank(config, shape, report, parallel);
            };
            lines.memory();
            if (common.json()) {
                common.printJsonLine(figures);
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
        Gru4RecMeasurement measurement = Gru4RecMeasurement.of(training, baseline, gemm, seconds, common.progress());
        report.training(measurement);
        if (baselineShape != null) {
            report.comparison(measurement, baselineShape);
        }
        return Gru4RecReport.json(which, measurement, parallel.threads());
    }

    private SlicedTraining training(ObjectNode config, SequenceShape shape, Parallel parallel) {
        Seed start = new Seed(compute.seed());
        return new SlicedTraining(config, shape.generate(start.child("log")), start, parallel);
    }

    private ObjectNode rank(ObjectNode config, SequenceShape shape, Gru4RecReport report, Parallel parallel) {
        Seed start = new Seed(compute.seed());
        Interactions histories = shape.generate(start.child("log"));
        TrainingContext context = TrainingContext.of(compute.seed()).withParallel(parallel);
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
        return Gru4RecReport.json(which, Samples.of(times, Double::doubleValue), histories, parallel.threads());
    }

    private ObjectNode shrunk(ObjectNode config) {
        for (String size : List.of("hiddenSize", "batchSize", "negatives")) {
            config.put(
                    size, Math.ceilDiv(Objects.requireNonNull(config.get(size)).intValue(), shrink.divisor()));
        }
        return config;
    }
}
