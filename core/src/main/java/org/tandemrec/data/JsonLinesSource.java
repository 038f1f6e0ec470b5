package org.tandemrec.data;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON lines: an object a line, an event each, in one file or in the parts that Spark writes. The members of the objects in the
 * first file's head are its header.
 */
final class JsonLinesSource implements InteractionSource {
    private final List<Path> files;
    private final FileInput first;
    private final SharedProgress progress;
    private final JsonLine line;
    private final TimeParser times;
    private final boolean rated;
    private final boolean timed;
    private final EventFields fields = new EventFields();

    /**
     * Looks for the columns in the head of the first file.
     *
     * @param first the open input of the first file, which stays open
     * @throws DataException if it is empty, holds no object, or its objects lack a column
     */
    JsonLinesSource(List<Path> files, FileInput first, SharedProgress progress, Map<Column, String> given) {
        this.files = files;
        this.first = first;
        this.progress = progress;
        List<String> header = header(first);
        ColumnMapping mapping = ColumnMapping.of(header, given, first.path() + ":1");
        this.rated = mapping.rating() >= 0;
        this.timed = mapping.time() >= 0;
        Map<Column, String> members = new EnumMap<>(Column.class);
        members.put(Column.USER, header.get(mapping.user()));
        members.put(Column.ITEM, header.get(mapping.item()));
        if (rated) {
            members.put(Column.RATING, header.get(mapping.rating()));
        }
        if (timed) {
            members.put(Column.TIME, header.get(mapping.time()));
        }
        this.line = new JsonLine(members);
        this.times = new TimeParser(millisecondsIn(first.head()));
    }

    @Override
    public boolean hasRatings() {
        return rated;
    }

    @Override
    public boolean hasTimes() {
        return timed;
    }

    @Override
    public TieRule tieRule() {
        return TieRule.FILE_ORDER;
    }

    @Override
    public Events read(BadLines badLines) {
        EventCollector events = new EventCollector(rated, timed, tieRule());
        readAll(first, events, badLines.ofFile(files.getFirst()), badLines);
        for (Path file : files.subList(1, files.size())) {
            try (FileInput input = FileInput.open(file, progress.file())) {
                readAll(input, events, badLines.ofFile(file), badLines);
            }
        }
        return events.events();
    }

    private void readAll(FileInput input, EventCollector events, BadLines bad, BadLines all) {
        LineReader lines = new LineReader(input);
        while (lines.next()) {
            if (DelimitedSource.isBlank(lines.bytes(), lines.from(), lines.to())) {
                continue;
            }
            try {
                line.read(lines.bytes(), lines.from(), lines.to(), fields);
                fields.addTo(events, times, rated, timed);
            } catch (BadLine problem) {
                bad.add(lines.number(), problem);
            }
        }
        all.addAll(bad);
    }

    /** The names of all members in the head, in order of first appearance. */
    private static List<String> header(FileInput input) {
        String firstLine = DelimitedSource.requireText(input);
        if (firstLine.strip().startsWith("[")) {
            throw new DataException(
                    "%s:1: a line must be one JSON object, but this is an array; write an object a line, for example with jq -c '.[]'"
                            .formatted(input.path()));
        }
        Set<String> names = new LinkedHashSet<>();
        JsonLine parser = new JsonLine(Map.of());
        new HeadLines(input.head()).forEach((bytes, from, to) -> parser.findNames(bytes, from, to, names));
        if (names.isEmpty()) {
            throw new DataException(
                    "%s:1: a line must be one JSON object with names and values, but was %s; jq -c . writes an object a line"
                            .formatted(input.path(), Quote.of(firstLine)));
        }
        return List.copyOf(names);
    }

    /** Whether most of the numeric times in the head are milliseconds. */
    private boolean millisecondsIn(byte[] head) {
        int[] votes = new int[1];
        new HeadLines(head).forEach((bytes, from, to) -> {
            line.read(bytes, from, to, fields);
            votes[0] += fields.unitVote();
        });
        return votes[0] > 0;
    }
}
