package org.tandemrec.app;

import java.util.ArrayList;
import java.util.List;

/** Rows of text under a header, in columns as wide as their content. Control characters, which a terminal would obey, are replaced. */
final class TextTable {
    private static final String GAP = "  ";
    private static final String FAINT = "\033[2m";
    private static final String RESET = "\033[0m";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A column.
     *
     * @param header its name
     * @param right whether it ends flush
     * @param most the most characters that it shows; a longer text ends in an ellipsis
     */
    record Column(String header, boolean right, int most) {
        /** A column of words. */
        static Column words(String header, int most) {
            return new Column(header, false, most);
        }

        /** A column of numbers. */
        static Column numbers(String header) {
            return new Column(header, true, Integer.MAX_VALUE);
        }
    }

    TextTable(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row with one text for each column. */
    void row(List<String> cells) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(cut(printable(cells.get(i)), columns.get(i).most));
        }
        rows.add(shown);
    }

    /**
     * Returns the table without a line break at its end.
     *
     * @param styled whether the header may be marked by escape sequences
     */
    String render(boolean styled) {
        List<String> header = columns.stream().map(Column::header).toList();
        StringBuilder text = new StringBuilder(styled ? FAINT + line(header) + RESET : line(header));
        rows.forEach(row -> text.append(System.lineSeparator()).append(line(row)));
        return text.toString();
    }

    /** Text whose control characters are replaced. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String space = " ".repeat(width(i) - length(cells.get(i)));
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right ? space + cells.get(i) : cells.get(i) + space);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        int width = length(columns.get(column).header);
        for (List<String> row : rows) {
            width = Math.max(width, length(row.get(column)));
        }
        return width;
    }

    private static String cut(String text, int most) {
        return length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
