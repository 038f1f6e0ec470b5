package org.tandemrec.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a data set from a file, a folder or a database: finds its files, detects its format, numbers its ids, sorts its events and
 * takes the titles that lie beside it. {@code docs/formats.md} describes the formats and every rule.
 */
public final class DataReader {
    private final String name;
    private final Origin origin;
    private final BadLines badLines;
    private final List<String> notes = new ArrayList<>();

    private DataReader(String name, Origin origin, BadLinePolicy policy) {
        this.name = name;
        this.origin = origin;
        this.badLines = new BadLines(origin.beforeNumber(), policy);
    }

    /**
     * Reads a file, or the ratings file of a folder, and tells how it went.
     *
     * @throws DataException if it cannot be read, or holds nothing to learn from; the message is meant for people
     */
    public static ReadResult read(Path path, ReadOptions options) {
        List<Path> files = DataFiles.ratings(path, options.format());
        Path file = files.getFirst();
        SharedProgress progress = new SharedProgress(options.progress(), files);
        boolean parquet = ParquetSource.isParquet(file);
        if (options.format() == Format.PARQUET && !parquet) {
            throw new DataException(
                    "%s: a Parquet file must begin with PAR1, but this one does not; leave --format out to have the format detected"
                            .formatted(file));
        }
        if (parquet && (options.format() == null || options.format() == Format.PARQUET)) {
            return readParquet(path, files, options, progress);
        }
        try (FileInput input = FileInput.open(file, progress.file())) {
            Format wanted = options.format();
            Format format = wanted != null ? wanted : DataFiles.format(file, DelimitedSource.firstLine(input.head()));
            if (!format.named() && !options.columns().isEmpty()) {
                throw new DataException(
                        "%s: --columns needs a format with a header, but %s has none; leave --columns out, or name a format with --format"
                                .formatted(file, format.option()));
            }
            Path place = DataFiles.place(files);
            ReadMemory.require(
                    place,
                    input.head(),
                    progress.total(),
                    format == Format.NETFLIX ? ReadMemory.NETFLIX_ROW_BYTES : ReadMemory.ROW_BYTES,
                    Runtime.getRuntime().maxMemory());
            InteractionSource source = source(files, input, format, options, progress);
            return new DataReader(DataFiles.name(path), Origin.lines(place, format), options.onBadLine())
                    .read(source, files);
        }
    }

    /**
     * Reads the rows of a query and tells how it went. {@link ReadOptions#format} has no meaning here, and progress is not told, since
     * nobody knows how many rows will come.
     *
     * @throws DataException if the database cannot be read, or the query gives nothing to learn from
     */
    public static ReadResult read(JdbcQuery query, ReadOptions options) {
        try (JdbcSource source = JdbcSource.open(query, options.columns())) {
            return new DataReader(query.name(), Origin.query(query), options.onBadLine()).read(source, List.of());
        }
    }

    private static ReadResult readParquet(Path path, List<Path> files, ReadOptions options, SharedProgress progress) {
        Path place = DataFiles.place(files);
        ParquetSource source = new ParquetSource(files, options.columns(), progress);
        ReadMemory.requireRows(
                place,
                (double) source.rows(),
                ReadMemory.ROW_BYTES,
                Runtime.getRuntime().maxMemory());
        return new DataReader(DataFiles.name(path), Origin.rows(place, Format.PARQUET), options.onBadLine())
                .read(source, files);
    }

    private static InteractionSource source(
            List<Path> files, FileInput input, Format format, ReadOptions options, SharedProgress progress) {
        return switch (format) {
            case NETFLIX -> new NetflixSource(files, input, progress);
            case JSON_LINES -> new JsonLinesSource(files, input, progress, options.columns());
            case PARQUET -> throw new IllegalArgumentException("Parquet is no text");
            case MOVIELENS_DAT, MOVIELENS_100K, MOVIELENS_CSV, RECBOLE_INTER, GRU4REC_TSV, DELIMITED ->
                new DelimitedSource(input, format, options.columns());
        };
    }

    private ReadResult read(InteractionSource source, List<Path> files) {
        Events events = source.read(badLines);
        requireEnough(events);
        if (files.size() > 1) {
            notes.add("read from %d files, %s … %s"
                    .formatted(
                            files.size(),
                            files.getFirst().getFileName(),
                            files.getLast().getFileName()));
        }
        if (!source.hasTimes()) {
            notes.add(
                    "%s has no times: the order of its %s is the sequence".formatted(origin.subject(), origin.rows()));
        }
        if (!source.hasRatings()) {
            notes.add(origin.subject() + " has no ratings");
        }
        Map<String, String> titles = Map.of();
        if (!files.isEmpty()) {
            TitleReader beside = TitleReader.beside(files.getFirst(), events.items());
            titles = beside.titles();
            notes.addAll(beside.notes());
        }
        Dataset dataset =
                new Dataset(name, origin.format(), events.interactions(), events.users(), events.items(), titles);
        if (!source.isOrdered()) {
            addOrderNote(dataset.interactions());
        }
        return new ReadResult(
                dataset,
                new ReadReport(
                        origin.source(),
                        origin.format(),
                        dataset.interactions().size(),
                        badLines.count(),
                        badLines.messages(),
                        notes));
    }

    private void addOrderNote(Interactions rows) {
        int tied = rows.hasTimes() ? DataSummary.tiedRows(rows) : rows.size();
        if (tied > 0) {
            notes.add(
                    "%s has no order by, and %s: these may come in another order each time, and with them other sequences and figures; add order by with columns that tell all rows apart"
                            .formatted(
                                    origin.subject(),
                                    rows.hasTimes()
                                            ? "%d rows share their time with another one of their user".formatted(tied)
                                            : "its rows have no times"));
        }
    }

    private void requireEnough(Events events) {
        if (events.rows().size() == 0) {
            throw new DataException(
                    badLines.count() == 0
                            ? "%s: %s must hold interactions, but has %s"
                                    .formatted(origin.source(), origin.subject(), origin.empty())
                            : "%s: none of the %d %s can be read as %s; the first ones:%n%s"
                                    .formatted(
                                            origin.source(),
                                            badLines.count(),
                                            origin.rows(),
                                            origin.format(),
                                            String.join(System.lineSeparator(), badLines.messages())));
        }
        if (events.users().size() < 2 || events.items().size() < 2) {
            throw new DataException("%s: recommending needs at least 2 users and 2 items, but %s has %d and %d; %s"
                    .formatted(
                            origin.source(),
                            origin.subject(),
                            events.users().size(),
                            events.items().size(),
                            origin.remedy()));
        }
    }
}
