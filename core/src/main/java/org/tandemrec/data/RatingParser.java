package org.tandemrec.data;

import java.nio.charset.StandardCharsets;

/** Parses ratings: finite decimal numbers. */
final class RatingParser {
    private static final String RULE = "the rating must be a finite number";

    private RatingParser() {}

    static float rating(byte[] line, int from, int to) throws BadLine {
        int length = to - from;
        if (length == 1 && isDigit(line[from])) {
            return line[from] - '0';
        }
        if (length == 3 && isDigit(line[from]) && line[from + 1] == '.' && line[from + 2] == '5') {
            return line[from] - '0' + 0.5f;
        }
        if (from == to) {
            throw new BadLine("the rating must not be empty (--columns rating= reads the file without ratings)");
        }
        if (!looksNumeric(line, from, to)) {
            throw BadLine.value(RULE, line, from, to);
        }
        try {
            float rating = Float.parseFloat(new String(line, from, length, StandardCharsets.ISO_8859_1));
            if (Float.isInfinite(rating)) {
                throw BadLine.value(RULE, line, from, to);
            }
            return rating;
        } catch (NumberFormatException e) {
            throw BadLine.value(RULE, line, from, to);
        }
    }

    /** Throws {@link BadLine} unless a rating that is a number already is finite. */
    static void requireFinite(float rating) throws BadLine {
        if (!Float.isFinite(rating)) {
            throw new BadLine(RULE + ", but was " + rating);
        }
    }

    /** Whether a value is made of the characters of decimal numbers: the JDK also parses hexadecimal ones, NaN and suffixes. */
    static boolean looksNumeric(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (!isDigit(b) && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                return false;
            }
        }
        return from < to;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
