package org.tandemrec.app.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;

/** Draws a report's final figures as text, at most 100 characters wide: models as rows, metrics as columns, the paper's beside. */
public final class ResultTable {
    private static final int MAX_WIDTH = 100;
    private static final String GAP = "  ";
    private static final String BOLD = "\033[1m";
    private static final String FAINT = "\033[2m";
    private static final String RESET = "\033[0m";

    private ResultTable() {}

    /**
     * Returns the tables of all candidate sets, each line ended by a line feed.
     *
     * @param styled whether the best figure of a column is marked by escape sequences
     */
    public static String render(Report report, boolean styled) {
        StringBuilder text = new StringBuilder();
        for (String candidates : report.candidates()) {
            ResultGrid grid = ResultGrid.of(report, candidates);
            text.append(text.isEmpty() ? "" : "\n");
            text.append(style(Markup.printable(Names.heading(candidates)), BOLD, styled));
            text.append(style("  (" + Markup.printable(context(report, candidates)) + ")", FAINT, styled));
            text.append('\n');
            draw(columns(grid), styled, text);
            if (!report.slices(candidates).isEmpty()) {
                text.append('\n');
                draw(slices(grid), styled, text);
            }
        }
        return text.toString();
    }

    private static void draw(List<List<Cell>> columns, boolean styled, StringBuilder text) {
        int from = 1;
        while (from < columns.size()) {
            int to = fitting(columns, from);
            drawRows(columns.getFirst(), columns.subList(from, to), styled, text);
            from = to;
        }
    }

    /** A row for each slice and model; metrics without figures of slices have no column. */
    private static List<List<Cell>> slices(ResultGrid grid) {
        List<String> slices = grid.report().slices(grid.candidates());
        List<Cell> names = new ArrayList<>(List.of(new Cell("", "")));
        for (String slice : slices) {
            grid.models()
                    .forEach(model -> names.add(new Cell(Markup.printable(slice + "  " + Names.model(model)), "")));
        }
        List<List<Cell>> columns = new ArrayList<>(List.of(names));
        for (ResultGrid.Column column : grid.columns()) {
            List<Cell> cells = new ArrayList<>(List.of(new Cell(Markup.printable(column.label()), FAINT)));
            for (String slice : slices) {
                for (String model : grid.models()) {
                    String figure = grid.report()
                            .figure(grid.candidates(), model, column.metric(), column.k(), slice)
                            .map(record -> decimals(record.value()))
                            .orElse("");
                    cells.add(new Cell(figure, ""));
                }
            }
            if (cells.stream().skip(1).anyMatch(cell -> !cell.text().isEmpty())) {
                columns.add(cells);
            }
        }
        return columns;
    }

    private static String context(Report report, String candidates) {
        ResultRecord any = report.records().stream()
                .filter(record -> record.candidates().equals(candidates))
                .findFirst()
                .orElseThrow();
        return any.dataset() + ", " + any.split() + ", " + any.targets() + ", seed " + any.seed();
    }

    /** One piece of text; {@code style} is empty or an escape sequence. */
    private record Cell(String text, String style) {}

    private static List<List<Cell>> columns(ResultGrid grid) {
        List<List<Cell>> columns = new ArrayList<>();
        List<Cell> names = new ArrayList<>(List.of(new Cell("", "")));
        grid.models().forEach(model -> names.add(new Cell(Markup.printable(Names.model(model)), "")));
        columns.add(names);
        for (ResultGrid.Column column : grid.columns()) {
            List<Cell> cells = new ArrayList<>(List.of(new Cell(Markup.printable(column.label()), FAINT)));
            for (String model : grid.models()) {
                String figure = grid.figure(model, column)
                        .map(ResultTable::withInterval)
                        .orElse("");
                cells.add(new Cell(figure, grid.isBest(model, column) ? BOLD : ""));
            }
            columns.add(cells);
            if (grid.hasPublished(column)) {
                columns.add(published(grid, column));
            }
        }
        return columns;
    }

    private static List<Cell> published(ResultGrid grid, ResultGrid.Column column) {
        List<Cell> cells = new ArrayList<>(List.of(new Cell("published", FAINT)));
        for (String model : grid.models()) {
            OptionalDouble value = grid.published(model, column);
            cells.add(new Cell(value.isPresent() ? decimals(value.getAsDouble()) : "", FAINT));
        }
        return cells;
    }

    /** Returns how many columns, from {@code from} on, fit beside the names; at least one does. */
    private static int fitting(List<List<Cell>> columns, int from) {
        int width = width(columns.getFirst()) + GAP.length();
        int to = from;
        while (to < columns.size() && (to == from || width + GAP.length() + width(columns.get(to)) <= MAX_WIDTH)) {
            width += GAP.length() + width(columns.get(to));
            to++;
        }
        return to;
    }

    private static int width(List<Cell> column) {
        return column.stream().mapToInt(cell -> cell.text().length()).max().orElse(0);
    }

    private static void drawRows(List<Cell> names, List<List<Cell>> columns, boolean styled, StringBuilder text) {
        for (int row = 0; row < names.size(); row++) {
            StringBuilder line = new StringBuilder("  ");
            line.append(pad(names.get(row), width(names), false, styled));
            for (List<Cell> column : columns) {
                line.append(GAP).append(pad(column.get(row), width(column), true, styled));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private static String pad(Cell cell, int width, boolean right, boolean styled) {
        String space = " ".repeat(width - cell.text().length());
        String shown = cell.text().isEmpty() ? "" : style(cell.text(), cell.style(), styled);
        return right ? space + shown : shown + space;
    }

    private static String style(String text, String style, boolean styled) {
        return styled && !style.isEmpty() ? style + text + RESET : text;
    }

    /** Formats a figure with half the width of its interval, if it has one. */
    private static String withInterval(ResultRecord record) {
        Double low = record.ciLow();
        Double high = record.ciHigh();
        String value = decimals(record.value());
        return low == null || high == null ? value : value + " ±" + decimals((high - low) / 2);
    }

    /** Formats a figure with four decimals; what is no number is said. */
    static String decimals(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "not finite";
    }
}
