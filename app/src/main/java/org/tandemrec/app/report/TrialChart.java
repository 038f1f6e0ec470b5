package org.tandemrec.app.report;

import java.util.Comparator;
import java.util.List;
import org.tandemrec.app.report.Canvas.Anchor;
import org.tandemrec.app.report.Canvas.Stroke;

/**
 * The trials of a search as points: what each reached against its number or the value of a setting, in the colour and the marker of the
 * rung that it was on.
 *
 * @param title what it shows
 * @param yLabel the metric
 * @param across the horizontal axis
 * @param rungs what the rungs are called, the first one first
 * @param dots the points
 */
record TrialChart(String title, String yLabel, Across across, List<String> rungs, List<Dot> dots) implements Chart {
    private static final double LEFT = 56;
    private static final double RIGHT = 16;
    private static final double BOTTOM = 42;
    private static final double MARGIN = 12;
    private static final double CHARACTER = 7.2;
    private static final double LINE = 17;
    private static final int GREY = 4;

    /** Copies the lists. */
    TrialChart {
        rungs = List.copyOf(rungs);
        dots = List.copyOf(dots);
    }

    /** What the horizontal axis is. */
    sealed interface Across {
        /** Its name. */
        String label();

        /** Numbers of trials, of which each may have several points, above each other. */
        record Numbers(String label) implements Across {}

        /** Numbers. */
        record Values(String label, boolean logarithmic) implements Across {}

        /** Words, side by side: a point's x is the place of its word. */
        record Words(String label, List<String> words) implements Across {}
    }

    /**
     * A point.
     *
     * @param x its place on the horizontal axis
     * @param y what was reached
     * @param rung on which rung, from 0
     * @param about what a reader who points at it is told
     */
    record Dot(double x, double y, int rung, String about) {}

    @Override
    public void draw(Canvas canvas, int width, int height) {
        canvas.title(MARGIN, 21, title);
        double top = legend(canvas, width) + 38;
        if (dots.isEmpty()) {
            canvas.text(width / 2.0, height / 2.0, Anchor.MIDDLE, "no values to show");
            return;
        }
        double right = width - RIGHT;
        double bottom = height - BOTTOM;
        Axis y = Axis.around(
                dots.stream().mapToDouble(Dot::y).min().orElseThrow(),
                dots.stream().mapToDouble(Dot::y).max().orElseThrow(),
                bottom - 4,
                top,
                6);
        canvas.text(MARGIN, top - 14, Anchor.START, yLabel);
        for (double tick : y.ticks()) {
            canvas.line(Stroke.GRID, GREY, LEFT, y.pixel(tick), right, y.pixel(tick));
            canvas.text(LEFT - 8, y.pixel(tick) + 4, Anchor.END, y.label(tick));
        }
        canvas.line(Stroke.AXIS, GREY, LEFT, bottom, right, bottom);
        canvas.text(right, height - 8.0, Anchor.END, across.label());
        Axis x = xAxis(LEFT + 10, right - 10);
        ticks(canvas, x, bottom + 16);
        dots.stream()
                .sorted(Comparator.comparingInt(Dot::rung))
                .forEach(dot ->
                        canvas.mark(dot.rung() % Canvas.COLOURS, x.pixel(dot.x()), y.pixel(dot.y()), dot.about()));
    }

    private Axis xAxis(double low, double high) {
        double min = dots.stream().mapToDouble(Dot::x).min().orElseThrow();
        double max = dots.stream().mapToDouble(Dot::x).max().orElseThrow();
        return switch (across) {
            case Across.Numbers _ -> Axis.ofWhole((int) min, (int) max, low, high, 12);
            case Across.Values values when values.logarithmic() && min > 0 -> Axis.ofPowers(min, max, low, high);
            case Across.Values _ -> Axis.around(min, max, low, high, 8);
            case Across.Words words -> new Axis(-0.5, words.words().size() - 0.5, low, high, 1);
        };
    }

    private void ticks(Canvas canvas, Axis x, double y) {
        if (across instanceof Across.Words words) {
            for (int i = 0; i < words.words().size(); i++) {
                canvas.text(x.pixel(i), y, Anchor.MIDDLE, words.words().get(i));
            }
        } else {
            x.ticks().forEach(tick -> canvas.text(x.pixel(tick), y, Anchor.MIDDLE, x.label(tick)));
        }
    }

    /** The rungs that there are; returns where the legend ends. */
    private double legend(Canvas canvas, int width) {
        double x = MARGIN;
        double y = 40;
        for (int rung = 0; rung < rungs.size(); rung++) {
            double space = 14 + CHARACTER * rungs.get(rung).length() + 14;
            if (x > MARGIN && x + space > width) {
                x = MARGIN;
                y += LINE;
            }
            canvas.mark(rung % Canvas.COLOURS, x + 5, y, "");
            canvas.text(x + 14, y + 4, Anchor.START, rungs.get(rung));
            x += space;
        }
        return y;
    }
}
