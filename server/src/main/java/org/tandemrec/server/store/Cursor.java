package org.tandemrec.server.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Cursors as clients see them: letters and digits without a meaning. */
final class Cursor {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Cursor() {}

    /** A cursor that holds a text. */
    static String of(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text in a cursor; empty for an empty one.
     *
     * @throws IllegalArgumentException if it is no cursor
     */
    static String text(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8)) && text.indexOf(0) < 0) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw invalid(cursor, e);
        }
        throw invalid(cursor, null);
    }

    /** A cursor that holds numbers. */
    static String of(long... numbers) {
        StringBuilder text = new StringBuilder();
        for (long number : numbers) {
            text.append(text.isEmpty() ? "" : ",").append(number);
        }
        return of(text.toString());
    }

    /**
     * The numbers in a cursor; for an empty one the smallest ones.
     *
     * @throws IllegalArgumentException if it is no cursor of that many numbers
     */
    static long[] numbers(String cursor, int count) {
        long[] numbers = new long[count];
        Arrays.fill(numbers, Long.MIN_VALUE);
        if (cursor.isEmpty()) {
            return numbers;
        }
        String[] parts = text(cursor).split(",", -1);
        if (parts.length != count) {
            throw invalid(cursor, null);
        }
        try {
            for (int at = 0; at < count; at++) {
                numbers[at] = Long.parseLong(parts[at]);
            }
        } catch (NumberFormatException e) {
            throw invalid(cursor, e);
        }
        return numbers;
    }

    private static IllegalArgumentException invalid(
            String cursor, @org.jspecify.annotations.Nullable IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "a cursor must be empty or one that the page before gave, but was \"" + cursor + '"', cause);
    }
}
