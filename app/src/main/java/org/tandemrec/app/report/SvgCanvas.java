package org.tandemrec.app.report;

import java.util.List;
import java.util.Locale;

/** One SVG element that carries its style, for light and for dark. */
final class SvgCanvas implements Canvas {
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

    private final StringBuilder svg = new StringBuilder(8192);

    /** An empty drawing of that size in pixels. */
    SvgCanvas(String title, int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tc\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%s\">",
                width, height, Markup.escape(title));
        svg.append("<style>").append(STYLE).append("</style>\n");
        add("<rect class=\"tc-bg\" width=\"%d\" height=\"%d\"/>", width, height);
    }

    /** The whole element. */
    String svg() {
        return svg + "</svg>\n";
    }

    @Override
    public void title(double x, double y, String text) {
        add("<text class=\"tc-title\" x=\"%s\" y=\"%s\">%s</text>", px(x), px(y), Markup.escape(text));
    }

    @Override
    public void text(double x, double y, Anchor anchor, String text) {
        String name = anchor.name().toLowerCase(Locale.ROOT);
        add("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>", px(x), px(y), name, Markup.escape(text));
    }

    @Override
    public void line(Stroke stroke, int colour, double x1, double y1, double x2, double y2) {
        String style = switch (stroke) {
            case GRID -> "tc-grid";
            case AXIS -> "tc-axis";
            case REFERENCE -> "tc-ref tc-s" + colour;
            case LINE -> "tc-line tc-s" + colour;
        };
        add("<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%s\" y2=\"%s\"/>", style, px(x1), px(x2), px(y1), px(y2));
    }

    @Override
    public void path(int colour, List<Step> steps) {
        StringBuilder path = new StringBuilder();
        for (Step step : steps) {
            path.append(step.drawn() ? "L" : "M")
                    .append(px(step.x()))
                    .append(' ')
                    .append(px(step.y()));
        }
        add("<path class=\"tc-line tc-s%d\" d=\"%s\"/>", colour, path);
    }

    @Override
    public void mark(int colour, double x, double y, String about) {
        String shape = switch (colour) {
            case 0 -> "M-3.2-3.2h6.4v6.4h-6.4z"; // square
            case 1 -> "M-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z"; // circle
            case 2 -> "M0-4.6L4.3 3.2H-4.3z"; // triangle
            case 3 -> "M0-4.6L4.6 0L0 4.6L-4.6 0z"; // diamond
            default -> "M0 4.6L4.3-3.2H-4.3z"; // triangle, head down
        };
        String marker = "<path class=\"tc-mark tc-s" + colour + "\" transform=\"translate(" + px(x) + " " + px(y)
                + ")\" d=\"" + shape + "\"/>";
        if (about.isEmpty()) {
            svg.append(marker);
        } else {
            add("<g>%s<title>%s</title></g>", marker, Markup.escape(about));
        }
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String px(double pixel) {
        return String.format(Locale.ROOT, "%.1f", pixel);
    }
}
