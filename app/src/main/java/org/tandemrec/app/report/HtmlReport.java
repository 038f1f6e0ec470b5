package org.tandemrec.app.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** Renders a report as one page that needs nothing else: no script, no other file, no other host. It is well-formed XML, too. */
public final class HtmlReport {
    private static final int FIGURE_WIDTH = 420;
    private static final int FIGURE_HEIGHT = 320;
    private static final String CAVEAT =
            "The published RMSE was computed over an unknown mix of labels, so it cannot be compared with ours in absolute "
                    + "terms; compare the order of the models. ";

    private final Report report;
    private final Page page;

    private HtmlReport(Report report) {
        this.report = report;
        String context = report.records().stream()
                .map(record -> record.dataset() + "  ·  " + record.split() + "  ·  seed " + record.seed())
                .distinct()
                .collect(Collectors.joining(", "));
        this.page = Page.of(report.title(), context, Headline.of(report));
    }

    /** Returns the page. Text from the report is escaped: titles and ids come from users' data. */
    public static String render(Report report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        tiles();
        Figures.paperCandidates(report).ifPresent(this::tableOne);
        figures();
        report.candidates().forEach(this::grid);
        return page.facts("The data", report.data())
                .facts("How it was measured", report.records().isEmpty() ? List.of() : Method.of(report))
                .notes(report.notes())
                .facts("Provenance", report.provenance())
                .end();
    }

    private void tiles() {
        StringBuilder tiles = new StringBuilder();
        for (String candidates : report.candidates()) {
            tile(candidates, "ndcg", Figures.K, tiles);
        }
        Figures.paperCandidates(report).ifPresent(candidates -> tile(candidates, "rmse", null, tiles));
        if (!tiles.isEmpty()) {
            page.add("<dl class=\"tiles\">\n").add(tiles.toString()).add("</dl>\n");
        }
    }

    private void tile(String candidates, String metric, @Nullable Integer k, StringBuilder tiles) {
        Optional<ResultRecord> figure = report.figure(candidates, "ra-lst", metric, k);
        if (figure.isEmpty()) {
            return;
        }
        String others = List.of("lfm", "gru4rec", "best-constant").stream()
                .flatMap(model -> report.figure(candidates, model, metric, k).stream())
                .map(other -> Names.model(other.model()) + " " + ResultTable.decimals(other.value()))
                .collect(Collectors.joining(", "));
        tiles.append("<div class=\"tile\"><dt>")
                .append(Markup.escape("RA_LST, " + Names.metric(metric, k) + " " + Names.among(candidates)))
                .append("</dt><dd>")
                .append(ResultTable.decimals(figure.get().value()))
                .append("<small>")
                .append(Markup.escape(others))
                .append("</small></dd></div>\n");
    }

    private void tableOne(String candidates) {
        page.open("The paper’s table")
                .paragraph("Long term (LFM), short term (GRU4Rec) and the two together (RA_LST), "
                        + Names.among(candidates) + ".")
                .add(HtmlTables.tableOne(report, candidates));
        if (!report.published().isEmpty()) {
            page.add("<p class=\"caveat\">").add(CAVEAT);
            report.figure(candidates, "best-constant", "rmse", null)
                    .ifPresent(constant -> page.add("For scale: the best constant guess reaches ")
                            .add(ResultTable.decimals(constant.value()))
                            .add(" on ours."));
            page.add("</p>\n");
        }
        page.close();
    }

    private void figures() {
        Map<String, SvgChart> figures = Figures.of(report);
        if (figures.isEmpty()) {
            return;
        }
        page.open("Epoch by epoch");
        Headline.averages(report).ifPresent(page::paragraph);
        page.add("<div class=\"figures\">\n");
        figures.forEach((name, chart) -> page.add(name.equals("theta") ? "<figure class=\"wide\">\n" : "<figure>\n")
                .add(chart.svg(FIGURE_WIDTH, FIGURE_HEIGHT))
                .add("<figcaption>")
                .add(Markup.escape(caption(name)))
                .add("</figcaption>\n</figure>\n"));
        page.add("</div>\n").close();
    }

    private String caption(String figure) {
        return switch (figure) {
            case "figure-6" -> "The paper’s figure 6. Higher is better.";
            case "figure-7" ->
                "The paper’s figure 7. Lower is better."
                        + (report.published().isEmpty() ? "" : " The published values lie on another scale.");
            default ->
                "θ as fitted at each epoch: 1 would be GRU4Rec alone, 0 LFM alone. "
                        + report.theta().stream()
                                .map(point -> Names.model(point.model()) + " meets on " + point.scale() + ".")
                                .distinct()
                                .collect(Collectors.joining(" "));
        };
    }

    private void grid(String candidates) {
        page.open(Names.heading(candidates))
                .add(HtmlTables.grid(ResultGrid.of(report, candidates)))
                .close();
    }
}
