package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.ResultTable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.bundle.TrainedOn;
import org.tandemrec.data.Dataset;
import org.tandemrec.eval.Bootstrap;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Interval;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import org.tandemrec.eval.UserFigures;
import org.tandemrec.split.Filters;
import org.tandemrec.split.ShuffledOrder;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tandem evaluate}: measures a bundle on interactions that it has not seen. */
@Command(
        name = "evaluate",
        sortOptions = false,
        customSynopsis = "tandem evaluate --bundle DIR --data DATA [OPTIONS]",
        description = {
            "Measure a bundle on interactions that it has not seen.",
            "Of an ra-lst bundle, measures its parts and the paper's squared-error fusion, too. "
                    + "A bundle that was trained on its test rows is refused."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    private BundleOptions bundle;

    @Mixin
    private DataOptions data;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--split",
            paramLabel = "RULE",
            converter = SplitChoice.RuleConverter.class,
            description = "The rule that cuts the test targets off. Default: the one that the bundle was trained with.")
    private @Nullable SplitRule split;

    @Mixin
    private ProtocolOptions measured;

    @Option(
            names = "--shuffled-order",
            description =
                    "Also measure each model with the histories before the targets in shuffled order, drawn by --seed, as "
                            + "\"MODEL (shuffled)\": what it loses, it owes to order. Takes --targets last or all, or a split "
                            + "with one target a user.")
    private boolean shuffledOrder;

    @Option(
            names = "--per-user",
            paramLabel = "FILE.csv",
            description = "Also write the value of every user behind each mean over users: "
                    + "user,candidates,model,metric,k,value.")
    private @Nullable Path perUser;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write DIR/results.json.")
    private @Nullable Path out;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        Protocol protocol = measured.protocol(compute.seed());
        Bundle read = bundle.read();
        SplitRule rule = rule(read.manifest());
        Filters filters = filter.chosen(read.manifest());
        Dataset all = data.read(common).dataset();
        Dataset dataset = all.withInteractions(filters.apply(all.interactions()));
        Split cut = rule.apply(dataset.interactions());
        TrainedOn.requireUnseen(read.manifest(), dataset.interactions(), cut);
        Check.argument(cut.targetCount() > 0, "--split %s leaves no interaction to test on", rule);
        List<Contender> contenders = Contender.allOf(read.model());
        Evaluator evaluator = new Evaluator(cut, protocol);
        Figures figures = figures(evaluator, contenders, protocol);
        String kind = read.manifest().kind();
        List<ResultRecord> records = figures.evaluation.records(
                dataset.name(),
                filters.named(rule.toString()),
                compute.seed(),
                null,
                Map.of(kind, read.manifest().training().seconds()),
                figures.intervals);
        List<String> notes = new ArrayList<>(
                FilterOptions.note(filters, all, dataset).stream().toList());
        notes.addAll(notes(cut, protocol, evaluator, figures.evaluation, contenders));
        tell(new Report(kind + " on " + dataset.name(), List.of(), records, List.of(), List.of(), List.of(), notes));
        if (perUser != null) {
            PerUserFile.write(figures.evaluation.perUser(), dataset.users(), perUser);
            common.remark("Wrote " + perUser);
        }
        return 0;
    }

    /** What was measured, and how sure its means over users are. */
    private record Figures(Evaluation evaluation, Map<UserFigures.Key, Interval> intervals) {}

    private Figures figures(Evaluator evaluator, List<Contender> contenders, Protocol protocol) {
        Optional<Evaluator> shuffled = shuffledOrder ? Optional.of(shuffled(evaluator, protocol)) : Optional.empty();
        try (Parallel parallel = compute.parallel()) {
            Evaluation evaluation = evaluate(evaluator, shuffled, contenders, parallel);
            Seed seed = protocol.seed().child("bootstrap");
            return new Figures(
                    evaluation,
                    evaluation.perUser().intervals(Bootstrap.CONFIDENCE, Bootstrap.RESAMPLES, seed, parallel));
        }
    }

    private List<String> notes(
            Split cut, Protocol protocol, Evaluator evaluator, Evaluation evaluation, List<Contender> contenders) {
        List<String> notes = new ArrayList<>();
        if (!evaluation.perUser().keys().isEmpty()) {
            notes.add(
                    "± is half the width of a 95 % interval by bootstrap over users; it says nothing about other seeds");
        }
        if (shuffledOrder) {
            notes.add(
                    "(shuffled) is the same model on the same targets with the history before them in an order drawn by seed "
                            + compute.seed() + "; what it loses, it owes to order");
        }
        List<String> names = contenders.stream().map(Contender::name).toList();
        boolean calibrated = contenders.stream().allMatch(contender -> contender.calibration() != null);
        notes.addAll(new EvaluationNotes(cut, protocol, evaluator, evaluation, names, calibrated).all());
        return notes;
    }

    /** An evaluator of the same targets on shuffled histories. */
    private static Evaluator shuffled(Evaluator evaluator, Protocol protocol) {
        return evaluator.withHistories(ShuffledOrder.of(evaluator.evaluated(), protocol.targets(), protocol.seed()));
    }

    /** The figures, those on shuffled histories behind the true ones. */
    private Evaluation evaluate(
            Evaluator evaluator, Optional<Evaluator> shuffled, List<Contender> contenders, Parallel parallel) {
        Evaluation evaluation = evaluator.evaluate(contenders, parallel, common.progress());
        if (shuffled.isEmpty()) {
            return evaluation;
        }
        List<Contender> renamed = contenders.stream().map(Contender::shuffled).toList();
        return evaluation.with(shuffled.get().evaluate(renamed, parallel, common.progress()));
    }

    private void tell(Report report) throws IOException {
        if (common.json()) {
            common.printJson(report.records());
        } else {
            common.print(ResultTable.render(report, common.styled()).stripTrailing());
            report.notes().forEach(note -> common.print("note: " + note));
        }
        Path folder = out;
        if (folder != null) {
            Files.createDirectories(folder);
            common.remark("Wrote " + ReportFiles.writeRecords(report.records(), folder.resolve("results.json")));
        }
    }

    private SplitRule rule(Manifest manifest) {
        if (split != null) {
            return split;
        }
        SplitRule rule = SplitChoice.parse(manifest.training().split()).rule();
        if (rule != null) {
            return rule;
        }
        throw new BundleException("the bundle " + bundle.path()
                + " was trained on everything, so nothing is left to test it on; train with --split "
                + SplitRule.PAPER);
    }
}
