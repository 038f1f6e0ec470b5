package org.tandemrec.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a data set from a file or a folder: finds its files, detects its format, numbers its ids, sorts its events and takes the
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
        List<Path> files = DataFiles.ratings(path, options.format());
        Path file = files.getFirst();
        SharedProgress progress = new SharedProgress(options.progress(), files);
        try (FileInput input = FileInput.open(file, progress.file())) {
            Format wanted = options.format();
            Format format = wanted != null ? wanted : DataFiles.format(file, DelimitedSource.firstLine(input.head()));
            if (!format.header() && !options.columns().isEmpty()) {
                throw new DataException(
                        "%s: --columns needs a format with a header, but %s has none; leave --columns out, or name a format with --format"
                                .formatted(file, format.option()));
            }
            Path place = files.size() == 1 ? file : folder(file);
            ReadMemory.require(
                    place,
                    input.head(),
                    progress.total(),
                    format == Format.NETFLIX ? ReadMemory.NETFLIX_ROW_BYTES : ReadMemory.ROW_BYTES,
                    Runtime.getRuntime().maxMemory());
            InteractionSource source = format == Format.NETFLIX
                    ? new NetflixSource(files, input, progress)
                    : new DelimitedSource(input, format, options.columns());
            BadLines badLines = new BadLines(place, options.onBadLine());
            Events events = source.read(badLines);
            requireEnough(place, format, events, badLines);
            TitleReader titles = TitleReader.beside(file, events.items());
            Dataset dataset = new Dataset(
                    DataFiles.name(path),
                    format.option(),
                    events.interactions(),
                    events.users(),
                    events.items(),
                    titles.titles());
            return new ReadResult(dataset, report(place, format, source, files, badLines, dataset, titles));
        }
    }

    private static Path folder(Path file) {
        Path folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private static void requireEnough(Path file, Format format, Events events, BadLines badLines) {
        if (events.rows().size() == 0) {
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
        if (events.users().size() < 2 || events.items().size() < 2) {
            throw new DataException(
                    "%s: recommending needs at least 2 users and 2 items, but the file has %d and %d; is %s its format and are these its columns? (--format, --columns)"
                            .formatted(
                                    file, events.users().size(), events.items().size(), format.option()));
        }
    }

    private static ReadReport report(
            Path place,
            Format format,
            InteractionSource source,
            List<Path> files,
            BadLines badLines,
            Dataset dataset,
            TitleReader titles) {
        List<String> notes = new ArrayList<>();
        if (files.size() > 1) {
            notes.add("read from %d files, %s … %s"
                    .formatted(
                            files.size(),
                            files.getFirst().getFileName(),
                            files.getLast().getFileName()));
        }
        if (!source.hasTimes()) {
            notes.add("the file has no times: the order of its lines is the sequence");
        }
        if (!source.hasRatings()) {
            notes.add("the file has no ratings");
        }
        notes.addAll(titles.notes());
        return new ReadReport(
                place, format, dataset.interactions().size(), badLines.count(), badLines.messages(), notes);
    }
}
