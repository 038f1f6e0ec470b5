package org.tandemrec.data;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to read a data set. {@link #DEFAULT} detects everything and stops at the first bad line.
 *
 * @param format the format, or null to detect it
 * @param columns header names by column, for files whose header has other names than the known ones; an empty name says that
 *     the file has no such column (only for ratings and times)
 * @param onBadLine what to do with a line that breaks a rule
 * @param progress is told how far reading has come
 */
public record ReadOptions(
        @Nullable Format format, Map<Column, String> columns, BadLinePolicy onBadLine, ReadProgress progress) {
    /** Everything detected, stop at the first bad line. */
    public static final ReadOptions DEFAULT = new ReadOptions(null, Map.of(), BadLinePolicy.STOP, ReadProgress.NONE);

    /** Copies the map and checks that required columns have names. */
    public ReadOptions {
        columns = Map.copyOf(columns);
        for (Map.Entry<Column, String> column : columns.entrySet()) {
            if (column.getKey().required() && column.getValue().isEmpty()) {
                throw new DataException("columns: %s needs a header name, but was empty; for example %s=%s_id"
                        .formatted(
                                column.getKey().option(),
                                column.getKey().option(),
                                column.getKey().option()));
            }
        }
    }

    /** Returns these options with a format. */
    public ReadOptions withFormat(Format value) {
        return new ReadOptions(value, columns, onBadLine, progress);
    }

    /** Returns these options with header names. */
    public ReadOptions withColumns(Map<Column, String> value) {
        return new ReadOptions(format, value, onBadLine, progress);
    }

    /** Returns these options with a policy for bad lines. */
    public ReadOptions withOnBadLine(BadLinePolicy value) {
        return new ReadOptions(format, columns, value, progress);
    }

    /** Returns these options with a listener. */
    public ReadOptions withProgress(ReadProgress value) {
        return new ReadOptions(format, columns, onBadLine, value);
    }
}
