package org.tandemrec.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.CommonOptions;
import org.tandemrec.app.ComputeOptions;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.TrainedOn;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Metric;
import org.tandemrec.eval.Protocol;
import org.tandemrec.model.Model;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.Replay;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code tandem bench evaluate}: ten metrics in the full ranking of every successive target of {@code user-tail(0.1)}, by a GRU4Rec of
 * 128 units as it starts, on data that is invented in memory with the shape of MovieLens-1M; or by a bundle on given data.
 *
 * <p>The histories and scores alone, of which no metric is made, are measured in turns with the whole. Exit status as that of
 * {@code tandem}: 0 fine, 1 failed, 2 wrong usage.
 *
 * <pre>
 * ./tandem bench evaluate
 * ./tandem bench evaluate --bundle bundle --data ml-1m
 * </pre>
 */
@Command(
        name = "evaluate",
        sortOptions = false,
        description = {
            "Measure an evaluation: ten metrics in the full ranking of all targets.",
            "Prints its time, the time of the scores alone, and the peak memory."
        })
final class EvaluateBenchCommand implements Callable<Integer> {
    private static final List<Metric> METRICS = List.of(
            Metric.NDCG,
            Metric.NDCG_PER_TARGET,
            Metric.HR,
            Metric.RECALL,
            Metric.PRECISION,
            Metric.MRR,
            Metric.MAP,
            Metric.AUC,
            Metric.COVERAGE,
            Metric.NOVELTY);

    private static final int K = 10;
    private static final int HIDDEN_SIZE = 128;

    @Option(
            names = "--bundle",
            paramLabel = "DIR",
            description = "Measure this model instead of an invented one; goes with --data.")
    private @Nullable Path bundle;

    @Option(names = "--data", paramLabel = "DATA", description = "The data that the bundle was trained on.")
    private @Nullable Path data;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "3",
            description = "Evaluations after a first one, which does not count. Default: ${DEFAULT-VALUE}.")
    private int repeats;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private ShrinkOption shrink;

    @Mixin
    private CommonOptions common;

    /** What is evaluated. */
    private record Case(Model model, Split split, String origin) {}

    @Override
    public Integer call() {
        if (repeats < 1) {
            throw common.wrongUsage("--repeats must be at least 1, but was " + repeats);
        }
        if ((bundle == null) != (data == null)) {
            throw common.wrongUsage("--bundle goes with --data");
        }
        try (Parallel parallel = compute.parallel()) {
            ReportLines lines = new ReportLines(common::print);
            lines.machine(common.commandLine(), parallel.threads());
            Case measured = measured(parallel);
            Split split = measured.split();
            lines.line(
                    "data",
                    ReportLines.format(
                            "%,d targets of %,d users among %,d items, %,d events before them; %s",
                            split.targetCount(),
                            split.usersWithTarget(),
                            split.all().itemCount(),
                            split.train().size(),
                            measured.origin()));
            ObjectNode figures = measure(measured, lines, parallel);
            lines.memory();
            if (common.json()) {
                common.printJsonLine(figures);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Case measured(Parallel parallel) {
        Path folder = bundle;
        Path file = data;
        if (folder == null || file == null) {
            return invented(parallel);
        }
        Bundle read = BundleReader.read(folder, ModelCatalog.standard());
        Interactions all = Dataset.read(file).interactions();
        Split split = SplitRule.PAPER.apply(all);
        TrainedOn.requireUnseen(read.manifest(), all, split);
        return new Case(read.model(), split, read.manifest().kind() + " of " + folder);
    }

    private Case invented(Parallel parallel) {
        Interactions all = LfmData.movieLens(new Seed(compute.seed()).child("bench"), shrink.divisor(), false)
                .train();
        Split split = SplitRule.PAPER.apply(all);
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("hiddenSize", HIDDEN_SIZE);
        Model model = ModelCatalog.standard()
                .trainer("gru4rec", config)
                .start(split.train(), TrainingContext.of(compute.seed()).withParallel(parallel))
                .model();
        return new Case(model, split, "generated, gru4rec of " + HIDDEN_SIZE + " units");
    }

    private ObjectNode measure(Case measured, ReportLines lines, Parallel parallel) {
        Protocol protocol = new Protocol(List.of(new CandidateRule.FullUnseen()), List.of(K), new Seed(compute.seed()))
                .withMetrics(METRICS);
        Evaluator evaluator = new Evaluator(measured.split(), protocol);
        List<Contender> contenders = List.of(Contender.of(measured.model()));
        Replay replay = new Replay(measured.split(), List.of(measured.model()));
        List<Double> whole = new ArrayList<>();
        long cpuNanos = 0;
        List<Double> scores = new ArrayList<>();
        Evaluation first = evaluator.evaluate(contenders, parallel, common.progress());
        for (int i = 0; i < repeats; i++) {
            long before = cpuNanos();
            whole.add(seconds(() -> {
                Evaluation again = evaluator.evaluate(contenders, parallel, common.progress());
                if (!again.equals(first)) {
                    throw new IllegalStateException("two evaluations of the same model differ");
                }
            }));
            cpuNanos += cpuNanos() - before;
            scores.add(seconds(() ->
                    replay.run(parallel, () -> targets -> {}, ProgressListener.NONE.start("scores", 1, "targets"))));
        }
        Samples time = Samples.of(whole, Double::doubleValue);
        Samples alone = Samples.of(scores, Double::doubleValue);
        lines.line("evaluation", ReportLines.samples(time, "%.2f") + " s, " + METRICS.size() + " metrics");
        lines.line("processor time", ReportLines.format("%.2f s an evaluation, all threads", cpuNanos / 1e9 / repeats));
        lines.line("scores alone", ReportLines.samples(alone, "%.2f") + " s");
        first.figures()
                .forEach(figure -> lines.line("  " + figure.metric(), ReportLines.format("%.4f", figure.value())));
        return JsonNodeFactory.instance
                .objectNode()
                .put("targets", measured.split().targetCount())
                .put("metrics", METRICS.size())
                .put("seconds", time.median())
                .put("scoreSeconds", alone.median())
                .put("threads", parallel.threads());
    }

    /** The time that this process had processors for: what an evaluation costs also where others use the machine. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
