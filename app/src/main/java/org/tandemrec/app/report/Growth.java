package org.tandemrec.app.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tandemrec.base.Check;

/**
 * How the cost of a run grows with its data: the stages of several runs side by side, as a table in Markdown and as two figures over the
 * number of interactions. A stage that every epoch has counts with its mean.
 */
public final class Growth {
    /* As many lines as a chart has colours. */
    private static final int MOST_LINES = 6;

    /** The runs, the smallest data first. */
    private final List<RunStages> runs;

    private Growth(List<RunStages> runs) {
        this.runs = runs;
    }

    /** All stages of one name in one run. */
    private record Cost(double seconds, double rowsPerSecond, long peakBytes) {
        static Cost of(List<RunStages.Stage> same) {
            double seconds = same.stream().mapToDouble(RunStages.Stage::seconds).sum();
            long rows = same.stream().mapToLong(RunStages.Stage::rows).sum();
            return new Cost(
                    seconds / same.size(),
                    rows / Math.max(seconds, RunStages.SHORTEST),
                    same.stream().mapToLong(Growth::peak).max().orElse(0));
        }
    }

    /**
     * The growth over some runs.
     *
     * @throws IllegalArgumentException unless there are at least two, of data of different sizes, all complete
     */
    public static Growth of(List<RunStages> runs) {
        Check.argument(runs.size() >= 2, "growth needs at least two runs, but there is %d", runs.size());
        long sizes =
                runs.stream().map(run -> run.run().interactions()).distinct().count();
        Check.argument(
                sizes == runs.size(),
                "growth needs data of a different size in each run, but there are %d sizes",
                sizes);
        for (RunStages run : runs) {
            Check.argument(
                    run.run().interactions() > 0,
                    "a run must have interactions, but that on %s has %d",
                    run.run().dataset(),
                    run.run().interactions());
            String last =
                    run.stages().isEmpty() ? "none" : run.stages().getLast().name();
            Check.argument(
                    last.equals(RunStages.LAST),
                    "the last stage of the run on %s must be %s, but was %s; let it come to its end with --resume",
                    run.run().dataset(),
                    RunStages.LAST,
                    last);
        }
        return new Growth(runs.stream()
                .sorted(Comparator.comparingLong(run -> run.run().interactions()))
                .toList());
    }

    private static long peak(RunStages.Stage stage) {
        return Objects.requireNonNullElse(stage.peakBytes(), 0L);
    }

    private static Optional<Cost> cost(RunStages run, String name) {
        List<RunStages.Stage> same =
                run.stages().stream().filter(stage -> stage.name().equals(name)).toList();
        return same.isEmpty() ? Optional.empty() : Optional.of(Cost.of(same));
    }

    private List<String> names() {
        return runs.stream()
                .flatMap(run -> run.stages().stream())
                .map(RunStages.Stage::name)
                .distinct()
                .toList();
    }

    /** The table in Markdown: a row a stage, a column a run. */
    public String table() {
        StringBuilder text = new StringBuilder("| stage |");
        runs.forEach(run -> add(text, " %,d interactions |", run.run().interactions()));
        text.append("\n|---|").append("---|".repeat(runs.size())).append('\n');
        for (String name : names()) {
            add(text, "| %s |", name);
            for (RunStages run : runs) {
                text.append(cost(run, name)
                        .map(cost -> String.format(
                                Locale.ROOT,
                                " %s, %,.0f rows/s, %s |",
                                seconds(cost.seconds()),
                                cost.rowsPerSecond(),
                                gigabytes(cost.peakBytes())))
                        .orElse(" – |"));
            }
            text.append('\n');
        }
        text.append("| whole run |");
        for (RunStages run : runs) {
            double seconds =
                    run.stages().stream().mapToDouble(RunStages.Stage::seconds).sum();
            add(text, " %s, %s |", seconds(seconds), gigabytes(peak(run)));
        }
        return text.append('\n').toString();
    }

    private static long peak(RunStages run) {
        return run.stages().stream().mapToLong(Growth::peak).max().orElse(0);
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
    }

    private static String gigabytes(long bytes) {
        return bytes == 0 ? "memory not told" : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    /**
     * Writes {@code growth-time.svg} and {@code growth-memory.svg}, each also as {@code .png}, and returns their paths.
     *
     * @throws IOException if that fails
     */
    public List<Path> write(Path folder) throws IOException {
        Map<String, SvgChart> charts = new LinkedHashMap<>();
        charts.put("growth-time.svg", time());
        charts.put("growth-memory.svg", memory());
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, SvgChart> chart : charts.entrySet()) {
            written.addAll(ReportFiles.writeFigure(chart.getValue(), folder.resolve(chart.getKey())));
        }
        return written;
    }

    /** The stages that take longest in the largest run. */
    private SvgChart time() {
        RunStages largest = runs.getLast();
        List<String> longest = names().stream()
                .sorted(Comparator.comparingDouble((String name) ->
                                cost(largest, name).map(Cost::seconds).orElse(0.0))
                        .reversed())
                .limit(MOST_LINES)
                .toList();
        List<SvgChart.Series> series = new ArrayList<>();
        for (String name : longest) {
            List<SvgChart.Point> points = new ArrayList<>();
            for (RunStages run : runs) {
                cost(run, name)
                        .ifPresent(
                                cost -> points.add(new SvgChart.Point(run.run().interactions(), cost.seconds())));
            }
            series.add(new SvgChart.Series(name, series.size(), points));
        }
        return new SvgChart("Time of a stage", "interactions", "seconds", series, List.of(), true);
    }

    private SvgChart memory() {
        List<SvgChart.Point> points = runs.stream()
                .map(run -> new SvgChart.Point(run.run().interactions(), peak(run) / 1e9))
                .toList();
        return new SvgChart(
                "Peak resident memory of the whole run",
                "interactions",
                "GB",
                List.of(new SvgChart.Series("peak memory", 0, points)),
                List.of(),
                true);
    }

    private static void add(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
