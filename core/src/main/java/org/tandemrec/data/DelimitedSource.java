package org.tandemrec.data;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text table with one event a line. */
final class DelimitedSource implements InteractionSource {
    private static final List<String> DELIMITERS = List.of("\t", ",", ";", "|");

    private final FileInput input;
    private final Format format;
    private final LineReader lines;
    private final FieldSplitter splitter;
    private final ColumnMapping columns;
    private final TimeParser times;

    /**
     * Reads the header, where the format has one.
     *
     * @throws DataException if the file is empty or its header lacks a column
     */
    DelimitedSource(FileInput input, Format format, Map<Column, String> given) {
        this.input = input;
        this.format = format;
        this.lines = new LineReader(input);
        String fixed = format.delimiter();
        String firstLine = requireText(input);
        String delimiter = fixed != null ? fixed : delimiterOf(firstLine);
        if (delimiter == null) {
            throw new DataException(
                    "%s:1: a header must be separated by tabs, commas, semicolons or bars, but was %s; name another format with --format"
                            .formatted(input.path(), Quote.of(firstLine)));
        }
        this.splitter = new FieldSplitter(delimiter, format.quoted());
        this.columns = format.named() ? readHeader(given) : ColumnMapping.FIXED;
        this.times = new TimeParser(millisecondsInHead());
    }

    /**
     * Returns the first line that is not blank.
     *
     * @throws DataException if there is none in the head of the file
     */
    static String requireText(FileInput input) {
        String firstLine = firstLine(input.head());
        if (firstLine.isEmpty()) {
            throw new DataException("%s: the file must hold interactions, but is %s"
                    .formatted(input.path(), input.head().length == 0 ? "empty" : "blank"));
        }
        return firstLine;
    }

    /** The first line that is not blank, or an empty string. */
    static String firstLine(byte[] head) {
        return new String(head, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }

    /** The separator that a header seems to have: the most frequent one outside quotes, or null without any. */
    static @Nullable String delimiterOf(String header) {
        String unquoted = header.replaceAll("\"[^\"]*\"", "");
        String best = null;
        long most = 0;
        for (String delimiter : DELIMITERS) {
            long count = unquoted.chars().filter(c -> c == delimiter.charAt(0)).count();
            if (count > most) {
                most = count;
                best = delimiter;
            }
        }
        return best;
    }

    @Override
    public boolean hasRatings() {
        return columns.rating() >= 0;
    }

    @Override
    public boolean hasTimes() {
        return columns.time() >= 0;
    }

    @Override
    public TieRule tieRule() {
        return TieRule.FILE_ORDER;
    }

    @Override
    public Events read(BadLines badLines) {
        EventCollector events = new EventCollector(hasRatings(), hasTimes(), tieRule());
        while (lines.next()) {
            if (isBlank(lines.bytes(), lines.from(), lines.to())) {
                continue;
            }
            try {
                readLine(events);
            } catch (BadLine problem) {
                badLines.add(lines.number(), problem);
            }
        }
        return events.events();
    }

    private void readLine(EventCollector events) throws BadLine {
        int count = splitter.split(lines.bytes(), lines.from(), lines.to());
        if (count != columns.fields()) {
            throw wrongFieldCount(count);
        }
        byte[] line = splitter.bytes();
        int rating = columns.rating();
        int time = columns.time();
        float stars = rating < 0 ? 1 : RatingParser.rating(line, splitter.from(rating), splitter.to(rating));
        long millis = time < 0 ? 0 : times.millis(line, splitter.from(time), splitter.to(time));
        int user = columns.user();
        int item = columns.item();
        events.add(line, splitter.from(user), splitter.to(user), splitter.from(item), splitter.to(item), stars, millis);
    }

    private BadLine wrongFieldCount(int count) {
        String text = new String(
                lines.bytes(), lines.from(), Math.min(lines.to() - lines.from(), 4096), StandardCharsets.UTF_8);
        String hint = "";
        if (count == 1) {
            String other = text.contains("::") ? "::" : delimiterOf(text);
            hint = other == null || other.equals(splitter.delimiter())
                    ? ""
                    : "; it seems to be separated by %s, so name the format with --format".formatted(Quote.of(other));
        }
        return new BadLine("a line of %s must have %d fields separated by %s, but this one has %d: %s%s"
                .formatted(
                        format.option(),
                        columns.fields(),
                        Quote.of(splitter.delimiter()),
                        count,
                        Quote.of(text),
                        hint));
    }

    private ColumnMapping readHeader(Map<Column, String> given) {
        while (lines.next()) {
            if (isBlank(lines.bytes(), lines.from(), lines.to())) {
                continue;
            }
            String place = input.path() + ":" + lines.number();
            try {
                splitter.split(lines.bytes(), lines.from(), lines.to());
            } catch (BadLine e) {
                throw new DataException("%s: %s".formatted(place, e.getMessage()), e);
            }
            return ColumnMapping.of(splitter.strings(), given, place);
        }
        throw new DataException(input.path() + ": the file must have a header, but is blank");
    }

    /** Whether most of the numeric times in the file's head are milliseconds. */
    private boolean millisecondsInHead() {
        if (columns.time() < 0) {
            return false;
        }
        int time = columns.time();
        int[] votes = new int[1];
        new HeadLines(input.head()).forEach((bytes, from, to) -> {
            if (splitter.split(bytes, from, to) == columns.fields()) {
                votes[0] += TimeParser.unitVote(splitter.bytes(), splitter.from(time), splitter.to(time));
            }
        });
        return votes[0] > 0;
    }

    /** Whether a line has nothing but blanks and tabs. */
    static boolean isBlank(byte[] line, int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] != ' ' && line[i] != '\t') {
                return false;
            }
        }
        return true;
    }
}
