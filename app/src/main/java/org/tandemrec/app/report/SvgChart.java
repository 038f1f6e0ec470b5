package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A line chart, over whole numbers (epochs) or with two logarithmic axes, drawn as SVG: legible on its own and inside a page, in light
 * and in dark.
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
        boolean logarithmic) {
    private static final double FONT = 12;
    private static final double CHARACTER = 0.6 * FONT;
    private static final double LINE = 17;
    private static final double LEFT = 52;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 42;
    private static final double SAMPLE = 24;
    private static final String STYLE = """
            .tc{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
            .tc-bg{fill:#fff}.tc text{fill:#57534e}.tc .tc-title{fill:#1c1917;font-size:14px;font-weight:600}
            .tc-grid{stroke:#e7e5e4;stroke-width:1}.tc-axis{stroke:#a8a29e;stroke-width:1}
            .tc-line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
            .tc-ref{stroke-width:1.5;stroke-dasharray:5 4;opacity:.8}.tc-mark{stroke:none}
            .tc-s0{stroke:#c2540a;fill:#c2540a}.tc-s1{stroke:#0072b2;fill:#0072b2}.tc-s2{stroke:#00805c;fill:#00805c}
            .tc-s3{stroke:#a04a86;fill:#a04a86}.tc-s4{stroke:#78716c;fill:#78716c}.tc-s5{stroke:#7a6a00;fill:#7a6a00}
            .tc .tc-line{fill:none}.tc .tc-mark{stroke:none}
            @media (prefers-color-scheme:dark){.tc-bg{fill:#171614}.tc text{fill:#b8b2aa}.tc .tc-title{fill:#f5f3f0}
            .tc-grid{stroke:#33302c}.tc-axis{stroke:#6b655e}
            .tc-s0{stroke:#f59a5b;fill:#f59a5b}.tc-s1{stroke:#62b8ee;fill:#62b8ee}.tc-s2{stroke:#3ecfa0;fill:#3ecfa0}
            .tc-s3{stroke:#dd94c6;fill:#dd94c6}.tc-s4{stroke:#a8a29e;fill:#a8a29e}.tc-s5{stroke:#e6cf52;fill:#e6cf52}
            .tc .tc-line{fill:none}.tc .tc-mark{stroke:none}}
            @media print{.tc-bg{fill:#fff}.tc text{fill:#333}}
            """;
    private static final int COLOURS = 6;
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

    /** Returns the chart as one SVG element of that size in pixels. */
    String svg(int width, int height) {
        List<LegendEntry> legend = legend(width);
        double top = 30 + LINE * (legend.isEmpty() ? 0 : legend.getLast().row() + 1) + 26;
        StringBuilder svg = new StringBuilder(8192);
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tc\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%s\">",
                width,
                height,
                Markup.escape(title));
        svg.append("<style>").append(STYLE).append("</style>\n");
        add(svg, "<rect class=\"tc-bg\" width=\"%d\" height=\"%d\"/>", width, height);
        add(svg, "<text class=\"tc-title\" x=\"12\" y=\"21\">%s</text>", Markup.escape(title));
        legend.forEach(entry -> drawLegend(entry, svg));
        if (finiteValues().findAny().isEmpty()) {
            add(
                    svg,
                    "<text x=\"%s\" y=\"%s\" text-anchor=\"middle\">no values to show</text>",
                    px(width / 2.0),
                    px(height / 2.0));
        } else {
            drawPlot(width, height, top, svg);
        }
        long leftOut = series.stream()
                .flatMap(line -> line.points().stream())
                .filter(point -> !isShown(point.y()))
                .count();
        if (leftOut > 0) {
            add(svg, "<text x=\"%s\" y=\"%d\">%d not finite, left out</text>", px(LEFT), height - 8, leftOut);
        }
        return svg.append("</svg>\n").toString();
    }

    private void drawPlot(int width, int height, double top, StringBuilder svg) {
        double bottom = height - BOTTOM;
        double right = width - RIGHT;
        Axis y = yAxis(bottom, top + 6);
        Axis x = xAxis(LEFT + 10, right - 6);
        text(svg, MARGIN, top - 8, "start", yLabel);
        for (double tick : y.ticks()) {
            level(svg, "tc-grid", right, y.pixel(tick));
            text(svg, LEFT - 8, y.pixel(tick) + 4, "end", y.label(tick));
        }
        level(svg, "tc-axis", right, bottom);
        for (double tick : x.ticks()) {
            text(svg, x.pixel(tick), bottom + 16, "middle", x.label(tick));
        }
        text(svg, right, height - 8, "end", xLabel);
        for (Reference reference : references) {
            if (isShown(reference.y())) {
                level(svg, "tc-ref tc-s" + reference.colour() % COLOURS, right, y.pixel(reference.y()));
            }
        }
        series.forEach(line -> drawSeries(line, x, y, svg));
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

    private static void level(StringBuilder svg, String style, double right, double y) {
        add(
                svg,
                "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                style,
                px(LEFT),
                px(right),
                px(y),
                px(y));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        add(svg, "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>", px(x), px(y), anchor, Markup.escape(text));
    }

    private void drawSeries(Series line, Axis x, Axis y, StringBuilder svg) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Point point : line.points()) {
            boolean shown = isShown(point.y());
            if (shown) {
                path.append(pen ? "L" : "M")
                        .append(px(x.pixel((double) point.x())))
                        .append(' ')
                        .append(px(y.pixel(point.y())));
            }
            pen = shown;
        }
        int colour = line.colour() % COLOURS;
        add(svg, "<path class=\"tc-line tc-s%d\" d=\"%s\"/>", colour, path);
        for (Point point : line.points()) {
            if (isShown(point.y())) {
                add(
                        svg,
                        "<g>%s<title>%s, %s %d: %s</title></g>",
                        marker(colour, x.pixel((double) point.x()), y.pixel(point.y())),
                        Markup.escape(line.name()),
                        Markup.escape(xLabel),
                        point.x(),
                        ResultTable.decimals(point.y()));
            }
        }
    }

    /** A line of the legend at its place; {@code dashed} for the references, which share one entry. */
    private record LegendEntry(String name, int colour, boolean dashed, double x, int row) {}

    private List<LegendEntry> legend(int width) {
        List<LegendEntry> unplaced = new ArrayList<>();
        series.forEach(line -> unplaced.add(new LegendEntry(line.name(), line.colour() % COLOURS, false, 0, 0)));
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

    private static void drawLegend(LegendEntry entry, StringBuilder svg) {
        double y = 40 + LINE * entry.row();
        add(
                svg,
                "<line class=\"%s tc-s%d\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>",
                entry.dashed() ? "tc-ref" : "tc-line",
                entry.colour(),
                px(entry.x()),
                px(entry.x() + SAMPLE),
                px(y),
                px(y));
        if (!entry.dashed()) {
            svg.append(marker(entry.colour(), entry.x() + SAMPLE / 2, y));
        }
        add(
                svg,
                "<text x=\"%s\" y=\"%s\">%s</text>",
                px(entry.x() + SAMPLE + 6),
                px(y + 4),
                Markup.escape(entry.name()));
    }

    private static String marker(int colour, double x, double y) {
        String shape = switch (colour) {
            case 0 -> "M-3.2-3.2h6.4v6.4h-6.4z"; // square
            case 1 -> "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z"; // circle
            case 2 -> "M0-4.6L4.3 3.2H-4.3z"; // triangle
            case 3 -> "M0-4.6L4.6 0L0 4.6L-4.6 0z"; // diamond
            default -> "M0 4.6L4.3-3.2H-4.3z"; // triangle, head down
        };
        return "<path class=\"tc-mark tc-s" + colour + "\" transform=\"translate(" + px(x) + " " + px(y) + ")\" d=\""
                + shape + "\"/>";
    }

    private DoubleStream finiteValues() {
        return DoubleStream.concat(
                        series.stream().flatMap(line -> line.points().stream()).mapToDouble(Point::y),
                        references.stream().mapToDouble(Reference::y))
                .filter(this::isShown);
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String px(double pixel) {
        return String.format(Locale.ROOT, "%.1f", pixel);
    }
}
