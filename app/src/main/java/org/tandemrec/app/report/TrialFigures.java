package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tandemrec.app.report.TrialChart.Across;
import org.tandemrec.app.report.TrialChart.Dot;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.catalog.Setting;
import org.tandemrec.catalog.SettingRange;
import org.tandemrec.tune.SearchSpace;

/** The figures of a search, by file name: all trials in their order, and for each setting what its values reached. */
final class TrialFigures {
    /** The name of the figure of all trials. */
    static final String TRIALS = "trials";

    /* Few values of a number stand side by side as words do, since they are mostly powers of two. */
    private static final int FEW = 6;

    private final SearchFindings findings;

    private TrialFigures(SearchFindings findings) {
        this.findings = findings;
    }

    /** Returns the figures. */
    static Map<String, TrialChart> of(SearchFindings findings) {
        TrialFigures figures = new TrialFigures(findings);
        Map<String, TrialChart> charts = new LinkedHashMap<>();
        charts.put(TRIALS, figures.trials());
        findings.ranges().forEach((setting, range) -> charts.put(name(setting), figures.setting(setting, range)));
        return charts;
    }

    /** The file name of a setting's figure. */
    static String name(Setting setting) {
        return "setting-" + setting.option();
    }

    private TrialChart trials() {
        List<Dot> dots = new ArrayList<>();
        for (Trial trial : findings.trials()) {
            List<TrialRecord.Rung> rungs = trial.record().rungs();
            for (int rung = 0; rung < rungs.size(); rung++) {
                dots.add(new Dot(trial.number(), rungs.get(rung).metric(), rung, about(trial, rungs.get(rung), "")));
            }
        }
        return chart("Every trial on every rung", new Across.Numbers("trial"), dots);
    }

    private TrialChart setting(Setting setting, SettingRange range) {
        List<String> words = range instanceof SettingRange.Values values
                        && (!setting.isNumber() || values.values().size() <= FEW)
                ? words(setting, values)
                : List.of();
        List<Dot> dots = new ArrayList<>();
        for (Trial trial : findings.trials()) {
            if (trial.rungs() > 0 && !trial.isFailed()) {
                String value = value(trial, setting);
                double x = words.isEmpty() ? Double.parseDouble(value) : words.indexOf(value);
                TrialRecord.Rung last = trial.record().rungs().getLast();
                dots.add(new Dot(x, last.metric(), trial.rungs() - 1, about(trial, last, ", " + value)));
            }
        }
        Across across = words.isEmpty()
                ? new Across.Values(setting.path(), range instanceof SettingRange.Interval interval && interval.log())
                : new Across.Words(setting.path(), words);
        return chart(setting.path(), across, dots);
    }

    /** The values of a range, and that of the base config where it is none of them; numbers by size. */
    private List<String> words(Setting setting, SettingRange.Values values) {
        Set<String> words = new LinkedHashSet<>();
        values.values().forEach(value -> words.add(SearchSpace.text(setting, value)));
        findings.trials().forEach(trial -> words.add(value(trial, setting)));
        return setting.isNumber()
                ? words.stream()
                        .sorted(Comparator.comparingDouble(Double::parseDouble))
                        .toList()
                : List.copyOf(words);
    }

    private static String value(Trial trial, Setting setting) {
        return trial.candidate().value(setting);
    }

    private TrialChart chart(String title, Across across, List<Dot> dots) {
        return new TrialChart(title, findings.metric(), across, findings.rungNames(), dots);
    }

    private static String about(Trial trial, TrialRecord.Rung rung, String value) {
        return String.format(
                Locale.ROOT,
                "trial %d%s, epoch %d: %s",
                trial.number(),
                value,
                rung.epochs(),
                ResultTable.decimals(rung.metric()));
    }
}
