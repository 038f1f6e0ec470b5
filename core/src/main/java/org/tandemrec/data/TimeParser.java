package org.tandemrec.data;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * Parses times: epoch seconds or milliseconds, whole or with a fraction, and ISO dates and date-times (UTC where they have no
 * zone).
 *
 * <p>Numbers of {@link #MILLISECONDS_FROM} and more are milliseconds. The unit is one for a file, so a number on the other side
 * of that limit is an error, never read in the other unit; 0 is 0 in both.
 */
final class TimeParser {
    /** Read as seconds it lies in the year 5138, read as milliseconds in March 1973. */
    static final double MILLISECONDS_FROM = 1e11;

    private static final long LATEST_MILLIS = 100_000_000_000_000L;
    private static final String RULE =
            "the time must be epoch seconds, epoch milliseconds, or an ISO date or date-time (2026-01-31T12:30:00Z)";
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .parseLenient()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private final boolean milliseconds;

    TimeParser(boolean milliseconds) {
        this.milliseconds = milliseconds;
    }

    /** Returns milliseconds since 1970-01-01T00:00Z. */
    long millis(byte[] line, int from, int to) throws BadLine {
        int length = to - from;
        if (length > 0 && length <= 15) {
            long value = 0;
            int i = from;
            while (i < to && RatingParser.isDigit(line[i])) {
                value = 10 * value + line[i++] - '0';
            }
            if (i == to) {
                checkUnit((double) value, line, from, to); // 15 digits are exact
                return milliseconds ? value : 1000 * value;
            }
        }
        return isoDate(line, from, to) ? iso(line, from, to) : decimal(line, from, to);
    }

    /** Throws {@link BadLine} unless milliseconds of a typed time lie from 1970 to the latest time that numbers may have. */
    static void requireInRange(long millis) throws BadLine {
        if (millis < 0) {
            throw new BadLine("the time must not be negative (before 1970), but was %d milliseconds".formatted(millis));
        }
        if (millis >= LATEST_MILLIS) {
            throw new BadLine("the time must be less than 1e14 milliseconds since 1970, but was " + millis);
        }
    }

    /**
     * The unit that a number votes for: 1 for milliseconds, -1 for seconds, 0 if it is no number or 0.
     */
    static int unitVote(byte[] line, int from, int to) {
        if (isoDate(line, from, to) || !RatingParser.looksNumeric(line, from, to)) {
            return 0;
        }
        try {
            double value = Double.parseDouble(new String(line, from, to - from, StandardCharsets.ISO_8859_1));
            return value >= MILLISECONDS_FROM ? 1 : value > 0 ? -1 : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void checkUnit(double value, byte[] line, int from, int to) throws BadLine {
        if (milliseconds && value != 0 && value < MILLISECONDS_FROM) {
            throw BadLine.value(
                    "the time must be in milliseconds (1e11 or more) like the first times of this file",
                    line,
                    from,
                    to);
        }
        if (!milliseconds && value >= MILLISECONDS_FROM) {
            throw BadLine.value(
                    "the time must be in seconds (less than 1e11) like the first times of this file", line, from, to);
        }
        if (value >= LATEST_MILLIS) {
            throw BadLine.value(
                    "the time must be less than 1e14 milliseconds (finer units must be divided)", line, from, to);
        }
    }

    private long decimal(byte[] line, int from, int to) throws BadLine {
        if (!RatingParser.looksNumeric(line, from, to)) {
            throw BadLine.value(RULE, line, from, to);
        }
        double value;
        try {
            value = Double.parseDouble(new String(line, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw BadLine.value(RULE, line, from, to);
        }
        if (value < 0) {
            throw BadLine.value("the time must not be negative (before 1970)", line, from, to);
        }
        checkUnit(value, line, from, to);
        return Math.round(milliseconds ? value : 1000 * value);
    }

    private static boolean isoDate(byte[] line, int from, int to) {
        return to - from >= 10 && RatingParser.isDigit(line[from]) && line[from + 4] == '-' && line[from + 7] == '-';
    }

    private static long iso(byte[] line, int from, int to) throws BadLine {
        String text = new String(line, from, to - from, StandardCharsets.ISO_8859_1);
        if (text.endsWith(" UTC")) {
            text = text.substring(0, text.length() - 4) + "Z";
        }
        if (text.length() > 10 && text.charAt(10) == ' ') {
            text = text.substring(0, 10) + "T" + text.substring(11);
        }
        int sign = text.length() - 5;
        if (sign >= 16 && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
            text = text.substring(0, sign + 3) + ":" + text.substring(sign + 3);
        }
        long millis;
        try {
            TemporalAccessor parsed = ISO.parse(text);
            LocalDate date = LocalDate.from(parsed);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneOffset offset = parsed.isSupported(ChronoField.OFFSET_SECONDS)
                    ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS))
                    : ZoneOffset.UTC;
            millis = date.atTime(time == null ? LocalTime.MIDNIGHT : time)
                    .toInstant(offset)
                    .toEpochMilli();
        } catch (DateTimeException e) {
            throw BadLine.value(RULE, line, from, to);
        }
        if (millis < 0) {
            throw BadLine.value("the time must not be negative (before 1970)", line, from, to);
        }
        return millis;
    }
}
