package org.tandemrec.app.report;

import java.util.List;

/** What a chart is drawn on, in pixels from the upper left corner. Colours are numbers below {@link #COLOURS}. */
interface Canvas {
    /** How many colours there are. */
    int COLOURS = 6;

    /** Which part of a text stands at its place. */
    enum Anchor {
        /** Its beginning. */
        START,
        /** Its middle. */
        MIDDLE,
        /** Its end. */
        END
    }

    /** How a straight line looks. */
    enum Stroke {
        /** A thin light line behind everything. */
        GRID,
        /** The line of an axis. */
        AXIS,
        /** A dashed line in a colour. */
        REFERENCE,
        /** A solid line in a colour. */
        LINE
    }

    /** A place that a path goes to, with the pen down or up. */
    record Step(double x, double y, boolean drawn) {}

    /** Writes the chart's title. */
    void title(double x, double y, String text);

    /** Writes a text. */
    void text(double x, double y, Anchor anchor, String text);

    /** Draws a straight line; {@code colour} only counts for those in a colour. */
    void line(Stroke stroke, int colour, double x1, double y1, double x2, double y2);

    /** Draws a solid path in a colour. */
    void path(int colour, List<Step> steps);

    /** Draws the marker of a colour; {@code about} is told where the reader points at it, where that is possible. */
    void mark(int colour, double x, double y, String about);
}
