package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import org.tandemrec.split.Filters;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

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
            converter = SplitChoice.Converter.class,
            description = "The rule that cuts the test targets off. Default: the one that the bundle was trained with.")
    private @Nullable SplitChoice split;

    @Option(
            names = "--candidates",
            paramLabel = "RULE",
            split = ",",
            converter = CandidateConverter.class,
            defaultValue = "sampled-uniform(100),full-unseen",
            description = "What each target is ranked among. Default: ${DEFAULT-VALUE}.")
    private List<CandidateRule> candidates = List.of();

    @Option(
            names = "-k",
            paramLabel = "K",
            split = ",",
            defaultValue = "10",
            description = "Cut-offs of the ranking metrics, such as 10,20. Default: ${DEFAULT-VALUE}.")
    private List<Integer> cutoffs = List.of();

    @Option(
            names = "--users",
            paramLabel = "N",
            description = "Rank the targets of N users, drawn by --seed. Default: those of all users.")
    private @Nullable Integer users;

    @Option(names = "--out", paramLabel = "DIR", description = "Also write DIR/results.json.")
    private @Nullable Path out;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        Protocol protocol = protocol();
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
        Evaluation evaluation;
        try (Parallel parallel = compute.parallel()) {
            evaluation = evaluator.evaluate(contenders, parallel, common.progress());
        }
        String kind = read.manifest().kind();
        List<ResultRecord> records = evaluation.records(
                dataset.name(),
                filters.named(rule.toString()),
                compute.seed(),
                null,
                Map.of(kind, read.manifest().training().seconds()));
        List<String> notes = new ArrayList<>(
                FilterOptions.note(filters, all, dataset).stream().toList());
        notes.addAll(notes(cut, evaluator, evaluation, contenders));
        Report report =
                new Report(kind + " on " + dataset.name(), List.of(), records, List.of(), List.of(), List.of(), notes);
        tell(report);
        return 0;
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

    private Protocol protocol() {
        int limit = users == null ? Protocol.ALL_USERS : users;
        if (limit < 1) {
            throw common.wrongUsage("--users must be at least 1, but was " + limit);
        }
        try {
            return new Protocol(candidates, cutoffs, limit, new Seed(compute.seed()));
        } catch (IllegalArgumentException e) {
            throw common.wrongUsage("-k: " + e.getMessage());
        }
    }

    private SplitRule rule(Manifest manifest) {
        SplitChoice choice =
                split == null ? SplitChoice.parse(manifest.training().split()) : split;
        SplitRule rule = choice.rule();
        if (rule != null) {
            return rule;
        }
        if (split != null) {
            throw common.wrongUsage("--split must be a rule, because what it cuts off is tested, but was none");
        }
        throw new BundleException("the bundle " + bundle.path()
                + " was trained on everything, so nothing is left to test it on; train with --split "
                + SplitRule.PAPER);
    }

    private static List<String> notes(
            Split cut, Evaluator evaluator, Evaluation evaluation, List<Contender> contenders) {
        List<String> notes = new ArrayList<>();
        evaluator.sample().ifPresent(notes::add);
        if (cut.usersWithoutTarget() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d users have no test target and do not count",
                    cut.usersWithoutTarget(),
                    cut.all().userCount()));
        }
        if (cut.rule() instanceof SplitRule.Random) {
            notes.add(cut.rule()
                    + " draws targets without regard to time, so training has seen what is later than they are, and "
                    + "rankings come out too good; trust only the errors of ratings, or train and evaluate with "
                    + SplitRule.PAPER);
        }
        if (evaluation.shortLists() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "for %,d of %,d targets fewer items are unseen than were to be sampled; they are ranked among all of these",
                    evaluation.shortLists(),
                    evaluator.evaluated().targetCount()));
        }
        boolean errors =
                evaluation.figures().stream().anyMatch(figure -> figure.metric().equals("rmse-raw"));
        if (errors && contenders.stream().anyMatch(contender -> contender.calibration() == null)) {
            notes.add(
                    "RMSE needs a calibration on held-out data, which only a fusion has; RMSE raw takes the scores as they are");
        }
        return notes;
    }

    /** Turns an option's text into a rule. */
    static final class CandidateConverter implements ITypeConverter<CandidateRule> {
        @Override
        public CandidateRule convert(String value) {
            try {
                return CandidateRule.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
