package org.tandemrec.data;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.schema.ColumnSchema;
import org.jspecify.annotations.Nullable;

/** How the values of a Parquet column become values of events. */
enum ParquetType {
    /** Bytes that are UTF-8. */
    TEXT,
    /** A signed integer of 32 bits. */
    INT,
    /** A signed integer of 64 bits. */
    LONG,
    /** An unsigned integer of at most 32 bits. */
    UNSIGNED_INT,
    /** An unsigned integer of 64 bits. */
    UNSIGNED_LONG,
    /** A number of 32 bits. */
    FLOAT,
    /** A number of 64 bits. */
    DOUBLE,
    /** A decimal number in an integer of 32 bits. */
    DECIMAL_INT,
    /** A decimal number in an integer of 64 bits. */
    DECIMAL_LONG,
    /** A decimal number in big-endian bytes. */
    DECIMAL_BYTES,
    /** A UUID in 16 bytes. */
    UUID,
    /** Days since 1970. */
    DATE,
    /** Milliseconds since 1970. */
    MILLIS,
    /** Microseconds since 1970. */
    MICROS,
    /** Nanoseconds since 1970. */
    NANOS,
    /** Nanoseconds of a Julian day, 12 bytes: what Spark, Hive and Impala write or wrote. */
    INT96;

    /** The type of a column, or null where its values mean nothing to events. */
    static @Nullable ParquetType of(ColumnSchema column) {
        LogicalType logical = column.logicalType();
        PhysicalType physical = column.type();
        return switch (logical) {
            case null -> plain(physical);
            case LogicalType.StringType _, LogicalType.EnumType _, LogicalType.JsonType _ -> TEXT;
            case LogicalType.UuidType _ -> UUID;
            case LogicalType.DateType _ -> DATE;
            case LogicalType.DecimalType _ -> decimal(physical);
            case LogicalType.IntType integer when integer.isSigned() -> physical == PhysicalType.INT32 ? INT : LONG;
            case LogicalType.IntType _ -> physical == PhysicalType.INT32 ? UNSIGNED_INT : UNSIGNED_LONG;
            case LogicalType.TimestampType timestamp ->
                switch (timestamp.unit()) {
                    case MILLIS -> MILLIS;
                    case MICROS -> MICROS;
                    case NANOS -> NANOS;
                };
            default -> null;
        };
    }

    private static @Nullable ParquetType plain(PhysicalType physical) {
        return switch (physical) {
            case INT32 -> INT;
            case INT64 -> LONG;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case BYTE_ARRAY -> TEXT;
            case INT96 -> INT96;
            case BOOLEAN, FIXED_LEN_BYTE_ARRAY -> null;
        };
    }

    private static ParquetType decimal(PhysicalType physical) {
        return switch (physical) {
            case INT32 -> DECIMAL_INT;
            case INT64 -> DECIMAL_LONG;
            case BOOLEAN, FLOAT, DOUBLE, INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> DECIMAL_BYTES;
        };
    }

    /** Whether such values can be those of a column. */
    boolean fits(Column column) {
        boolean whole = this == TEXT || this == INT || this == LONG || this == UNSIGNED_INT || this == UNSIGNED_LONG;
        boolean decimal = this == DECIMAL_INT || this == DECIMAL_LONG || this == DECIMAL_BYTES;
        return switch (column) {
            case USER, ITEM -> whole || decimal || this == UUID;
            case RATING -> whole || decimal || this == FLOAT || this == DOUBLE;
            case TIME ->
                whole
                        || decimal
                        || this == DOUBLE
                        || this == DATE
                        || this == MILLIS
                        || this == MICROS
                        || this == NANOS
                        || this == INT96;
        };
    }

    /** What such a column should be, for messages. */
    static String wanted(Column column) {
        return switch (column) {
            case USER, ITEM -> "text, an integer, a decimal or a UUID";
            case RATING -> "a number or text";
            case TIME -> "a timestamp, a date, an integer, a double or text";
        };
    }
}
