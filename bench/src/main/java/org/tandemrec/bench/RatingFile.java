package org.tandemrec.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.tandemrec.data.DataException;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.Vocabulary;

/**
 * A text of ratings: lines {@code user item rating}, separated by blanks or tabs, as programs for matrix factorisation read them. Ids are
 * text of any kind; empty lines are skipped.
 */
final class RatingFile {
    private static final int FIELDS = 3;
    private static final int LONGEST_QUOTE = 60;

    private RatingFile() {}

    /**
     * Reads a file.
     *
     * @param users gets the ids of its users
     * @param items gets the ids of its items
     * @throws DataException if a line is no rating, or there is none
     */
    static Interactions.Builder read(Path file, Vocabulary.Builder users, Vocabulary.Builder items) {
        Interactions.Builder rows = new Interactions.Builder();
        String[] fields = new String[FIELDS];
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                int found = split(line, fields);
                if (found == 0) {
                    continue;
                }
                if (found != FIELDS) {
                    throw new DataException("%s:%d: a line must be \"user item rating\", but was \"%s\""
                            .formatted(file, number, shortened(line)));
                }
                rows.addUntimed(users.add(fields[0]), items.add(fields[1]), rating(fields[2], file, number));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.size() == 0) {
            throw new DataException(file + ": the file must hold lines \"user item rating\", but is empty");
        }
        return rows;
    }

    /** About how many ratings a file holds, by its size and the mean length of its first lines. */
    static long estimate(Path file) {
        byte[] head = new byte[1 << 16];
        try (var in = Files.newInputStream(file)) {
            int length = in.readNBytes(head, 0, head.length);
            long lines = 0;
            for (byte character : Arrays.copyOf(head, length)) {
                lines += character == '\n' ? 1 : 0;
            }
            return (long) ((double) Files.size(file) * lines / Math.max(1, length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts a line into its fields; returns how many there are, even if these are more than fit. */
    private static int split(String line, String[] fields) {
        int found = 0;
        int at = 0;
        while (true) {
            while (at < line.length() && line.charAt(at) <= ' ') {
                at++;
            }
            if (at == line.length()) {
                return found;
            }
            int from = at;
            while (at < line.length() && line.charAt(at) > ' ') {
                at++;
            }
            if (found < fields.length) {
                fields[found] = line.substring(from, at);
            }
            found++;
        }
    }

    private static float rating(String text, Path file, int line) {
        float rating;
        try {
            rating = Float.parseFloat(text);
        } catch (NumberFormatException e) {
            rating = Float.NaN;
        }
        if (!Float.isFinite(rating)) {
            throw new DataException(
                    "%s:%d: a rating must be a finite number, but was \"%s\"".formatted(file, line, shortened(text)));
        }
        return rating;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "…";
    }
}
