package org.tandemrec.nn;

import org.tandemrec.base.Check;

/** Sequences of rows, one behind the other without gaps: those of sequence s are {@code start(s)} … {@code start(s + 1) − 1}. */
public final class Sequences {
    private final int[] starts;
    private int count;

    /** Room for {@code maxSequences} sequences, of which none is there. */
    public Sequences(int maxSequences) {
        Check.argument(maxSequences >= 1, "maxSequences must be at least 1, but was %d", maxSequences);
        this.starts = new int[maxSequences + 1];
    }

    /** Takes all sequences out. */
    public void clear() {
        count = 0;
    }

    /**
     * Adds a sequence behind the others and returns its first row.
     *
     * @throws IllegalArgumentException if the sequence is empty or there is no room for it
     */
    public int add(int length) {
        Check.argument(length >= 1, "a sequence must have at least one row, but has %d", length);
        Check.argument(count < starts.length - 1, "there is room for %d sequences only", starts.length - 1);
        int start = starts[count];
        starts[++count] = Math.addExact(start, length);
        return start;
    }

    /** The number of sequences. */
    public int count() {
        return count;
    }

    /** R, the number of rows. */
    public int rows() {
        return starts[count];
    }

    /** The first row of a sequence; of sequence {@link #count}, the number of rows. */
    public int start(int sequence) {
        return starts[sequence];
    }

    /** The number of rows of a sequence. */
    public int length(int sequence) {
        return starts[sequence + 1] - starts[sequence];
    }
}
