package org.tandemrec.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a data set from a file or a folder: finds the file, detects its format, numbers its ids, sorts its events and takes the
 * titles that lie beside it. {@code docs/formats.md} describes the formats and every rule.
 */
public final class DataReader {
    private DataReader() {}

    /**
     * Reads a file, or the ratings file of a folder, and tells how it went.
     *
     * @throws DataException if it cannot be read, or holds nothing to learn from; the message is meant for people
     */
    public static ReadResult read(Path path, ReadOptions options) {
        Path file = DataFiles.ratings(path, options.format());
        try (FileInput input = FileInput.open(file, options.progress())) {
            Format wanted = options.format();
            Format format = wanted != null ? wanted : DataFiles.format(file, DelimitedSource.firstLine(input.head()));
            if (!format.header() && !options.columns().isEmpty()) {
                throw new DataException(
                        "%s: --columns needs a format with a header, but %s has none; leave --columns out, or name a format with --format"
                                .formatted(file, format.option()));
            }
            BadLines badLines = new BadLines(file, options.onBadLine());
            InteractionSource source = new DelimitedSource(input, format, options.columns());
            EventCollector events = new EventCollector(source.hasRatings(), source.hasTimes(), source.tieRule());
            source.read(events, badLines);
            requireEnough(file, format, events, badLines);
            return result(path, file, format, source, events, badLines);
        }
    }

    private static void requireEnough(Path file, Format format, EventCollector events, BadLines badLines) {
        if (events.size() == 0) {
            throw new DataException(
                    badLines.count() == 0
                            ? "%s: the file must hold interactions, but has only a header".formatted(file)
                            : "%s: none of the %d lines can be read as %s; the first ones:%n%s"
                                    .formatted(
                                            file,
                                            badLines.count(),
                                            format.option(),
                                            String.join(System.lineSeparator(), badLines.messages())));
        }
        if (events.userCount() < 2 || events.itemCount() < 2) {
            throw new DataException(
                    "%s: recommending needs at least 2 users and 2 items, but the file has %d and %d; is %s its format and are these its columns? (--format, --columns)"
                            .formatted(file, events.userCount(), events.itemCount(), format.option()));
        }
    }

    private static ReadResult result(
            Path path, Path file, Format format, InteractionSource source, EventCollector events, BadLines badLines) {
        List<String> notes = new ArrayList<>();
        if (!source.hasTimes()) {
            notes.add("the file has no times: the order of its lines is the sequence");
        }
        if (!source.hasRatings()) {
            notes.add("the file has no ratings");
        }
        Vocabulary items = events.items();
        TitleReader titles = TitleReader.beside(file, items);
        notes.addAll(titles.notes());
        Dataset dataset = new Dataset(
                DataFiles.name(path), format.option(), events.interactions(), events.users(), items, titles.titles());
        return new ReadResult(
                dataset, new ReadReport(file, format, events.size(), badLines.count(), badLines.messages(), notes));
    }
}
