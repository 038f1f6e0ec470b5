package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.SearchFindings;
import org.tandemrec.app.report.SearchPage;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.base.Check;
import org.tandemrec.catalog.ConfigDifference;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.Setting;
import org.tandemrec.eval.Report.Fact;
import org.tandemrec.split.SplitRule;
import org.tandemrec.tune.SearchSpace;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints and writes what a search found.
 *
 * @param plan what was searched
 * @param space the settings and their ranges
 * @param heldOut the rule of the part that trials were measured on
 * @param data the data and its split, for people
 */
record SearchReport(TrialSearch.Plan plan, SearchSpace space, SplitRule heldOut, String data, CommonOptions common) {
    private static final int SHOWN = 10;
    private static final int WORD = 24;

    /**
     * Writes {@code trials.csv}, {@code best.json}, {@code report.html} and the figures, and prints the best trials.
     *
     * @throws IllegalArgumentException if every trial failed
     */
    void write(List<Trial> trials, Path out) throws IOException {
        ReportFiles.replace(out.resolve("trials.csv"), csv(trials));
        List<Trial> ranked = Trial.bestFirst(trials);
        Trial best = ranked.getFirst();
        ObjectNode config = best.isFailed()
                ? JsonMapper.shared().createObjectNode()
                : ConfigDifference.of(
                        ModelCatalog.standard(),
                        plan.kind(),
                        plan.preset(),
                        best.candidate().config());
        String text = best.isFailed() ? "" : Json.INDENTED.writeValueAsString(config);
        SearchPage.write(findings(trials, text), out);
        Check.argument(
                !best.isFailed(),
                "all %d trials failed, the first one because: %s",
                trials.size(),
                String.valueOf(trials.getFirst().record().failure()));
        Path file = ReportFiles.replace(out.resolve("best.json"), text + "\n");
        tell(ranked, file, out);
        if (common.json()) {
            common.printJson(document(trials, best, config));
        }
    }

    private SearchFindings findings(List<Trial> trials, String best) {
        return new SearchFindings(
                plan.kind(),
                data,
                plan.measuring().metric().toString(),
                plan.halving(),
                space.ranges(),
                trials,
                best,
                method(),
                provenance(),
                notes(trials));
    }

    private List<Fact> method() {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Measured",
                plan.measuring().metric() + " among " + plan.measuring().candidates() + ", "
                        + Terminal.count(plan.split().targetCount())
                        + " targets that " + heldOut + " holds out of the training data"
                        + (plan.measuring().users() < Integer.MAX_VALUE
                                ? ", of " + plan.measuring().users() + " users"
                                : "")));
        String rungs = IntStream.range(0, plan.halving().rungs())
                .mapToObj(rung ->
                        plan.halving().trialsOn(rung) + " for " + plan.halving().epochsAfter(rung) + " epochs")
                .collect(Collectors.joining(", then "));
        facts.add(new Fact("Rungs", rungs));
        facts.add(new Fact("First trial", "the settings that the search started from"));
        facts.add(new Fact(
                "Schedules", "a trial's learning rate falls over the epochs of a whole training, on every rung"));
        space.ranges().forEach((setting, range) -> facts.add(new Fact(setting.path(), range.toString())));
        return facts;
    }

    private List<Fact> provenance() {
        return List.of(
                new Fact("Command", common.commandLine()),
                new Fact("Seed", Long.toString(plan.context().seed().value())),
                new Fact("Tandem", Version.tandem()),
                new Fact(
                        "Machine",
                        Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name")
                                + ", Java " + Runtime.version()));
    }

    private List<String> notes(List<Trial> trials) {
        List<String> notes = new ArrayList<>();
        notes.add(
                "The best of many trials is measured too well by what it was chosen by: evaluate it on test interactions.");
        space.leftOut().forEach((path, reason) -> notes.add(path + " was not searched, because " + reason));
        trials.stream()
                .filter(Trial::isFailed)
                .forEach(trial -> notes.add(
                        "Trial " + trial.number() + " failed: " + trial.record().failure()));
        return notes;
    }

    private void tell(List<Trial> ranked, Path file, Path out) {
        List<Trial> shown = ranked.subList(0, Math.min(SHOWN, ranked.size()));
        List<Setting> left = List.copyOf(space.ranges().keySet());
        while (!left.isEmpty()) {
            int count = left.size();
            while (count > 1 && width(table(shown, left.subList(0, count))) > common.columns()) {
                count--;
            }
            common.print(table(shown, left.subList(0, count)).render(common.styled()));
            left = left.subList(count, left.size());
        }
        common.print("Wrote the best settings to " + file + " and the report to " + out.resolve("report.html"));
        common.print("Try next: tandem train --model " + plan.kind() + " --config " + file);
        ReportFiles.remark().ifPresent(common::remark);
    }

    private static int width(TextTable table) {
        return table.render(false).lines().mapToInt(String::length).max().orElse(0);
    }

    /** The trials with some of the settings: what does not fit beside the others goes into a further table. */
    private TextTable table(List<Trial> shown, List<Setting> settings) {
        List<TextTable.Column> columns = new ArrayList<>();
        columns.add(TextTable.Column.numbers("trial"));
        columns.add(TextTable.Column.numbers(plan.measuring().metric().toString()));
        columns.add(TextTable.Column.numbers("epochs"));
        settings.forEach(setting -> columns.add(
                setting.isNumber()
                        ? TextTable.Column.numbers(setting.option())
                        : TextTable.Column.words(setting.option(), WORD)));
        TextTable table = new TextTable(columns);
        for (Trial trial : shown) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(trial.number()));
            row.add(trial.isFailed() ? "failed" : String.format(Locale.ROOT, "%.4f", trial.metric()));
            row.add(Integer.toString(trial.epochs()));
            settings.forEach(setting -> row.add(trial.candidate().value(setting)));
            table.row(row);
        }
        return table;
    }

    private String csv(List<Trial> trials) {
        StringBuilder text = new StringBuilder("trial,rungs,epochs,metric,seconds,failure");
        space.ranges().keySet().forEach(setting -> text.append(',').append(setting.path()));
        text.append('\n');
        for (Trial trial : trials) {
            text.append(trial.number())
                    .append(',')
                    .append(trial.rungs())
                    .append(',')
                    .append(trial.epochs())
                    .append(',')
                    .append(trial.isFailed() ? "" : Double.toString(trial.metric()))
                    .append(',')
                    .append(String.format(Locale.ROOT, "%.3f", trial.seconds()))
                    .append(',')
                    .append(quoted(
                            trial.isFailed() ? String.valueOf(trial.record().failure()) : ""));
            space.ranges()
                    .keySet()
                    .forEach(setting ->
                            text.append(',').append(quoted(trial.candidate().value(setting))));
            text.append('\n');
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private Map<String, Object> document(List<Trial> trials, Trial best, ObjectNode config) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("metric", plan.measuring().metric().toString());
        document.put("best", best.number());
        document.put("config", config);
        document.put(
                "trials",
                trials.stream()
                        .map(trial -> {
                            Map<String, Object> line = new LinkedHashMap<>();
                            line.put("values", trial.candidate().values());
                            line.put("result", trial.record());
                            return line;
                        })
                        .toList());
        return document;
    }
}
