package org.tandemrec.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of one event where a row comes value by value, as from JSON, Parquet or a database. What a text means is left to the
 * parsers of all formats, so the same text is the same event wherever it comes from. A value that was not set is empty.
 */
final class EventFields {
    private static final int COLUMNS = Column.values().length;

    private byte[] bytes = new byte[256];
    private int size;
    private final int[] from = new int[COLUMNS];
    private final int[] to = new int[COLUMNS];
    private final boolean[] set = new boolean[COLUMNS];
    private boolean ratingIsNumber;
    private float rating;
    private boolean timeIsMillis;
    private long millis;

    /** Forgets all values. */
    void clear() {
        size = 0;
        Arrays.fill(from, 0);
        Arrays.fill(to, 0);
        Arrays.fill(set, false);
        ratingIsNumber = false;
        timeIsMillis = false;
    }

    /** What messages call the value of a column. */
    static String name(Column column) {
        return switch (column) {
            case USER, ITEM -> column.option() + " id";
            case RATING, TIME -> column.option();
        };
    }

    /** Whether a value was set since {@link #clear}, an absent one included. */
    boolean isSet(Column column) {
        return set[slot(column)];
    }

    /** Sets a value that is null where it comes from: it is empty. */
    void absent(Column column) {
        set(column, size, size);
    }

    /**
     * Sets a value, blanks around it left out.
     *
     * @throws BadLine if half of a surrogate pair stands alone, which no UTF-8 can hold
     */
    void text(Column column, String text) throws BadLine {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    throw new BadLine("the %s must be Unicode, but has half of a surrogate pair: %s"
                            .formatted(name(column), Quote.of(text)));
                }
                i++;
            }
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        text(column, encoded, 0, encoded.length);
    }

    /** Sets a value to bytes, blanks around them left out. */
    void text(Column column, byte[] source, int start, int end) {
        int a = start;
        int b = end;
        while (a < b && source[a] == ' ') {
            a++;
        }
        while (a < b && source[b - 1] == ' ') {
            b--;
        }
        int next = Math.addExact(size, b - a);
        if (next > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(next, 2 * bytes.length));
        }
        System.arraycopy(source, a, bytes, size, b - a);
        set(column, size, next);
        size = next;
    }

    /** Sets a value to the digits of a whole number. */
    void whole(Column column, long value) {
        byte[] digits = Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
        text(column, digits, 0, digits.length);
    }

    /** Sets the rating to a number. */
    void rating(float value) {
        ratingIsNumber = true;
        rating = value;
        set(Column.RATING, size, size);
    }

    /** Sets the time to milliseconds since 1970. */
    void millis(long value) {
        timeIsMillis = true;
        millis = value;
        set(Column.TIME, size, size);
    }

    /** What the time votes for, as {@link TimeParser#unitVote}; 0 where it is a time of its own type. */
    int unitVote() {
        int time = slot(Column.TIME);
        return TimeParser.unitVote(bytes, from[time], to[time]);
    }

    /**
     * Adds the event.
     *
     * @param rated whether events have ratings
     * @param timed whether events have times
     * @throws BadLine if a value breaks a rule; nothing is added then
     */
    void addTo(EventCollector events, TimeParser times, boolean rated, boolean timed) throws BadLine {
        int user = slot(Column.USER);
        int item = slot(Column.ITEM);
        float stars = rated ? stars() : 1;
        long time = timed ? time(times) : 0;
        events.add(bytes, from[user], to[user], from[item], to[item], stars, time);
    }

    private float stars() throws BadLine {
        if (!ratingIsNumber) {
            return RatingParser.rating(bytes, from[slot(Column.RATING)], to[slot(Column.RATING)]);
        }
        RatingParser.requireFinite(rating);
        return rating;
    }

    private long time(TimeParser times) throws BadLine {
        if (!timeIsMillis) {
            return times.millis(bytes, from[slot(Column.TIME)], to[slot(Column.TIME)]);
        }
        TimeParser.requireInRange(millis);
        return millis;
    }

    private static int slot(Column column) {
        return switch (column) {
            case USER -> 0;
            case ITEM -> 1;
            case RATING -> 2;
            case TIME -> 3;
        };
    }

    private void set(Column column, int start, int end) {
        int slot = slot(column);
        from[slot] = start;
        to[slot] = end;
        set[slot] = true;
    }
}
