package org.tandemrec.app.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final StringBuilder html = new StringBuilder(1 << 16);

    private HtmlReport(Report report) {
        this.report = report;
    }

    /** Returns the page. Text from the report is escaped: titles and ids come from users' data. */
    public static String render(Report report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n")
                .append("<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<title>")
                .append(Markup.escape(report.title()))
                .append("</title>\n")
                .append("<style>\n")
                .append(resource("report.css"))
                .append("</style>\n</head>\n<body>\n<main>\n");
        header();
        tiles();
        Figures.paperCandidates(report).ifPresent(this::tableOne);
        figures();
        report.candidates().forEach(this::grid);
        facts("The data", report.data());
        facts("How it was measured", report.records().isEmpty() ? List.of() : Method.of(report));
        notes();
        facts("Provenance", report.provenance());
        html.append("</main>\n<footer>Made by Tandem. The same figures, one a line, are in <a href=\"results.json\">")
                .append("results.json</a>.</footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private void header() {
        String context = report.records().stream()
                .map(record -> record.dataset() + "  ·  " + record.split() + "  ·  seed " + record.seed())
                .distinct()
                .collect(Collectors.joining(", "));
        html.append("<header>\n<p class=\"eyebrow\">")
                .append(Markup.escape(context))
                .append("</p>\n<h1>")
                .append(Markup.escape(report.title()))
                .append("</h1>\n<p class=\"headline\">")
                .append(Markup.escape(Headline.of(report)))
                .append("</p>\n</header>\n");
    }

    private void tiles() {
        StringBuilder tiles = new StringBuilder();
        for (String candidates : report.candidates()) {
            tile(candidates, "ndcg", Figures.K, tiles);
        }
        Figures.paperCandidates(report).ifPresent(candidates -> tile(candidates, "rmse", null, tiles));
        if (!tiles.isEmpty()) {
            html.append("<dl class=\"tiles\">\n").append(tiles).append("</dl>\n");
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
        open("The paper’s table");
        html.append("<p class=\"soft\">Long term (LFM), short term (GRU4Rec) and the two together (RA_LST), ")
                .append(Markup.escape(Names.among(candidates)))
                .append(".</p>\n")
                .append(HtmlTables.tableOne(report, candidates));
        if (!report.published().isEmpty()) {
            html.append("<p class=\"caveat\">").append(CAVEAT);
            report.figure(candidates, "best-constant", "rmse", null)
                    .ifPresent(constant -> html.append("For scale: the best constant guess reaches ")
                            .append(ResultTable.decimals(constant.value()))
                            .append(" on ours."));
            html.append("</p>\n");
        }
        close();
    }

    private void figures() {
        Map<String, SvgChart> figures = Figures.of(report);
        if (figures.isEmpty()) {
            return;
        }
        open("Epoch by epoch");
        Headline.averages(report)
                .ifPresent(text -> html.append("<p class=\"soft\">")
                        .append(Markup.escape(text))
                        .append("</p>\n"));
        html.append("<div class=\"figures\">\n");
        figures.forEach((name, chart) -> html.append(name.equals("theta") ? "<figure class=\"wide\">\n" : "<figure>\n")
                .append(chart.svg(FIGURE_WIDTH, FIGURE_HEIGHT))
                .append("<figcaption>")
                .append(Markup.escape(caption(name)))
                .append("</figcaption>\n</figure>\n"));
        html.append("</div>\n");
        close();
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
        open(Names.heading(candidates));
        html.append(HtmlTables.grid(ResultGrid.of(report, candidates)));
        close();
    }

    private void facts(String title, List<Report.Fact> facts) {
        if (!facts.isEmpty()) {
            open(title);
            html.append(HtmlTables.facts(facts));
            close();
        }
    }

    private void notes() {
        if (!report.notes().isEmpty()) {
            open("Notes");
            html.append("<ul>\n");
            report.notes()
                    .forEach(note ->
                            html.append("<li>").append(Markup.escape(note)).append("</li>\n"));
            html.append("</ul>\n");
            close();
        }
    }

    private void open(String title) {
        html.append("<section>\n<h2>").append(Markup.escape(title)).append("</h2>\n");
    }

    private void close() {
        html.append("</section>\n");
    }

    private static String resource(String name) {
        try (InputStream text = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
