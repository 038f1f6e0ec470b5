package org.tandemrec.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times and durations as clients write them. */
final class Times {
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,8})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,12})ms)?");
    private static final long LONGEST_DURATION_MILLIS = 366L * 24 * 3600 * 1000;

    private Times() {}

    /** A time as RFC 3339 in UTC. */
    static String text(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /**
     * Reads a time: RFC 3339; a date alone is its midnight, a time without an offset is in UTC. Null, an empty text and year 1, which
     * some clients send for a time that is not set, are now.
     *
     * @throws Refusal if it is none of that
     */
    static long millis(@Nullable String text, long now, String where) {
        if (text == null || text.isEmpty() || text.startsWith("0001-01-01")) {
            return now;
        }
        try {
            return parse(text.replace(' ', 'T')).toEpochMilli();
        } catch (DateTimeException _) {
            throw Refusal.badRequest(
                    where + " must be a time as in RFC 3339, for example 2026-11-24T18:00:00Z, but was \"" + clip(text) + "\".");
        }
    }

    private static Instant parse(String text) {
        if (text.length() > 40 || !Character.isDigit(text.charAt(0))) {
            throw new DateTimeException("not a date of four digits");
        }
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        int offset = Math.max(text.indexOf('+', 10), Math.max(text.indexOf('-', 10), text.indexOf('Z', 10)));
        return offset < 0
                ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                : OffsetDateTime.parse(text).toInstant();
    }

    /**
     * Reads a duration of hours, minutes, seconds and milliseconds: {@code 24h}, {@code 1h30m}, {@code 90s}, {@code 250ms}, {@code 0}.
     *
     * @throws Refusal if it is none of that or longer than a year
     */
    static long durationMillis(String text, String where) {
        Matcher matcher = DURATION.matcher(text);
        if (text.equals("0")) {
            return 0;
        }
        if (text.isEmpty() || !matcher.matches()) {
            throw Refusal.badRequest(
                    where + " must be a duration such as 10m, 1h30m or 45s, but was \"" + clip(text) + "\".");
        }
        long millis = number(matcher.group(1)) * 3_600_000
                + number(matcher.group(2)) * 60_000
                + number(matcher.group(3)) * 1_000
                + number(matcher.group(4));
        if (millis > LONGEST_DURATION_MILLIS) {
            throw Refusal.badRequest(where + " must be at most 8784h (a year), but was \"" + clip(text) + "\".");
        }
        return millis;
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static String clip(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
