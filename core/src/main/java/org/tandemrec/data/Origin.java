package org.tandemrec.data;

import java.nio.file.Path;

/**
 * Where events come from, in words.
 *
 * @param source what is read, as messages show it
 * @param format the format's name
 * @param subject what messages call it, for example {@code the file}
 * @param rows what its rows are called, for example {@code lines}
 * @param beforeNumber what stands before the number of a bad row
 * @param remedy how to read it otherwise
 */
record Origin(String source, String format, String subject, String rows, String beforeNumber, String remedy) {
    /** A file, or the folder of several, with an event a line. */
    static Origin lines(Path place, Format format) {
        return new Origin(
                place.toString(),
                format.option(),
                "the file",
                "lines",
                place + ":",
                "is %s its format and are these its columns? (--format, --columns)".formatted(format.option()));
    }
}
