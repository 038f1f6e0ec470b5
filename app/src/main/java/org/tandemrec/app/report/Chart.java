package org.tandemrec.app.report;

/** A figure that can be drawn at any size. */
interface Chart {
    /** What it shows. */
    String title();

    /** Draws it in that size in pixels. */
    void draw(Canvas canvas, int width, int height);

    /** Returns it as one SVG element of that size in pixels. */
    default String svg(int width, int height) {
        SvgCanvas canvas = new SvgCanvas(title(), width, height);
        draw(canvas, width, height);
        return canvas.svg();
    }

    /**
     * Returns it as a PNG of that size in pixels, twice as fine, in the colours of the light theme.
     *
     * @throws IllegalStateException if there is {@linkplain PngCanvas#hasFont no font} to write with
     */
    default byte[] png(int width, int height) {
        try (PngCanvas canvas = new PngCanvas(width, height)) {
            draw(canvas, width, height);
            return canvas.png();
        }
    }
}
