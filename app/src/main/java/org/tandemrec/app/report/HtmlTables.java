package org.tandemrec.app.report;

import java.util.List;
import java.util.OptionalDouble;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** The tables and lists of facts of the page. */
final class HtmlTables {
    private static final List<String> PAPER_MODELS = List.of("lfm", "gru4rec", "ra-lst");

    private HtmlTables() {}

    /** The paper's table 1: NDCG@10 and RMSE of the three models, the published figures beside ours where there are any. */
    static String tableOne(Report report, String candidates) {
        List<ResultGrid.Column> columns =
                List.of(new ResultGrid.Column("ndcg", Figures.K), new ResultGrid.Column("rmse", null));
        ResultGrid grid = new ResultGrid(report, candidates, PAPER_MODELS, columns);
        boolean published = columns.stream().anyMatch(grid::hasPublished);
        StringBuilder html = new StringBuilder("<div class=\"scroll\"><table><thead>");
        html.append(
                published ? "<tr><th class=\"model\" rowspan=\"2\">Model</th>" : "<tr><th class=\"model\">Model</th>");
        for (ResultGrid.Column column : columns) {
            html.append(published ? "<th colspan=\"2\" scope=\"colgroup\">" : "<th scope=\"col\">")
                    .append(Markup.escape(column.label()))
                    .append("</th>");
        }
        html.append("</tr>");
        if (published) {
            html.append("<tr>")
                    .append("<th scope=\"col\">Tandem</th><th scope=\"col\">published</th>".repeat(columns.size()))
                    .append("</tr>");
        }
        html.append("</thead><tbody>\n");
        for (String model : PAPER_MODELS) {
            html.append(rowHead(model));
            for (ResultGrid.Column column : columns) {
                html.append(figure(grid, model, column));
                if (published) {
                    html.append(publishedFigure(grid, model, column));
                }
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** All figures on one candidate set. */
    static String grid(ResultGrid grid) {
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\"><table><thead><tr><th class=\"model\">Model</th>");
        for (ResultGrid.Column column : grid.columns()) {
            html.append("<th scope=\"col\">")
                    .append(Markup.escape(column.label()))
                    .append("</th>");
        }
        html.append("</tr></thead><tbody>\n");
        for (String model : grid.models()) {
            html.append(rowHead(model));
            for (ResultGrid.Column column : grid.columns()) {
                html.append(figure(grid, model, column));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /** A list of labels and values. */
    static String facts(List<Report.Fact> facts) {
        StringBuilder html = new StringBuilder("<dl class=\"facts\">\n");
        for (Report.Fact fact : facts) {
            html.append("<dt>")
                    .append(Markup.escape(fact.label()))
                    .append("</dt><dd>")
                    .append(Markup.escape(fact.value()))
                    .append("</dd>\n");
        }
        return html.append("</dl>\n").toString();
    }

    private static String rowHead(String model) {
        return "<tr><th scope=\"row\">" + Markup.escape(Names.model(model)) + "</th>";
    }

    private static String figure(ResultGrid grid, String model, ResultGrid.Column column) {
        String text = grid.figure(model, column).map(HtmlTables::figure).orElse("–");
        return (grid.isBest(model, column) ? "<td class=\"best\">" : "<td>") + text + "</td>";
    }

    private static String figure(ResultRecord record) {
        Double low = record.ciLow();
        Double high = record.ciHigh();
        String interval = low == null || high == null
                ? ""
                : "<small>" + ResultTable.decimals(low) + "–" + ResultTable.decimals(high) + "</small>";
        return ResultTable.decimals(record.value()) + interval;
    }

    private static String publishedFigure(ResultGrid grid, String model, ResultGrid.Column column) {
        OptionalDouble value = grid.published(model, column);
        String text = value.isPresent() ? ResultTable.decimals(value.getAsDouble()) : "–";
        return "<td class=\"published\">" + text + "</td>";
    }
}
