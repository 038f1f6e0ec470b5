package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tandemrec.app.compare.ComparedRecord;
import org.tandemrec.app.compare.ComparedRecords;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.app.report.ComparisonHeadline;
import org.tandemrec.app.report.ComparisonPage;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Vocabulary;
import org.tandemrec.eval.Bootstrap;
import org.tandemrec.eval.PairedTest;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.eval.UserFigures;
import org.tandemrec.split.Split;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints and writes what a comparison found.
 *
 * @param all the data before the filters
 * @param dataset the data as the filters keep it
 * @param experiment all options, as a file that makes it again
 */
record ComparisonReport(
        Dataset all,
        Dataset dataset,
        Comparison comparison,
        Comparison.Plan plan,
        Standings standings,
        ObjectNode experiment,
        CommonOptions common) {
    /** Writes all files and prints the tables. */
    void write(Path out) throws IOException {
        String split = plan.filters().named(plan.rule().toString());
        List<ComparedRecord> records = ComparedRecords.of(dataset.name(), split, standings);
        Report report = report(split);
        Files.createDirectories(out);
        List<Path> written = new ArrayList<>(ReportFiles.write(report, measured(), standings, records, out));
        written.add(ReportFiles.replace(out.resolve("per-user.csv"), perUser()));
        written.add(ReportFiles.replace(out.resolve("experiment.json"), ExperimentFile.text(experiment)));
        ReportFiles.remark().ifPresent(common::remark);
        common.print(ComparisonTable.render(standings, common.columns(), common.styled()));
        common.print(ComparisonHeadline.of(standings));
        report.notes().forEach(note -> common.print("note: " + note));
        common.print("");
        common.print("Wrote " + written.stream().map(Path::toString).collect(Collectors.joining(", ")));
        if (common.json()) {
            common.printJson(records);
        }
    }

    private Report report(String split) {
        DataSummary summary = DataSummary.of(dataset);
        return new Report(
                "Comparison on " + dataset.name(),
                data(summary),
                ComparisonPage.means(
                        dataset.name(), split, plan.protocol().seed().value(), standings),
                List.of(),
                List.of(),
                provenance(summary),
                notes());
    }

    private List<Fact> data(DataSummary summary) {
        Split split = comparison.split();
        List<Fact> facts = new ArrayList<>(RunFacts.data(summary));
        facts.add(new Fact("Training", Terminal.count(split.train().size()) + " interactions"));
        facts.add(RunFacts.test(split));
        comparison.evaluator().sample().ifPresent(users -> facts.add(new Fact("Evaluated", users)));
        return facts;
    }

    private List<Fact> provenance(DataSummary summary) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Command", common.commandLine()));
        plan.validation()
                .metric()
                .ifPresent(metric -> facts.add(
                        new Fact("Best epochs", plan.validation().identity() + "; held out by " + plan.heldOut())));
        for (ComparedModel model : plan.models()) {
            facts.add(new Fact("Model " + model.name(), trained(model)));
        }
        PeakMemory.bytes().ifPresent(bytes -> facts.add(new Fact("Peak memory of this run", PeakMemory.text(bytes))));
        facts.addAll(RunFacts.place(summary));
        return facts;
    }

    /** How figures were measured beside splits, targets and candidates. */
    private List<Fact> measured() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Ties", "items with the same score take the " + plan.protocol().ties() + " rank"));
        facts.add(new Fact(
                "Figures",
                "of each seed's model, then the mean over seeds; users and sampled items are drawn by seed "
                        + plan.protocol().seed().value() + " for all of them"));
        facts.add(new Fact(
                "Intervals",
                String.format(
                        Locale.ROOT,
                        "%.0f %%, percentile bootstrap, %,d resamples of users",
                        100 * Bootstrap.CONFIDENCE,
                        Bootstrap.RESAMPLES)));
        facts.add(new Fact(
                "Tests",
                String.format(
                        Locale.ROOT,
                        "paired randomisation over users, two-sided, %,d rounds, Holm's correction over all models; "
                                + "beside it Wilcoxon's signed ranks in results.json",
                        PairedTest.ROUNDS)));
        return facts;
    }

    private String trained(ComparedModel model) {
        List<ModelRun> runs = standings.models().stream()
                .filter(some -> some.getFirst().model().equals(model.name()))
                .findFirst()
                .orElseThrow();
        String epochs = runs.stream()
                .map(run -> Integer.toString(run.epochs()))
                .distinct()
                .collect(Collectors.joining(", "));
        double seconds = runs.stream().mapToDouble(ModelRun::trainSeconds).sum();
        return model.kind() + ", " + epochs + (epochs.equals("1") ? " epoch" : " epochs") + ", "
                + Terminal.duration(seconds) + " in all; " + model.config();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        FilterOptions.note(plan.filters(), all, dataset).ifPresent(notes::add);
        notes.addAll(new ComparisonNotes(comparison, plan, standings).all());
        return notes;
    }

    /** The values of all users, averaged over seeds: a row for each user and measure, a column for each model. */
    private String perUser() {
        Map<UserFigures.Key, double[]> values = standings.perUser();
        List<String> models = plan.models().stream().map(ComparedModel::name).toList();
        List<UserFigures.Key> measures = values.keySet().stream()
                .filter(key -> key.model().equals(models.getFirst()))
                .toList();
        Vocabulary ids = dataset.users();
        StringBuilder csv = new StringBuilder("user,candidates,metric,k");
        models.forEach(model -> csv.append(',').append(model));
        csv.append('\n');
        int[] users = standings.users();
        for (int i = 0; i < users.length; i++) {
            for (UserFigures.Key measure : measures) {
                csv.append(quoted(ids.id(users[i])))
                        .append(',')
                        .append(quoted(measure.candidates()))
                        .append(',')
                        .append(measure.metric())
                        .append(',')
                        .append(measure.k() == null ? "" : measure.k());
                for (String model : models) {
                    double[] ofModel =
                            values.get(new UserFigures.Key(measure.candidates(), model, measure.metric(), measure.k()));
                    csv.append(',').append(ofModel == null ? "" : Double.toString(ofModel[i]));
                }
                csv.append('\n');
            }
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
