package org.tandemrec.data;

import dev.hardwood.Hardwood;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.ColumnSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, or the parts of one that Spark and DuckDB write: flat columns, of which only those that events need are read.
 *
 * <p>Bytes are left to Hardwood. Its own errors are unchecked and of many kinds, so all of them become a {@link DataException} that
 * names the file.
 */
final class ParquetSource implements InteractionSource {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** How many rows tell the unit of numeric times. */
    private static final int HEAD_ROWS = 1000;

    private final List<Path> files;
    private final SharedProgress progress;
    private final Map<Column, String> names = new EnumMap<>(Column.class);
    private final long rows;
    private final EventFields fields = new EventFields();
    private @Nullable TimeParser times;

    /**
     * Finds the columns in the schema of the first file.
     *
     * @throws DataException if a file is broken, or the first one lacks a column
     */
    ParquetSource(List<Path> files, Map<Column, String> given, SharedProgress progress) {
        this.files = files;
        this.progress = progress;
        Path first = files.getFirst();
        long sum = 0;
        try (Hardwood parquet = Hardwood.create()) {
            for (Path file : files) {
                sum += explaining(file, () -> {
                    try (ParquetFileReader reader = parquet.open(new ParquetBytes(file))) {
                        if (file.equals(first)) {
                            findColumns(reader, given, first.toString());
                        }
                        return reader.getFileMetaData().numRows();
                    }
                });
            }
        }
        this.rows = sum;
    }

    /**
     * Whether a file starts like Parquet.
     *
     * @throws DataException if it cannot be read
     */
    static boolean isParquet(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            throw FileInput.explained(file, e);
        }
    }

    /** The number of rows of all files. */
    long rows() {
        return rows;
    }

    @Override
    public boolean hasRatings() {
        return names.containsKey(Column.RATING);
    }

    @Override
    public boolean hasTimes() {
        return names.containsKey(Column.TIME);
    }

    @Override
    public TieRule tieRule() {
        return TieRule.FILE_ORDER;
    }

    @Override
    public Events read(BadLines badLines) {
        EventCollector events = new EventCollector(hasRatings(), hasTimes(), tieRule());
        try (Hardwood parquet = Hardwood.create()) {
            for (Path file : files) {
                BadLines bad = badLines.at(file + ": row ");
                explaining(file, () -> {
                    try (ParquetFileReader reader = parquet.open(new ParquetBytes(file))) {
                        return readFile(file, reader, events, bad);
                    }
                });
                badLines.addAll(bad);
            }
        }
        return events.events();
    }

    private void findColumns(ParquetFileReader reader, Map<Column, String> given, String place) {
        List<String> header = List.copyOf(flatColumns(reader).keySet());
        ColumnMapping mapping = ColumnMapping.of(header, given, place);
        names.put(Column.USER, header.get(mapping.user()));
        names.put(Column.ITEM, header.get(mapping.item()));
        if (mapping.rating() >= 0) {
            names.put(Column.RATING, header.get(mapping.rating()));
        }
        if (mapping.time() >= 0) {
            names.put(Column.TIME, header.get(mapping.time()));
        }
    }

    /** The columns of a file that have one value a row, by name. */
    private static Map<String, ColumnSchema> flatColumns(ParquetFileReader reader) {
        Map<String, ColumnSchema> columns = new LinkedHashMap<>();
        for (ColumnSchema column : reader.getFileSchema().getColumns()) {
            if (column.fieldPath().elements().size() == 1 && column.maxRepetitionLevel() == 0) {
                columns.put(column.name(), column);
            }
        }
        return columns;
    }

    /** Types are those of each file, since parts may have been written by different jobs; names are those of the first one. */
    private List<ParquetColumn> columns(Path file, ParquetFileReader reader) {
        Map<String, ColumnSchema> schemas = flatColumns(reader);
        List<ParquetColumn> columns = new ArrayList<>();
        names.forEach((column, name) -> {
            ColumnSchema schema = schemas.get(name);
            if (schema == null) {
                throw new DataException(
                        "%s: all parts must have the columns of the first one, %s, but this one lacks %s"
                                .formatted(file, files.getFirst().getFileName(), Quote.of(name)));
            }
            columns.add(new ParquetColumn(column, schema, file.toString()));
        });
        return columns;
    }

    /** Adds the rows of a file and returns how many it has. */
    private long readFile(Path file, ParquetFileReader reader, EventCollector events, BadLines bad) throws IOException {
        List<ParquetColumn> columns = columns(file, reader);
        TimeParser parser = times(columns, reader);
        ReadProgress listener = progress.file();
        long size = Files.size(file);
        long all = Math.max(1, reader.getFileMetaData().numRows());
        long done = 0;
        String[] distinct = names.values().stream().distinct().toArray(String[]::new);
        try (ColumnReaders batches = reader.columnReaders(ColumnProjection.columns(distinct))) {
            while (batches.nextBatch()) {
                columns.forEach(column -> column.take(batches.getColumnReader(column.name())));
                int count = batches.getRecordCount();
                for (int row = 0; row < count; row++) {
                    addRow(columns, row, parser, events, done + row + 1, bad);
                }
                done += count;
                listener.advanced((long) ((double) size * done / all), size);
            }
        }
        listener.advanced(size, size);
        return done;
    }

    private void addRow(
            List<ParquetColumn> columns, int row, TimeParser parser, EventCollector events, long number, BadLines bad) {
        try {
            set(columns, row);
            fields.addTo(events, parser, hasRatings(), hasTimes());
        } catch (BadLine problem) {
            bad.add(number, problem);
        }
    }

    private void set(List<ParquetColumn> columns, int row) throws BadLine {
        fields.clear();
        for (ParquetColumn column : columns) {
            column.set(fields, row);
        }
    }

    /** The parser of all files, by the first one that has rows. */
    private TimeParser times(List<ParquetColumn> columns, ParquetFileReader reader) {
        TimeParser parser = times;
        if (parser == null) {
            parser = new TimeParser(areMilliseconds(columns, reader));
            times = reader.getFileMetaData().numRows() == 0 ? null : parser;
        }
        return parser;
    }

    /** Whether most of the numeric times in the first rows of a file are milliseconds. */
    private boolean areMilliseconds(List<ParquetColumn> columns, ParquetFileReader reader) {
        String name = names.get(Column.TIME);
        if (name == null) {
            return false;
        }
        ParquetColumn time = columns.get(List.copyOf(names.keySet()).indexOf(Column.TIME));
        int votes = 0;
        int seen = 0;
        try (ColumnReaders batches = reader.columnReaders(ColumnProjection.columns(name))) {
            while (seen < HEAD_ROWS && batches.nextBatch()) {
                time.take(batches.getColumnReader(name));
                int count = Math.min(HEAD_ROWS - seen, batches.getRecordCount());
                for (int row = 0; row < count; row++) {
                    votes += vote(time, row);
                }
                seen += count;
            }
        }
        return votes > 0;
    }

    private int vote(ParquetColumn time, int row) {
        fields.clear();
        try {
            time.set(fields, row);
            return fields.unitVote();
        } catch (BadLine problem) {
            return 0; // told of when the row is read
        }
    }

    /** Something that Hardwood does with a file. */
    @FunctionalInterface
    private interface Step {
        /** Returns a number of rows. */
        long rows() throws IOException;
    }

    private static long explaining(Path file, Step step) {
        try {
            return step.rows();
        } catch (DataException e) {
            throw e;
        } catch (IOException e) {
            throw FileInput.explained(file, e);
        } catch (RuntimeException e) {
            throw new DataException(
                    "%s: the file must be readable as Parquet, but is not (%s); write it again, compressed with snappy, zstd or gzip, or not at all"
                            .formatted(file, e),
                    e);
        }
    }
}
