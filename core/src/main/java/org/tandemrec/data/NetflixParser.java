package org.tandemrec.data;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Parses one file of the Netflix Prize: the line {@code movie:}, then a line {@code user,rating,YYYY-MM-DD} for each of its ratings,
 * movie after movie. A rating that no good movie line stands above is a bad line, since its movie is not known.
 */
final class NetflixParser {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int FIELDS = 3;
    /** What follows a user's id: a comma, a digit, a comma and a day. */
    private static final int TAIL = 13;

    private static final int LINES_BETWEEN_CHECKS = 1 << 12;

    private final LineReader lines;
    private final BadLines badLines;
    private final FieldSplitter fields = new FieldSplitter(",", false);
    private final RowCollector rows = new RowCollector();
    private int movie;
    private long movieLine;

    NetflixParser(FileInput input, BadLines badLines) {
        this.lines = new LineReader(input);
        this.badLines = badLines;
    }

    /** Parses all lines, or those until {@code stopped}; users and items of the rows are raw ids. */
    RowCollector parse(BooleanSupplier stopped) {
        while (lines.next()) {
            try {
                readLine(lines.bytes(), lines.from(), lines.to());
            } catch (BadLine problem) {
                badLines.add(lines.number(), problem);
            }
            if (lines.number() % LINES_BETWEEN_CHECKS == 0 && stopped.getAsBoolean()) {
                break;
            }
        }
        return rows;
    }

    private void readLine(byte[] line, int start, int end) throws BadLine {
        int from = start;
        int to = end;
        while (from < to && isBlank(line[from])) {
            from++;
        }
        while (from < to && isBlank(line[to - 1])) {
            to--;
        }
        if (from == to) {
            return;
        }
        if (line[to - 1] == ':') {
            readMovie(line, from, to);
        } else {
            readRating(line, from, to);
        }
    }

    private void readMovie(byte[] line, int from, int to) throws BadLine {
        movie = 0;
        movieLine = lines.number();
        movie = id(line, from, to - 1);
        if (movie == 0) {
            throw BadLine.value(
                    "the line of a movie must be a number from 1 to 2147483647 and a colon (12:)", line, from, to);
        }
    }

    private void readRating(byte[] line, int from, int to) throws BadLine {
        int tail = to - TAIL;
        if (movie > 0 && tail > from && line[tail] == ',' && line[tail + 2] == ',') {
            int user = id(line, from, tail);
            int stars = line[tail + 1] - '0';
            int day = NetflixDates.parse(line, tail + 3, to);
            if (user > 0 && stars >= 1 && stars <= 5 && day >= 0) {
                rows.add(user, movie, stars, day * DAY_MILLIS);
                return;
            }
        }
        readUnusual(line, from, to);
    }

    /** Reads a line with blanks around its fields, or says what is wrong with it. */
    private void readUnusual(byte[] line, int from, int to) throws BadLine {
        if (fields.split(line, from, to) != FIELDS) {
            throw BadLine.value(
                    "a line of netflix must be a movie and a colon (12:), or a user, a rating and a day (1488844,3,2005-09-06)",
                    line,
                    from,
                    to);
        }
        int user = id(line, fields.from(0), fields.to(0));
        if (user == 0) {
            throw wrong("the user id must be a number from 1 to 2147483647", line, 0);
        }
        int stars = id(line, fields.from(1), fields.to(1));
        if (stars < 1 || stars > 5) {
            throw wrong("the rating must be a whole number from 1 to 5", line, 1);
        }
        int day = NetflixDates.parse(line, fields.from(2), fields.to(2));
        if (day < 0) {
            throw wrong(
                    "the date must be a day of the years " + NetflixDates.FIRST_YEAR + " to " + NetflixDates.LAST_YEAR
                            + ", written YYYY-MM-DD",
                    line,
                    2);
        }
        if (movie == 0) {
            throw new BadLine("the line of a movie (12:) must stand above its ratings, but "
                    + (movieLine == 0 ? "there is none above " : "line " + movieLine + " is wrong and stands above ")
                    + Quote.of(new String(line, from, to - from, StandardCharsets.UTF_8)));
        }
        rows.add(user, movie, stars, day * DAY_MILLIS);
    }

    private BadLine wrong(String rule, byte[] line, int field) {
        return BadLine.value(rule, line, fields.from(field), fields.to(field));
    }

    /** The positive number that a text is, or 0. */
    private static int id(byte[] line, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!RatingParser.isDigit(line[i]) || number > Integer.MAX_VALUE) {
                return 0;
            }
            number = 10 * number + line[i] - '0';
        }
        return number <= Integer.MAX_VALUE ? (int) number : 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
