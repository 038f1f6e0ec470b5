package org.tandemrec.app.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.catalog.Setting;

/** Renders a search for good settings as one page that needs nothing else, and its figures. */
public final class SearchPage {
    private static final int FIGURE_WIDTH = 420;
    private static final int FIGURE_HEIGHT = 290;
    private static final int WIDE = 860;

    private final SearchFindings findings;
    private final Page page;

    private SearchPage(SearchFindings findings) {
        this.findings = findings;
        this.page = Page.of("Settings of " + Names.model(findings.kind()), findings.context(), headline(findings));
    }

    /** Returns the page. Text from anywhere is escaped. */
    public static String render(SearchFindings findings) {
        return new SearchPage(findings).page();
    }

    /** Writes the page and every figure, each completely or not at all, and returns their paths, the page first. */
    public static List<Path> write(SearchFindings findings, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> written = new ArrayList<>();
        written.add(ReportFiles.replace(folder.resolve("report.html"), render(findings)));
        for (Map.Entry<String, TrialChart> figure : TrialFigures.of(findings).entrySet()) {
            written.addAll(ReportFiles.writeFigure(figure.getValue(), folder.resolve(figure.getKey() + ".svg")));
        }
        return written;
    }

    private static String headline(SearchFindings findings) {
        List<Trial> trials = findings.trials();
        Trial best = Trial.bestFirst(trials).getFirst();
        long failed = trials.stream().filter(Trial::isFailed).count();
        if (failed == trials.size()) {
            return "All " + failed + " trials failed.";
        }
        Trial base = trials.getFirst();
        String compared = best.number() == base.number()
                ? "the settings that the search started from"
                : "the settings that it started from reached "
                        + (base.isFailed()
                                ? "nothing"
                                : ResultTable.decimals(base.metric()) + " after epoch " + base.epochs());
        return String.format(
                Locale.ROOT,
                "Trial %d of %d is the best: %s %s after epoch %d; %s%s.",
                best.number(),
                trials.size(),
                findings.metric(),
                ResultTable.decimals(best.metric()),
                best.epochs(),
                best.number() == base.number() ? "it has " + compared : compared,
                failed == 0 ? "" : "; " + failed + " failed");
    }

    private String page() {
        Map<String, TrialChart> figures = TrialFigures.of(findings);
        if (!findings.best().isEmpty()) {
            page.open("The best settings")
                    .add("<pre>" + Markup.escape(findings.best()) + "</pre>\n")
                    .close();
        }
        page.open("Trials").add("<div class=\"figures\">\n");
        figures.forEach((name, chart) -> {
            boolean wide = name.equals(TrialFigures.TRIALS);
            page.add(wide ? "<figure class=\"wide\">\n" : "<figure>\n")
                    .add(chart.svg(wide ? WIDE : FIGURE_WIDTH, FIGURE_HEIGHT))
                    .add("</figure>\n");
        });
        page.add("</div>\n")
                .paragraph("In the small figures each trial stands where it got to. Trials on a later rung were "
                        + "the best of the rung before, and had more epochs.")
                .close();
        table();
        return page.facts("How it was searched", findings.method())
                .notes(findings.notes())
                .facts("Provenance", findings.provenance())
                .end("trials.csv", "The same figures, one trial a line");
    }

    private void table() {
        page.open("All trials, the best first");
        page.add("<div class=\"scroll\"><table><thead><tr><th class=\"model\">Trial</th>");
        head(findings.metric());
        head("epochs");
        findings.ranges().keySet().stream().map(Setting::path).forEach(this::head);
        head("seconds");
        page.add("</tr></thead><tbody>\n");
        for (Trial trial : Trial.bestFirst(findings.trials())) {
            page.add("<tr><th scope=\"row\">" + trial.number() + "</th>");
            cell(trial.isFailed() ? "failed: " + trial.record().failure() : ResultTable.decimals(trial.metric()));
            cell(Integer.toString(trial.epochs()));
            findings.ranges().keySet().forEach(setting -> cell(trial.candidate().value(setting)));
            cell(String.format(Locale.ROOT, "%.1f", trial.seconds()));
            page.add("</tr>\n");
        }
        page.add("</tbody></table></div>\n").close();
    }

    private void head(String text) {
        page.add("<th scope=\"col\">" + Markup.escape(text) + "</th>");
    }

    private void cell(String text) {
        page.add("<td>" + Markup.escape(text) + "</td>");
    }
}
