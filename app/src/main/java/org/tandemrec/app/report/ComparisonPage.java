package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** Renders a comparison as one page that needs nothing else. */
public final class ComparisonPage {
    private static final int FIGURE_WIDTH = 420;
    private static final int FIGURE_HEIGHT = 320;
    private static final int SMALL_HEIGHT = 250;

    private final Report report;
    private final List<Report.Fact> measured;
    private final Standings standings;
    private final Page page;

    private ComparisonPage(Report report, List<Report.Fact> measured, Standings standings) {
        this.report = report;
        this.measured = measured;
        this.standings = standings;
        String context = report.records().stream()
                .map(record -> record.dataset() + "  ·  " + record.split() + "  ·  " + record.targets() + " targets")
                .distinct()
                .collect(Collectors.joining(", "));
        this.page = Page.of(report.title(), context + "  ·  " + seeds(), ComparisonHeadline.of(standings));
    }

    /**
     * Returns the page. Text from the report is escaped.
     *
     * @param report the means as records, and facts
     * @param measured how figures were measured beside splits, targets and candidates
     * @param standings what was found
     */
    public static String render(Report report, List<Report.Fact> measured, Standings standings) {
        return new ComparisonPage(report, measured, standings).page();
    }

    private String seeds() {
        List<Long> seeds =
                standings.models().getFirst().stream().map(ModelRun::seed).toList();
        return (seeds.size() == 1 ? "seed " : "seeds ")
                + seeds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private String page() {
        List<Report.Fact> method = new ArrayList<>(Method.protocol(report));
        method.addAll(measured);
        standings.candidates().forEach(this::ranking);
        costs();
        slices();
        epochs();
        return page.facts("The data", report.data())
                .facts("How it was measured", method)
                .notes(report.notes())
                .facts("Provenance", report.provenance())
                .end();
    }

    private void ranking(String candidates) {
        page.open(Names.heading(candidates)).paragraph(explained(candidates));
        page.add(ComparisonTables.ranking(standings, candidates)).close();
    }

    private String explained(String candidates) {
        Measure main = standings.main(candidates);
        boolean several = standings.models().getFirst().size() > 1;
        String sorted = "Sorted by " + Names.metric(main.metric(), main.k()) + "."
                + (several ? " Figures are means over seeds; ± is the standard deviation over them." : "")
                + " Small figures are 95 % intervals over users.";
        return ComparisonFigures.isTested(standings, candidates)
                ? sorted
                        + " Stars: worse than the best model by a paired randomisation test over users, adjusted by Holm "
                        + "(* p < 0.05, ** p < 0.01, *** p < 0.001); = may be chance."
                : sorted;
    }

    private void costs() {
        page.open("Accuracy and cost").add("<div class=\"figures\">\n");
        ComparisonFigures.costs(standings).values().forEach(figure -> figure(figure, FIGURE_HEIGHT));
        page.add("</div>\n").close();
    }

    private void figure(ComparisonFigures.Captioned figure, int height) {
        page.add("<figure>\n")
                .add(figure.chart().svg(FIGURE_WIDTH, height))
                .add("<figcaption>" + Markup.escape(figure.caption()) + "</figcaption>\n</figure>\n");
    }

    private void slices() {
        for (String candidates : standings.candidates()) {
            Measure main = standings.main(candidates);
            Map<String, List<Measure>> byRule = new LinkedHashMap<>();
            for (Measure measure : standings.measures()) {
                if (!measure.isWhole() && measure.isOfSame(main)) {
                    String rule = Objects.requireNonNull(measure.slice()).replaceFirst(":.*", "");
                    byRule.computeIfAbsent(sliced(rule), _ -> new ArrayList<>()).add(measure);
                }
            }
            if (!byRule.isEmpty()) {
                page.open("In parts, " + Names.among(candidates))
                        .paragraph(Names.metric(main.metric(), main.k())
                                + " of parts of what was evaluated; n is what a " + "figure is a mean over.")
                        .add(ComparisonTables.slices(standings, candidates, byRule))
                        .close();
            }
        }
    }

    private static String sliced(String rule) {
        return switch (rule) {
            case "activity" -> "activity of the user";
            case "popularity" -> "popularity of the target";
            case "history" -> "length of the history";
            default -> rule;
        };
    }

    private void epochs() {
        Map<String, ComparisonFigures.Captioned> validation = ComparisonFigures.validation(standings);
        Map<String, ComparisonFigures.Captioned> losses = ComparisonFigures.losses(standings);
        if (validation.isEmpty() && losses.isEmpty()) {
            return;
        }
        page.open("Epoch by epoch").add("<div class=\"figures\">\n");
        validation.values().forEach(figure -> figure(figure, FIGURE_HEIGHT));
        losses.values().forEach(figure -> figure(figure, SMALL_HEIGHT));
        page.add("</div>\n").close();
    }

    /** The means as records, for what is common to all reports. */
    public static List<ResultRecord> means(String dataset, String split, long seed, Standings standings) {
        List<ResultRecord> records = new ArrayList<>();
        for (Measure measure : standings.measures()) {
            for (String model : standings.ranking(measure.candidates())) {
                standings
                        .standing(model, measure)
                        .ifPresent(standing -> records.add(new ResultRecord(
                                dataset,
                                split,
                                standings
                                        .models()
                                        .getFirst()
                                        .getFirst()
                                        .evaluation()
                                        .targets()
                                        .toString(),
                                measure.candidates(),
                                model,
                                measure.metric(),
                                measure.k(),
                                measure.slice(),
                                standing.value(),
                                null,
                                null,
                                standing.n(),
                                null,
                                seed,
                                null)));
            }
        }
        return records;
    }
}
