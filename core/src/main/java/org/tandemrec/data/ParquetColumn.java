package org.tandemrec.data;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;

/** One column of a Parquet file: the values of its batch, one after the other, as fields of events. */
final class ParquetColumn {
    private static final int JULIAN_DAY_OF_1970 = 2_440_588;
    private static final long DAY_MILLIS = 86_400_000;

    private final Column column;
    private final String name;
    private final ParquetType type;
    private final int scale;
    private Validity validity = Validity.NO_NULLS;
    private int[] ints = new int[0];
    private long[] longs = new long[0];
    private float[] floats = new float[0];
    private double[] doubles = new double[0];
    private byte[] bytes = new byte[0];
    private int[] offsets = new int[0];

    /**
     * A column of a file.
     *
     * @param place the file, for messages
     * @throws DataException if its type can not be that of {@code column}
     */
    ParquetColumn(Column column, ColumnSchema schema, String place) {
        ParquetType known = ParquetType.of(schema);
        if (known == null || !known.fits(column)) {
            throw new DataException("%s: the %s must be %s, but %s is %s; cast it before the file is written"
                    .formatted(
                            place,
                            EventFields.name(column),
                            ParquetType.wanted(column),
                            Quote.of(schema.name()),
                            schema.logicalType() == null ? schema.type() : schema.logicalType()));
        }
        this.column = column;
        this.name = schema.name();
        this.type = known;
        this.scale = schema.logicalType() instanceof LogicalType.DecimalType decimal ? decimal.scale() : 0;
    }

    /** The column's name in the file. */
    String name() {
        return name;
    }

    /** Takes the values of a batch. */
    void take(ColumnReader batch) {
        validity = batch.getLeafValidity();
        switch (type) {
            case INT, UNSIGNED_INT, DECIMAL_INT, DATE -> ints = batch.getInts();
            case LONG, UNSIGNED_LONG, DECIMAL_LONG, MILLIS, MICROS, NANOS -> longs = batch.getLongs();
            case FLOAT -> floats = batch.getFloats();
            case DOUBLE -> doubles = batch.getDoubles();
            case TEXT, DECIMAL_BYTES, UUID, INT96 -> {
                bytes = batch.getBinaryValues();
                offsets = batch.getBinaryOffsets();
            }
        }
    }

    /** Sets the field of an event to the value in a row of the batch. */
    void set(EventFields fields, int row) throws BadLine {
        if (validity.isNull(row)) {
            fields.absent(column);
            return;
        }
        switch (type) {
            case TEXT -> fields.text(column, bytes, offsets[row], offsets[row + 1]);
            case INT -> fields.whole(column, ints[row]);
            case LONG -> fields.whole(column, longs[row]);
            case UNSIGNED_INT -> fields.whole(column, Integer.toUnsignedLong(ints[row]));
            case UNSIGNED_LONG -> fields.text(column, Long.toUnsignedString(longs[row]));
            case FLOAT -> fields.rating(floats[row]);
            case DOUBLE -> setNumber(fields, doubles[row]);
            case DECIMAL_INT -> setDecimal(fields, BigInteger.valueOf(ints[row]));
            case DECIMAL_LONG -> setDecimal(fields, BigInteger.valueOf(longs[row]));
            case DECIMAL_BYTES ->
                setDecimal(fields, new BigInteger(Arrays.copyOfRange(bytes, offsets[row], offsets[row + 1])));
            case UUID -> {
                ByteBuffer halves = ByteBuffer.wrap(bytes, offsets[row], 16);
                fields.text(column, new UUID(halves.getLong(), halves.getLong()).toString());
            }
            case DATE -> fields.millis(DAY_MILLIS * ints[row]);
            case MILLIS -> fields.millis(longs[row]);
            case MICROS -> fields.millis(Math.floorDiv(longs[row], 1_000L));
            case NANOS -> fields.millis(Math.floorDiv(longs[row], 1_000_000L));
            case INT96 -> {
                ByteBuffer time = ByteBuffer.wrap(bytes, offsets[row], 12).order(ByteOrder.LITTLE_ENDIAN);
                long millisOfDay = Math.floorDiv(time.getLong(), 1_000_000L);
                fields.millis(DAY_MILLIS * ((long) time.getInt() - JULIAN_DAY_OF_1970) + millisOfDay);
            }
        }
    }

    private void setNumber(EventFields fields, double value) throws BadLine {
        if (column == Column.RATING) {
            fields.rating((float) value);
        } else {
            fields.text(column, Double.toString(value));
        }
    }

    private void setDecimal(EventFields fields, BigInteger unscaled) throws BadLine {
        fields.text(column, new BigDecimal(unscaled, scale).toPlainString());
    }
}
