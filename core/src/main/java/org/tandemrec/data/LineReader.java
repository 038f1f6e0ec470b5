package org.tandemrec.data;

import java.util.Arrays;

/**
 * Walks over the lines of a text as slices of one byte buffer. A line ends with a line feed, a carriage return, both, or the end
 * of the text.
 */
final class LineReader {
    private static final int LONGEST_LINE = 1 << 20;

    private final FileInput input;
    private byte[] buffer;
    private int position;
    private int limit;
    private boolean afterCarriageReturn;
    private long number;
    private int from;
    private int to;

    LineReader(FileInput input) {
        this.input = input;
        this.buffer = new byte[1 << 17];
    }

    /** Goes to the next line; false at the end. */
    boolean next() {
        skipLineFeed();
        int scan = position;
        while (true) {
            for (; scan < limit; scan++) {
                byte b = buffer[scan];
                if (b == '\n' || b == '\r') {
                    found(scan, scan + 1);
                    afterCarriageReturn = b == '\r';
                    return true;
                }
            }
            int kept = limit - position;
            if (!fill()) {
                if (kept == 0) {
                    return false;
                }
                found(limit, limit);
                return true;
            }
            scan = position + kept;
        }
    }

    /** The buffer that holds the line until the next call of {@link #next}. */
    byte[] bytes() {
        return buffer;
    }

    /** The first byte of the line. */
    int from() {
        return from;
    }

    /** The byte after the line, its end left out. */
    int to() {
        return to;
    }

    /** The line's number, from 1. */
    long number() {
        return number;
    }

    private void found(int end, int next) {
        from = position;
        to = end;
        position = next;
        number++;
    }

    private void skipLineFeed() {
        if (afterCarriageReturn) {
            afterCarriageReturn = false;
            if ((position < limit || fill()) && buffer[position] == '\n') {
                position++;
            }
        }
    }

    /** Moves what is left to the buffer's start and reads on behind it. */
    private boolean fill() {
        int kept = limit - position;
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, kept);
            position = 0;
            limit = kept;
        } else if (kept == buffer.length) {
            if (kept > LONGEST_LINE) {
                throw new DataException(
                        "%s:%d: a line must be at most %d bytes long, but this one is longer; is it a text?"
                                .formatted(input.path(), number + 1, LONGEST_LINE));
            }
            buffer = Arrays.copyOf(buffer, 2 * kept);
        }
        int count = input.read(buffer, limit, buffer.length - limit);
        if (count <= 0) {
            return false;
        }
        limit += count;
        return true;
    }
}
