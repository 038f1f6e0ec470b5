package org.tandemrec.data;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;

/** One column of a query's result as a field of events. Values tell their types, since databases such as SQLite have none for a column. */
final class JdbcValue {
    private final Column column;
    private final int index;
    private final boolean zoned;

    /**
     * A column of a result.
     *
     * @param index its place, from 1
     */
    JdbcValue(Column column, int index, ResultSetMetaData types) throws SQLException {
        this.column = column;
        this.index = index;
        String name = String.valueOf(types.getColumnTypeName(index)).toLowerCase(Locale.ROOT);
        this.zoned = types.getColumnType(index) == Types.TIMESTAMP_WITH_TIMEZONE
                || name.endsWith("tz")
                || name.contains("with time zone")
                || name.contains("with local time zone");
    }

    /** Sets the field of an event to the value in the current row. */
    void set(EventFields fields, ResultSet row) throws SQLException, BadLine {
        Object value = row.getObject(index);
        if (value == null) {
            fields.absent(column);
            return;
        }
        switch (column) {
            case USER, ITEM -> setId(fields, value, row);
            case RATING -> {
                if (value instanceof Number number) {
                    fields.rating(number.floatValue());
                } else {
                    fields.text(column, String.valueOf(row.getString(index)));
                }
            }
            case TIME -> setTime(fields, value, row);
        }
    }

    private void setId(EventFields fields, Object value, ResultSet row) throws SQLException, BadLine {
        switch (value) {
            case BigDecimal decimal -> fields.text(column, decimal.toPlainString());
            case Double _, Float _, Boolean _, byte[] _ ->
                throw new BadLine("the %s must be text or a whole number, but is a %s; cast it in the query"
                        .formatted(EventFields.name(column), value.getClass().getSimpleName()));
            default -> fields.text(column, String.valueOf(row.getString(index)));
        }
    }

    private void setTime(EventFields fields, Object value, ResultSet row) throws SQLException, BadLine {
        switch (value) {
            case CharSequence text -> fields.text(column, text.toString());
            case BigDecimal decimal -> fields.text(column, decimal.toPlainString());
            case Number number when !(number instanceof Float) -> fields.text(column, number.toString());
            case Timestamp time when zoned -> setInstant(fields, time.toInstant());
            // not through the timestamp, which has no time in the hour that the JVM's own zone leaves out in spring
            case Timestamp _ ->
                setInstant(fields, row.getObject(index, LocalDateTime.class).toInstant(ZoneOffset.UTC));
            case java.sql.Date date -> setDate(fields, date.toLocalDate());
            case LocalDate date -> setDate(fields, date);
            case LocalDateTime time -> setInstant(fields, time.toInstant(ZoneOffset.UTC));
            case OffsetDateTime time -> setInstant(fields, time.toInstant());
            case ZonedDateTime time -> setInstant(fields, time.toInstant());
            case Instant time -> setInstant(fields, time);
            default ->
                throw new BadLine(
                        "the time must be a number of 64 bits, a date, a timestamp or text, but is a %s; cast it in the query"
                                .formatted(value.getClass().getSimpleName()));
        }
    }

    private static void setDate(EventFields fields, LocalDate date) {
        setInstant(fields, date.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private static void setInstant(EventFields fields, Instant time) {
        fields.millis(time.toEpochMilli());
    }
}
