package org.tandemrec.nn;

/** Buckets of numbers that span many orders of magnitude: one per power of two. */
public final class LogBuckets {
    /** The number of buckets. */
    public static final int COUNT = 40;

    /** The bucket of what is not known or not there. */
    public static final int NONE = 0;

    private LogBuckets() {}

    /** The bucket 1 + ⌊log₂(1 + value)⌋ of a value that is not negative, at most the last one; of a negative one {@link #NONE}. */
    public static int of(long value) {
        if (value < 0) {
            return NONE;
        }
        int log = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.min(value, Long.MAX_VALUE - 1) + 1);
        return Math.min(1 + log, COUNT - 1);
    }
}
