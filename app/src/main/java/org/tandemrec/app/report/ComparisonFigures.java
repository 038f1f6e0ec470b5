package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.app.compare.Measure;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standing;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.eval.Interval;
import org.tandemrec.eval.RankingMetric;

/** The figures of a comparison, by file name: accuracy against cost, and the course of training. */
final class ComparisonFigures {
    /** As many lines as can be told apart. */
    private static final int MOST_LINES = 6;

    /* What took no time that the clock shows still has a place on a logarithmic axis. */
    private static final double SHORTEST = 1e-3;

    private static final double MEGABYTE = 1e6;

    private ComparisonFigures() {}

    /** A figure and what is to be said below it. */
    record Captioned(Chart chart, String caption) {}

    /** Accuracy by the main measure against training time and against the size of the model, for every set of candidates. */
    static Map<String, Captioned> costs(Standings standings) {
        Map<String, Captioned> figures = new LinkedHashMap<>();
        for (String candidates : standings.candidates()) {
            String suffix = standings.candidates().size() == 1 ? "" : "-" + fileName(candidates);
            figures.put("accuracy-time" + suffix, cost(standings, candidates, false));
            figures.put("accuracy-size" + suffix, cost(standings, candidates, true));
        }
        return figures;
    }

    private static String fileName(String candidates) {
        return candidates.replaceAll("[^A-Za-z0-9-]+", "-").replaceAll("-+$", "");
    }

    private static Captioned cost(Standings standings, String candidates, boolean size) {
        Measure main = standings.main(candidates);
        List<String> ranking = standings.ranking(candidates);
        List<ScatterChart.Dot> dots = new ArrayList<>();
        for (List<ModelRun> runs : standings.models()) {
            String model = runs.getFirst().model();
            double seconds =
                    runs.stream().mapToDouble(ModelRun::trainSeconds).average().orElseThrow();
            double x = size ? runs.getFirst().modelBytes() / MEGABYTE : Math.max(SHORTEST, seconds);
            standings.standing(model, main).ifPresent(standing -> {
                Interval interval = standing.interval();
                dots.add(new ScatterChart.Dot(
                        Names.model(model),
                        model.equals(ranking.getFirst()),
                        x,
                        standing.value(),
                        interval == null ? standing.value() : interval.low(),
                        interval == null ? standing.value() : interval.high()));
            });
        }
        String metric = Names.metric(main.metric(), main.k());
        String title = metric + (size ? " against the size of the weights" : " against training time");
        String caption = Names.heading(candidates) + ". Lines are 95 % intervals"
                + (size ? "." : "; times are means over seeds, validation included.");
        return new Captioned(
                new ScatterChart(title, size ? "megabytes on the disk" : "seconds of training", metric, dots), caption);
    }

    /** The validation metric after each epoch, the models side by side; of the first seed. Nothing without validation. */
    static Map<String, Captioned> validation(Standings standings) {
        List<SvgChart.Series> series = new ArrayList<>();
        Optional<ModelRun.Validated> validated = Optional.empty();
        for (String model : standings.ranking(standings.candidates().getFirst())) {
            ModelRun run = first(standings, model);
            List<SvgChart.Point> points = run.curve().stream()
                    .filter(point -> point.metric() != null)
                    .map(point -> new SvgChart.Point(point.epoch(), metric(point)))
                    .toList();
            if (points.size() > 1) {
                series.add(new SvgChart.Series(Names.model(model), series.size() % MOST_LINES, points));
                validated = Optional.ofNullable(run.validation());
            }
        }
        Map<String, Captioned> figures = new LinkedHashMap<>();
        if (validated.isEmpty()) {
            return figures;
        }
        RankingMetric measured = RankingMetric.parse(validated.get().metric());
        String name = Names.metric(measured.name(), measured.k());
        for (int from = 0; from < series.size(); from += MOST_LINES) {
            List<SvgChart.Series> some = series.subList(from, Math.min(series.size(), from + MOST_LINES));
            figures.put(
                    series.size() <= MOST_LINES ? "validation" : "validation-" + (1 + from / MOST_LINES),
                    new Captioned(
                            new SvgChart(name + " on the validation part", "epoch", name, some, List.of()),
                            "After each epoch, " + Names.among(validated.get().candidates()) + ". First seed."));
        }
        return figures;
    }

    private static double metric(ModelRun.Point point) {
        Double metric = point.metric();
        return metric == null ? Double.NaN : metric;
    }

    /** The training loss after each epoch, one figure a model, for losses of different models cannot be compared. */
    static Map<String, Captioned> losses(Standings standings) {
        Map<String, Captioned> figures = new LinkedHashMap<>();
        for (List<ModelRun> runs : standings.models()) {
            List<SvgChart.Series> series = new ArrayList<>();
            for (ModelRun run : runs) {
                List<SvgChart.Point> points = run.curve().stream()
                        .map(point -> new SvgChart.Point(point.epoch(), point.loss()))
                        .toList();
                if (points.size() > 1) {
                    series.add(new SvgChart.Series("seed " + run.seed(), series.size() % MOST_LINES, points));
                }
            }
            if (!series.isEmpty()) {
                String model = runs.getFirst().model();
                figures.put(
                        "loss-" + model,
                        new Captioned(
                                new SvgChart(Names.model(model), "epoch", "training loss", series, List.of()),
                                "Training loss after each epoch."));
            }
        }
        return figures;
    }

    private static ModelRun first(Standings standings, String model) {
        return standings.models().stream()
                .map(List::getFirst)
                .filter(run -> run.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    /** A size for people. */
    static String megabytes(long bytes) {
        double size = bytes / MEGABYTE;
        return String.format(Locale.ROOT, size < 0.0995 ? "%.3f MB" : size < 9.95 ? "%.1f MB" : "%,.0f MB", size);
    }

    /** Whether some standing of a set of candidates has been tested. */
    static boolean isTested(Standings standings, String candidates) {
        return standings.models().stream()
                .map(runs -> standings.standing(runs.getFirst().model(), standings.main(candidates)))
                .flatMap(Optional::stream)
                .map(Standing::p)
                .anyMatch(p -> p != null);
    }
}
