package org.tandemrec.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.CommonOptions;
import org.tandemrec.app.ComputeOptions;
import org.tandemrec.app.Heap;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.DataException;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Repeats;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tandem bench lfm}: whole trainings of the latent factor model on ratings that are invented in memory, with the shape of the case
 * ({@link LfmCase}), or on given ones.
 *
 * <p>Prints how long an epoch takes, how many updates that is a second, and what this is of two bounds of the machine
 * ({@link MachineBounds}). Exit status as that of {@code tandem}: 0 fine, 1 failed, 2 wrong usage.
 *
 * <pre>
 * ./tandem bench lfm --case explicit-ml1m
 * ./tandem bench lfm --case explicit-ml1m --train train.txt --test test.txt
 * ./tandem bench lfm --case explicit-netflix
 * ./tandem bench lfm --case implicit-ml1m
 * ./tandem bench lfm --case als-netflix
 * </pre>
 */
@Command(
        name = "lfm",
        sortOptions = false,
        description = {
            "Measure whole trainings of the latent factor model, on invented ratings or given ones.",
            "An update is a rating (explicit), an interaction or one of its negatives (implicit), or a row's factors that enter the "
                    + "normal matrix of a row of the other side, two for each interaction (als).",
            "Prints updates a second, the median over the epochs after a warm-up; the bytes and floating-point operations that these "
                    + "are, and which share of what memory and arithmetic do alone on the same threads; the error after each epoch."
        })
final class LfmCommand implements Callable<Integer> {
    /* What a rating takes at most while a case prepares and runs, its share of the factors included. */
    private static final long BYTES_PER_RATING = 50;

    @Option(
            names = "--case",
            required = true,
            paramLabel = "CASE",
            converter = LfmCase.Converter.class,
            description = {
                "explicit-ml1m: 1,000,209 ratings of 6,040 users on 3,706 items, a random tenth of them for testing; SGD;",
                "explicit-netflix: 100,480,507 ratings of 480,189 users on 17,770 items; SGD;",
                "implicit-ml1m: as many interactions as explicit-ml1m, 4 negatives each; SGD;",
                "als-netflix: as many interactions as explicit-netflix; ALS.",
                "All have 64 factors."
            })
    private LfmCase which = LfmCase.EXPLICIT_ML1M;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description =
                    "Learn these ratings instead of generated ones: lines of user, item and rating, between blanks.")
    private @Nullable Path train;

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "Measure the error on these ratings after each epoch; goes with --train.")
    private @Nullable Path test;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs to measure. Default: the case's.")
    private @Nullable Integer epochs;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "3",
            description =
                    "Seconds of training before, an epoch at least, that do not count. Default: ${DEFAULT-VALUE}.")
    private double warmUp;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private ShrinkOption shrink;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        require(epochs == null || epochs >= 1, "--epochs must be at least 1, but was " + epochs);
        require(warmUp >= 0 && warmUp <= 3600, "--warm-up must be 0 to 3600, but was " + warmUp);
        require(test == null || train != null, "--test goes with --train");
        requireMemory();
        ObjectNode config = which.config();
        if (epochs != null) {
            config.put("epochs", epochs);
        }
        Trainer trainer = ModelCatalog.standard().trainer(which.kind(), config);
        try (Parallel parallel = compute.parallel()) {
            ReportLines lines = new ReportLines(common::print);
            LfmReport report = new LfmReport(which, lines);
            report.header(common.commandLine(), parallel.threads(), config);
            MachineBounds bounds = MachineBounds.measure(which, parallel);
            LfmData data = data();
            report.data(data);
            LfmMeasurement measurement = measure(trainer, data, parallel);
            report.training(measurement, bounds);
            lines.memory();
            if (common.json()) {
                common.printJsonLine(report.json(measurement, parallel.threads()));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private LfmData data() {
        Seed seed = new Seed(compute.seed()).child("bench");
        if (train != null) {
            if (test != null && !which.explicit()) {
                common.remark(test + " is not read, for " + Cases.label(which) + " predicts no ratings");
            }
            return LfmData.files(train, which.explicit() ? test : null);
        }
        return which.netflix()
                ? LfmData.netflix(seed, shrink.divisor(), common.progress())
                : LfmData.movieLens(seed, shrink.divisor(), which.explicit());
    }

    private LfmMeasurement measure(Trainer trainer, LfmData data, Parallel parallel) {
        TrainingContext context = TrainingContext.of(compute.seed()).withParallel(parallel);
        TrainingRun run = trainer.start(data.train(), context);
        Interactions tested = data.test();
        RatingError error = tested == null ? null : new RatingError(tested, parallel);
        int pairs = data.train().size() - Repeats.count(data.train());
        return LfmMeasurement.of(run, which.updates(pairs), warmUp, error, common.progress());
    }

    private void requireMemory() {
        long ratings = train != null ? RatingFile.estimate(train) : which.ratings() / shrink.divisor();
        long needed = BYTES_PER_RATING * ratings;
        long limit = Runtime.getRuntime().maxMemory();
        if (needed > limit) {
            throw new DataException(ReportLines.format(
                    "%s: about %,d ratings need %s of memory, but the JVM may use %s; %s",
                    train != null ? train : Cases.label(which),
                    ratings,
                    Heap.text(needed),
                    Heap.text(limit),
                    Heap.remedy(needed)));
        }
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw common.wrongUsage(message);
        }
    }
}
