package org.tandemrec.data;

import java.nio.file.Path;

/**
 * Where events come from, in words.
 *
 * @param source what is read, as messages show it
 * @param format the format's name
 * @param subject what messages call it, for example {@code the file}
 * @param rows what its rows are called, for example {@code lines}
 * @param empty what a source without events has
 * @param beforeNumber what stands before the number of a bad row
 * @param remedy how to read it otherwise
 */
record Origin(
        String source, String format, String subject, String rows, String empty, String beforeNumber, String remedy) {
    /** A file, or the folder of several, with an event a line. */
    static Origin lines(Path place, Format format) {
        return new Origin(
                place.toString(),
                format.option(),
                "the file",
                "lines",
                "only a header",
                place + ":",
                fileRemedy(format));
    }

    /** A file, or the folder of several, with an event a row. */
    static Origin rows(Path place, Format format) {
        return new Origin(
                place.toString(), format.option(), "the file", "rows", "no rows", place + ": row ", fileRemedy(format));
    }

    /** A query with an event a row. */
    static Origin query(JdbcQuery query) {
        return new Origin(
                query.shown(),
                "jdbc",
                "the query",
                "rows",
                "no rows",
                query.shown() + ": row ",
                "are these its columns? (--columns)");
    }

    private static String fileRemedy(Format format) {
        return "is %s its format and are these its columns? (--format, --columns)".formatted(format.option());
    }
}
