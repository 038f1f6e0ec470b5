package org.tandemrec.data;

import java.util.List;

/**
 * What a reader met on its way.
 *
 * @param source what was read: the file, the folder where there were several, or the database
 * @param format its format, for example {@code movielens-dat}
 * @param rows lines that became interactions
 * @param badLines lines left out because they break a rule
 * @param firstBadLines the messages of the first of them, at most five
 * @param notes what else is worth knowing, for example that the file has no times
 */
public record ReadReport(
        String source, String format, long rows, long badLines, List<String> firstBadLines, List<String> notes) {
    /** Copies the lists. */
    public ReadReport {
        firstBadLines = List.copyOf(firstBadLines);
        notes = List.copyOf(notes);
    }
}
