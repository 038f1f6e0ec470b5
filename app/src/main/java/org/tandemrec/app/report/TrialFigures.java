package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tandemrec.app.report.TrialChart.Across;
import org.tandemrec.app.report.TrialChart.Dot;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.catalog.Setting;
import org.tandemrec.catalog.SettingRange;

/** The figures of a search, by file name: all trials in their order, and for each setting what its values reached. */
final class TrialFigures {
    /** The name of the figure of all trials. */
    static final String TRIALS = "trials";

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
        List<String> words = range instanceof SettingRange.Values values && !isNumbers(setting, values)
                ? words(setting)
                : List.of();
        List<Dot> dots = new ArrayList<>();
        for (Trial trial : findings.trials()) {
            if (trial.rungs() > 0 && !trial.isFailed()) {
                String value = String.valueOf(trial.candidate().values().get(setting.path()));
                double x = words.isEmpty() ? Double.parseDouble(value) : words.indexOf(value);
                TrialRecord.Rung last = trial.record().rungs().getLast();
                dots.add(new Dot(x, last.metric(), trial.rungs() - 1, about(trial, last, ", " + value)));
            }
        }
        Across across = words.isEmpty()
                ? new Across.Values(
                        setting.path(), range instanceof SettingRange.Interval interval && interval.log())
                : new Across.Words(setting.path(), words);
        return chart(setting.path(), across, dots);
    }

    /** Few values of a number stand side by side, too, since they are mostly powers of two. */
    private static boolean isNumbers(Setting setting, SettingRange.Values values) {
        int few = 6;
        return setting.isNumber() && values.values().size() > few;
    }

    /** The values that were tried, in the order of the range, those of the base config behind them. */
    private List<String> words(Setting setting) {
        List<String> words = new ArrayList<>();
        if (findings.ranges().get(setting) instanceof SettingRange.Values values) {
            words.addAll(values.values());
        }
        for (Trial trial : findings.trials()) {
            String value = String.valueOf(trial.candidate().values().get(setting.path()));
            if (!words.contains(value)) {
                words.add(value);
            }
        }
        return words;
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
