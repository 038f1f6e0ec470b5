package org.tandemrec.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts one line into fields, blanks around them left out.
 *
 * <p>Lines are cut one by one, so that a quote that is never closed costs its own line and not the rest of the file. A line
 * without quotes, nearly every one, is cut in place; what quotes mean is left to FastCSV.
 */
final class FieldSplitter {
    private final String delimiter;
    private final byte first;
    private final byte[] rest;
    private final boolean quoted;
    private byte[] bytes = new byte[0];
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int count;

    /**
     * A splitter at an ASCII delimiter.
     *
     * @param quoted whether fields may stand in double quotes; the delimiter is then a single character
     */
    FieldSplitter(String delimiter, boolean quoted) {
        this.delimiter = delimiter;
        byte[] ascii = delimiter.getBytes(StandardCharsets.US_ASCII);
        this.first = ascii[0];
        this.rest = Arrays.copyOfRange(ascii, 1, ascii.length);
        this.quoted = quoted;
    }

    String delimiter() {
        return delimiter;
    }

    /** Cuts a line and returns the number of its fields. */
    int split(byte[] line, int start, int end) throws BadLine {
        count = 0;
        if (quoted && hasQuote(line, start, end)) {
            splitQuoted(new String(line, start, end - start, StandardCharsets.ISO_8859_1));
            return count;
        }
        bytes = line;
        int field = start;
        int last = end - rest.length;
        for (int i = start; i < last; i++) {
            if (line[i] == first && isDelimiter(line, i)) {
                append(field, i);
                i += rest.length;
                field = i + 1;
            }
        }
        append(field, end);
        return count;
    }

    /** The bytes that the fields of the last line are slices of. */
    byte[] bytes() {
        return bytes;
    }

    /** The first byte of a field. */
    int from(int field) {
        return from[field];
    }

    /** The byte after a field. */
    int to(int field) {
        return to[field];
    }

    /** All fields as strings. */
    List<String> strings() {
        List<String> fields = new ArrayList<>(count);
        for (int field = 0; field < count; field++) {
            fields.add(new String(bytes, from[field], to[field] - from[field], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private boolean isDelimiter(byte[] line, int at) {
        for (int i = 0; i < rest.length; i++) {
            if (line[at + 1 + i] != rest[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasQuote(byte[] line, int start, int end) {
        for (int i = start; i < end; i++) {
            if (line[i] == '"') {
                return true;
            }
        }
        return false;
    }

    /** Bytes travel through FastCSV as Latin-1 characters and come back unchanged. */
    private void splitQuoted(String line) throws BadLine {
        List<String> fields;
        try {
            fields = CsvReader.builder()
                    .fieldSeparator(delimiter.charAt(0))
                    .trimWhitespacesAroundQuotes(true)
                    .allowUnclosedQuote(false)
                    .ofSingleCsvRecord(line)
                    .getFields();
        } catch (CsvParseException e) {
            byte[] shown = line.getBytes(StandardCharsets.ISO_8859_1);
            throw new BadLine("a quoted field must be closed on its line and be followed by \"" + delimiter
                    + "\", but was " + Quote.of(shown, 0, shown.length));
        }
        bytes = String.join("", fields).getBytes(StandardCharsets.ISO_8859_1);
        int start = 0;
        for (String field : fields) {
            append(start, start + field.length());
            start += field.length();
        }
    }

    private void append(int start, int end) {
        int a = start;
        int b = end;
        while (a < b && bytes[a] == ' ') {
            a++;
        }
        while (a < b && bytes[b - 1] == ' ') {
            b--;
        }
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = a;
        to[count++] = b;
    }
}
