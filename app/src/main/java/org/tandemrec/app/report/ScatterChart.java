package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.tandemrec.app.report.Canvas.Anchor;
import org.tandemrec.app.report.Canvas.Stroke;

/**
 * Named points over a logarithmic axis, drawn as SVG or PNG: what something costs against how good it is. Each point bears its name, put where
 * it covers no other one, and its interval as a vertical line.
 *
 * @param title what it shows
 * @param xLabel the unit of the horizontal axis
 * @param yLabel the unit of the vertical axis
 * @param dots the points; those that have no place on the axes are left out, which the chart says
 */
record ScatterChart(String title, String xLabel, String yLabel, List<Dot> dots) implements Chart {
    private static final double LEFT = 52;
    private static final double RIGHT = 16;
    private static final double TOP = 62;
    private static final double BOTTOM = 42;
    private static final double CHARACTER = 6.8;
    private static final double LINE = 13;
    private static final double RADIUS = 4;
    private static final int MARKED = 0;
    private static final int OTHER = 1;

    /** Copies the list. */
    ScatterChart {
        dots = List.copyOf(dots);
    }

    /**
     * One point.
     *
     * @param name what it is
     * @param marked whether it stands out
     * @param x what it costs, positive
     * @param y how good it is
     * @param low the lower end of the interval of y; y itself without one
     * @param high the upper end
     */
    record Dot(String name, boolean marked, double x, double y, double low, double high) {
        boolean isShown() {
            return x > 0 && DoubleStream.of(x, y, low, high).allMatch(Double::isFinite);
        }
    }

    /** A rectangle that is taken. */
    private record Box(double left, double top, double right, double bottom) {
        boolean meets(Box other) {
            return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
        }
    }

    /** Where a name is: the room that it takes, and the end that stays where it is however wide the font. */
    private record Place(Box box, Anchor anchor) {
        double x() {
            return switch (anchor) {
                case START -> box.left;
                case MIDDLE -> (box.left + box.right) / 2;
                case END -> box.right;
            };
        }
    }

    @Override
    public void draw(Canvas canvas, int width, int height) {
        canvas.title(12, 21, title);
        List<Dot> shown = dots.stream().filter(Dot::isShown).toList();
        if (shown.isEmpty()) {
            canvas.text(width / 2.0, height / 2.0, Anchor.MIDDLE, "no values to show");
        } else {
            plot(shown, width, height, canvas);
        }
        if (shown.size() < dots.size()) {
            String text = (dots.size() - shown.size()) + " without a place, left out";
            canvas.text(LEFT, height - 8.0, Anchor.START, text);
        }
    }

    private void plot(List<Dot> shown, int width, int height, Canvas canvas) {
        double right = width - RIGHT;
        double bottom = height - BOTTOM;
        Axis x = Axis.ofPowers(
                shown.stream().mapToDouble(Dot::x).min().orElseThrow(),
                shown.stream().mapToDouble(Dot::x).max().orElseThrow(),
                LEFT + 10,
                right - 10);
        Axis y = Axis.around(
                shown.stream().mapToDouble(Dot::low).min().orElseThrow(),
                shown.stream().mapToDouble(Dot::high).max().orElseThrow(),
                bottom - 4,
                TOP,
                6);
        canvas.text(12, TOP - 18, Anchor.START, yLabel);
        for (double tick : y.ticks()) {
            canvas.line(Stroke.GRID, OTHER, LEFT, y.pixel(tick), right, y.pixel(tick));
            canvas.text(LEFT - 8, y.pixel(tick) + 4, Anchor.END, y.label(tick));
        }
        canvas.line(Stroke.AXIS, OTHER, LEFT, bottom, right, bottom);
        for (double tick : x.ticks()) {
            canvas.text(x.pixel(tick), bottom + 16, Anchor.MIDDLE, x.label(tick));
        }
        canvas.text(right, height - 8.0, Anchor.END, xLabel);
        draw(shown, x, y, new Box(LEFT, TOP - 12, right, bottom), canvas);
    }

    private void draw(List<Dot> shown, Axis x, Axis y, Box plot, Canvas canvas) {
        List<Box> taken = new ArrayList<>();
        for (Dot dot : shown) {
            double cx = x.pixel(dot.x());
            double cy = y.pixel(dot.y());
            taken.add(new Box(cx - RADIUS, cy - RADIUS, cx + RADIUS, cy + RADIUS));
            taken.add(new Box(cx - 1, y.pixel(dot.high()), cx + 1, y.pixel(dot.low())));
        }
        List<Dot> byHeight = shown.stream()
                .sorted(Comparator.comparingDouble(Dot::y).reversed())
                .toList();
        for (Dot dot : byHeight) {
            double cx = x.pixel(dot.x());
            double cy = y.pixel(dot.y());
            int colour = dot.marked() ? MARKED : OTHER;
            if (dot.low() < dot.high()) {
                canvas.line(Stroke.LINE, colour, cx, y.pixel(dot.low()), cx, y.pixel(dot.high()));
            }
            String cost = String.format(Locale.ROOT, "%s, %s %.4g", dot.name(), xLabel, dot.x());
            canvas.mark(colour, cx, cy, cost + ": " + ResultTable.decimals(dot.y()));
            Place place = place(dot.name(), cx, cy, plot, taken);
            taken.add(place.box());
            canvas.text(place.x(), place.box().bottom() - 3, place.anchor(), dot.name());
        }
    }

    /** Where a name covers the least: beside its point, above it, below it, or farther off; the upper of two points is named above. */
    private static Place place(String name, double x, double y, Box plot, List<Box> taken) {
        double width = CHARACTER * name.codePointCount(0, name.length());
        List<Place> places = new ArrayList<>();
        for (double far : new double[] {0, -LINE, LINE, -2 * LINE, 2 * LINE}) {
            double top = y - LINE / 2 + far;
            places.add(new Place(box(x + RADIUS + 4, top, width), Anchor.START));
            places.add(new Place(box(x - RADIUS - 4 - width, top, width), Anchor.END));
            if (far == 0) {
                places.add(new Place(box(x - width / 2, y - RADIUS - 2 - LINE, width), Anchor.MIDDLE));
                places.add(new Place(box(x - width / 2, y + RADIUS + 2, width), Anchor.MIDDLE));
            }
        }
        return places.stream()
                .min(Comparator.comparingInt((Place place) -> isWithin(place.box(), plot) ? 0 : 1)
                        .thenComparingLong(place ->
                                taken.stream().filter(place.box()::meets).count()))
                .orElseThrow();
    }

    private static Box box(double left, double top, double width) {
        return new Box(left, top, left + width, top + LINE);
    }

    private static boolean isWithin(Box place, Box plot) {
        return place.left() >= plot.left()
                && place.right() <= plot.right()
                && place.top() >= plot.top()
                && place.bottom() <= plot.bottom();
    }
}
