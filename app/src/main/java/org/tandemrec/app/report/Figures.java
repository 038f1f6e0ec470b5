package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** The figures of a report, by file name: the paper's figures 6 and 7, and the path of the fusion's weight. */
final class Figures {
    /** The cut-off of the paper's ranking figures. */
    static final int K = 10;

    private Figures() {}

    /** Returns the figures that the report has values for. */
    static Map<String, SvgChart> of(Report report) {
        Map<String, SvgChart> figures = new LinkedHashMap<>();
        curves(report, "ndcg", K, true).ifPresent(chart -> figures.put("figure-6", chart));
        curves(report, "rmse", null, false).ifPresent(chart -> figures.put("figure-7", chart));
        theta(report).ifPresent(chart -> figures.put("theta", chart));
        return figures;
    }

    /** The candidate set that the paper ranks in: the sampled one, or the only one there is. */
    static Optional<String> paperCandidates(Report report) {
        return report.records().stream()
                .map(ResultRecord::candidates)
                .distinct()
                .min(Comparator.comparing(name -> !name.startsWith("sampled")));
    }

    private static Optional<SvgChart> curves(Report report, String metric, @Nullable Integer k, boolean withPublished) {
        String candidates = paperCandidates(report).orElse("");
        List<SvgChart.Series> series = new ArrayList<>();
        List<SvgChart.Reference> references = new ArrayList<>();
        report.records().stream()
                .map(ResultRecord::model)
                .distinct()
                .sorted(Comparator.comparingInt(Names::modelOrder))
                .forEach(model -> {
                    List<SvgChart.Point> points = report.curve(candidates, model, metric, k).stream()
                            .map(point -> new SvgChart.Point(Objects.requireNonNull(point.epoch()), point.value()))
                            .toList();
                    int colour = series.size(); // by the place, so that no two lines share one
                    if (!points.isEmpty()) {
                        series.add(new SvgChart.Series(Names.model(model), colour, points));
                    }
                    report.published(model, metric, k)
                            .filter(_ -> withPublished && !points.isEmpty())
                            .ifPresent(published ->
                                    references.add(new SvgChart.Reference("published", colour, published.value())));
                });
        String name = Names.metric(metric, k);
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new SvgChart(name + " after each epoch", "epoch", name, series, references));
    }

    private static Optional<SvgChart> theta(Report report) {
        Map<String, List<SvgChart.Point>> paths = new LinkedHashMap<>();
        report.theta().stream()
                .sorted(Comparator.comparingInt((Report.ThetaPoint point) -> Names.modelOrder(point.model()))
                        .thenComparingInt(Report.ThetaPoint::epoch))
                .forEach(point -> paths.computeIfAbsent(point.model(), _ -> new ArrayList<>())
                        .add(new SvgChart.Point(point.epoch(), point.theta())));
        List<SvgChart.Series> series = new ArrayList<>();
        paths.forEach((model, path) -> series.add(new SvgChart.Series(Names.model(model), series.size(), path)));
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new SvgChart("Weight of the short-term part", "epoch", "θ", series, List.of()));
    }
}
