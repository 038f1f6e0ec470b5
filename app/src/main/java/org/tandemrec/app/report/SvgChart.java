package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.tandemrec.app.report.Canvas.Anchor;
import org.tandemrec.app.report.Canvas.Stroke;

/**
 * A line chart, over whole numbers (epochs) or with two logarithmic axes, drawn as SVG (legible on its own and inside a
 * page, in light and in dark) or as PNG.
 *
 * <p>Lines differ in colour (after Okabe and Ito, safe for the colour-blind) and in marker. Values that are not finite are left
 * out, which the chart says; so are those that a logarithmic axis has no place for.
 *
 * @param title what it shows
 * @param xLabel the unit of the horizontal axis
 * @param yLabel the unit of the vertical axis
 * @param series the lines
 * @param references horizontal dashed lines, for example published values
 * @param logarithmic whether both axes are
 */
record SvgChart(
        String title,
        String xLabel,
        String yLabel,
        List<Series> series,
        List<Reference> references,
        boolean logarithmic)
        implements Chart {
    private static final double FONT = 12;
    private static final double CHARACTER = 0.6 * FONT;
    private static final double LINE = 17;
    private static final double LEFT = 52;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 42;
    private static final double SAMPLE = 24;
    private static final int GREY = 4;
    private static final double MARGIN = 12;

    /** A chart with linear axes. */
    SvgChart(String title, String xLabel, String yLabel, List<Series> series, List<Reference> references) {
        this(title, xLabel, yLabel, series, references, false);
    }

    /** One line. {@code colour} is the number of its colour and marker. */
    record Series(String name, int colour, List<Point> points) {}

    /** One point of a line. */
    record Point(long x, double y) {}

    /** One horizontal dashed line; {@code colour} is that of the line it belongs to. */
    record Reference(String name, int colour, double y) {}

    @Override
    public void draw(Canvas canvas, int width, int height) {
        List<LegendEntry> legend = legend(width);
        double top = 30 + LINE * (legend.isEmpty() ? 0 : legend.getLast().row() + 1) + 26;
        canvas.title(MARGIN, 21, title);
        legend.forEach(entry -> drawLegend(entry, canvas));
        if (finiteValues().findAny().isEmpty()) {
            canvas.text(width / 2.0, height / 2.0, Anchor.MIDDLE, "no values to show");
        } else {
            drawPlot(width, height, top, canvas);
        }
        long leftOut = series.stream()
                .flatMap(line -> line.points().stream())
                .filter(point -> !isShown(point.y()))
                .count();
        if (leftOut > 0) {
            canvas.text(LEFT, height - 8, Anchor.START, leftOut + " not finite, left out");
        }
    }

    private void drawPlot(int width, int height, double top, Canvas canvas) {
        double bottom = height - BOTTOM;
        double right = width - RIGHT;
        Axis y = yAxis(bottom, top + 6);
        Axis x = xAxis(LEFT + 10, right - 6);
        canvas.text(MARGIN, top - 8, Anchor.START, yLabel);
        for (double tick : y.ticks()) {
            level(canvas, Stroke.GRID, GREY, right, y.pixel(tick));
            canvas.text(LEFT - 8, y.pixel(tick) + 4, Anchor.END, y.label(tick));
        }
        level(canvas, Stroke.AXIS, GREY, right, bottom);
        for (double tick : x.ticks()) {
            canvas.text(x.pixel(tick), bottom + 16, Anchor.MIDDLE, x.label(tick));
        }
        canvas.text(right, height - 8, Anchor.END, xLabel);
        for (Reference reference : references) {
            if (isShown(reference.y())) {
                level(canvas, Stroke.REFERENCE, reference.colour() % Canvas.COLOURS, right, y.pixel(reference.y()));
            }
        }
        series.forEach(line -> drawSeries(line, x, y, canvas));
    }

    private Axis yAxis(double low, double high) {
        double[] values = finiteValues().sorted().toArray();
        double last = values[values.length - 1];
        return logarithmic ? Axis.ofPowers(values[0], last, low, high) : Axis.around(values[0], last, low, high, 6);
    }

    private Axis xAxis(double low, double high) {
        long[] values = series.stream()
                .flatMap(line -> line.points().stream())
                .mapToLong(Point::x)
                .sorted()
                .toArray();
        long first = values.length == 0 ? 1 : values[0];
        long last = values.length == 0 ? 1 : values[values.length - 1];
        return logarithmic
                ? Axis.ofPowers((double) first, (double) last, low, high)
                : Axis.ofWhole(Math.toIntExact(first), Math.toIntExact(last), low, high, 12);
    }

    private boolean isShown(double y) {
        return Double.isFinite(y) && (!logarithmic || y > 0);
    }

    private static void level(Canvas canvas, Stroke stroke, int colour, double right, double y) {
        canvas.line(stroke, colour, LEFT, y, right, y);
    }

    private void drawSeries(Series line, Axis x, Axis y, Canvas canvas) {
        List<Canvas.Step> path = new ArrayList<>();
        boolean pen = false;
        for (Point point : line.points()) {
            boolean shown = isShown(point.y());
            if (shown) {
                path.add(new Canvas.Step(x.pixel((double) point.x()), y.pixel(point.y()), pen));
            }
            pen = shown;
        }
        int colour = line.colour() % Canvas.COLOURS;
        canvas.path(colour, path);
        for (Point point : line.points()) {
            if (isShown(point.y())) {
                canvas.mark(
                        colour,
                        x.pixel((double) point.x()),
                        y.pixel(point.y()),
                        "%s, %s %d: %s".formatted(line.name(), xLabel, point.x(), ResultTable.decimals(point.y())));
            }
        }
    }

    /** A line of the legend at its place; {@code dashed} for the references, which share one entry. */
    private record LegendEntry(String name, int colour, boolean dashed, double x, int row) {}

    private List<LegendEntry> legend(int width) {
        List<LegendEntry> unplaced = new ArrayList<>();
        series.forEach(line -> unplaced.add(new LegendEntry(line.name(), line.colour() % Canvas.COLOURS, false, 0, 0)));
        references.stream()
                .map(Reference::name)
                .distinct()
                .forEach(name -> unplaced.add(new LegendEntry(name, GREY, true, 0, 0)));
        List<LegendEntry> entries = new ArrayList<>();
        double x = MARGIN;
        int row = 0;
        for (LegendEntry entry : unplaced) {
            double space = SAMPLE + 6 + CHARACTER * entry.name().length() + 14;
            if (x > MARGIN && x + space > width) {
                x = MARGIN;
                row++;
            }
            entries.add(new LegendEntry(entry.name(), entry.colour(), entry.dashed(), x, row));
            x += space;
        }
        return entries;
    }

    private static void drawLegend(LegendEntry entry, Canvas canvas) {
        double y = 40 + LINE * entry.row();
        canvas.line(
                entry.dashed() ? Stroke.REFERENCE : Stroke.LINE, entry.colour(), entry.x(), y, entry.x() + SAMPLE, y);
        if (!entry.dashed()) {
            canvas.mark(entry.colour(), entry.x() + SAMPLE / 2, y, "");
        }
        canvas.text(entry.x() + SAMPLE + 6, y + 4, Anchor.START, entry.name());
    }

    private DoubleStream finiteValues() {
        return DoubleStream.concat(
                        series.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y),
                        references.stream().mapToDouble(Reference::y))
                .filter(this::isShown);
    }
}
