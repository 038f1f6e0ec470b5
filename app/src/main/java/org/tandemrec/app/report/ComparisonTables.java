package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standing;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.eval.Interval;

/** The tables of a comparison's page. */
final class ComparisonTables {
    private ComparisonTables() {}

    /** The models on one set of candidates, the best one first, by all measures, with what they cost. */
    static String ranking(Standings standings, String candidates) {
        Measure main = standings.main(candidates);
        boolean tested = ComparisonFigures.isTested(standings, candidates);
        List<Measure> others = new ArrayList<>(standings.measures(candidates));
        others.remove(main);
        List<String> heads = new ArrayList<>(List.of(label(main)));
        heads.addAll(tested ? List.of("against the best") : List.of());
        heads.addAll(List.of("Training", "Weights"));
        others.forEach(measure -> heads.add(label(measure)));
        StringBuilder html =
                new StringBuilder("<div class=\"scroll\"><table><thead><tr><th class=\"model\">Model</th>");
        heads.forEach(text -> head(html, text));
        html.append("</tr></thead><tbody>\n");
        for (String model : standings.ranking(candidates)) {
            html.append("<tr>").append(rowHead(model));
            html.append(cell(standings, model, main, true));
            if (tested) {
                html.append("<td>")
                        .append(standings
                                .standing(model, main)
                                .map(ComparisonTables::mark)
                                .orElse("–"))
                        .append("</td>");
            }
            html.append(cost(standings, model));
            others.forEach(measure -> html.append(cell(standings, model, measure, false)));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    /**
     * The main measure on one set of candidates in every slice.
     *
     * @param byRule the slices by what they are cut by
     */
    static String slices(Standings standings, String candidates, Map<String, List<Measure>> byRule) {
        StringBuilder html = new StringBuilder(
                "<div class=\"scroll\"><table><thead><tr><th class=\"model\" rowspan=\"2\">Model</th>");
        byRule.forEach((rule, slices) -> html.append("<th colspan=\"")
                .append(slices.size())
                .append("\" scope=\"colgroup\">")
                .append(Markup.escape(rule))
                .append("</th>"));
        html.append("</tr><tr>");
        List<Measure> all = byRule.values().stream().flatMap(List::stream).toList();
        all.forEach(
                measure -> head(html, Objects.requireNonNull(measure.slice()).replaceFirst("^[^:]*:", "")));
        html.append("</tr></thead><tbody>\n");
        for (String model : standings.ranking(candidates)) {
            html.append("<tr>").append(rowHead(model));
            all.forEach(measure -> html.append(cell(standings, model, measure, false)));
            html.append("</tr>\n");
        }
        html.append("<tr><th scope=\"row\">n</th>");
        for (Measure measure : all) {
            html.append("<td>").append(count(standings, measure)).append("</td>");
        }
        return html.append("</tr>\n</tbody></table></div>\n").toString();
    }

    /** What the figures of a slice are means over, the same for all models. */
    private static String count(Standings standings, Measure measure) {
        return standings.models().stream()
                .map(runs -> standings.standing(runs.getFirst().model(), measure))
                .flatMap(Optional::stream)
                .map(standing -> Terminal.count(standing.n()))
                .findFirst()
                .orElse("–");
    }

    private static void head(StringBuilder html, String text) {
        html.append("<th scope=\"col\">").append(Markup.escape(text)).append("</th>");
    }

    private static String label(Measure measure) {
        return Names.metric(measure.metric(), measure.k());
    }

    private static String rowHead(String model) {
        return "<th scope=\"row\">" + Markup.escape(Names.model(model)) + "</th>";
    }

    private static String cell(Standings standings, String model, Measure measure, boolean withSeeds) {
        Optional<Standing> standing = standings.standing(model, measure);
        if (standing.isEmpty()) {
            return "<td>–</td>";
        }
        Interval interval = standing.get().interval();
        Double deviation = standing.get().deviation();
        StringBuilder html =
                new StringBuilder(isBest(standings, measure, standing.get()) ? "<td class=\"best\">" : "<td>");
        html.append(ResultTable.decimals(standing.get().value()));
        if (interval != null) {
            html.append("<small>")
                    .append(ResultTable.decimals(interval.low()))
                    .append("–")
                    .append(ResultTable.decimals(interval.high()))
                    .append("</small>");
        }
        if (withSeeds && deviation != null) {
            html.append("<small>± ").append(ResultTable.decimals(deviation)).append(" seeds</small>");
        }
        return html.append("</td>").toString();
    }

    /** Whether no model's figure is better; never where a metric tells no better from worse. */
    private static boolean isBest(Standings standings, Measure measure, Standing standing) {
        return switch (measure.direction()) {
            case NEITHER -> false;
            case HIGHER, LOWER ->
                standings.models().stream()
                        .map(runs -> standings.standing(runs.getFirst().model(), measure))
                        .flatMap(Optional::stream)
                        .allMatch(other -> measure.goodness(other.value()) <= measure.goodness(standing.value()));
        };
    }

    /** The mark of a tested difference and its p. */
    private static String mark(Standing standing) {
        Double p = standing.p();
        return p == null ? "best" : standing.mark() + "<small>p " + Markup.escape(ReportText.p(p)) + "</small>";
    }

    private static String cost(Standings standings, String model) {
        List<ModelRun> runs = standings.models().stream()
                .filter(some -> some.getFirst().model().equals(model))
                .findFirst()
                .orElseThrow();
        double seconds =
                runs.stream().mapToDouble(ModelRun::trainSeconds).average().orElseThrow();
        return "<td>" + Terminal.duration(seconds) + "</td><td>"
                + ComparisonFigures.megabytes(runs.getFirst().modelBytes()) + "</td>";
    }
}
