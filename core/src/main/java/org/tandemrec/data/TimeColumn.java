package org.tandemrec.data;

/** The times of rows in the coarsest unit that loses nothing. Written while rows are collected or sorted only. */
final class TimeColumn {
    private static final long DAY = 86_400_000;
    private static final long SECOND = 1000;

    /** A unit of times. What fits in one also fits in those after it. */
    enum Unit {
        /** Whole days in two bytes, until 2038, so that they also fit in {@link #SECONDS}. */
        DAYS,
        /** Whole seconds in four bytes. */
        SECONDS,
        /** Milliseconds in eight bytes. */
        MILLIS;

        /** This unit, or the first one after it that a time (milliseconds since 1970, not negative) fits in. */
        Unit forTime(long time) {
            return switch (this) {
                case DAYS -> time % DAY == 0 && time / SECOND <= Integer.MAX_VALUE ? DAYS : SECONDS.forTime(time);
                case SECONDS -> time % SECOND == 0 && time / SECOND <= Integer.MAX_VALUE ? SECONDS : MILLIS;
                case MILLIS -> MILLIS;
            };
        }

        /** The finer one of two units. */
        Unit finer(Unit other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    private final Unit unit;
    private final char[] days;
    private final int[] seconds;
    private final long[] millis;

    TimeColumn(int rows, Unit unit) {
        this.unit = unit;
        days = new char[unit == Unit.DAYS ? rows : 0];
        seconds = new int[unit == Unit.SECONDS ? rows : 0];
        millis = new long[unit == Unit.MILLIS ? rows : 0];
    }

    Unit unit() {
        return unit;
    }

    /** The time of a row in milliseconds since 1970. */
    long get(int row) {
        return switch (unit) {
            case DAYS -> days[row] * DAY;
            case SECONDS -> seconds[row] * SECOND;
            case MILLIS -> millis[row];
        };
    }

    /** Sets the time of a row, which fits in the unit. */
    void set(int row, long time) {
        switch (unit) {
            case DAYS -> days[row] = (char) (time / DAY);
            case SECONDS -> seconds[row] = (int) (time / SECOND);
            case MILLIS -> millis[row] = time;
        }
    }
}
