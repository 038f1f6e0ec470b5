package org.tandemrec.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers raw ids in order of first appearance, straight from a file's bytes: a string is made once for a distinct id, not once
 * for a row.
 */
final class IdTable {
    /*
     * Open addressing with linear probing over the numbers of the ids; their bytes lie end to end in one pool. Files are often
     * grouped by user, so the id before is tried first.
     */
    private byte[] pool = new byte[1 << 12];
    private int[] ends = new int[1 << 9];
    private int[] slots = new int[1 << 10];
    private int size;
    private int last;

    /** The number of an id, or -1. */
    int find(byte[] line, int from, int to) {
        if (last < size && isId(last, line, from, to)) {
            return last;
        }
        int mask = slots.length - 1;
        for (int slot = hash(line, from, to) & mask; slots[slot] != 0; slot = (slot + 1) & mask) {
            int index = slots[slot] - 1;
            if (isId(index, line, from, to)) {
                last = index;
                return index;
            }
        }
        return -1;
    }

    /** Gives a new id the next number. */
    int add(byte[] line, int from, int to) {
        int start = size == 0 ? 0 : ends[size - 1];
        int end = Math.addExact(start, to - from);
        if (end > pool.length) {
            pool = Arrays.copyOf(pool, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(end, 2L * pool.length)));
        }
        System.arraycopy(line, from, pool, start, to - from);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = end;
        if (2 * size > slots.length) {
            slots = new int[2 * slots.length];
            for (int index = 0; index < size; index++) {
                enter(index);
            }
        } else {
            enter(size - 1);
        }
        last = size - 1;
        return last;
    }

    /**
     * Throws {@link BadLine} unless a value can be an id: not empty, UTF-8, no control characters.
     *
     * @param name the column's name in the message
     */
    static void check(String name, byte[] line, int from, int to) throws BadLine {
        if (from == to) {
            throw new BadLine("the " + name + " id must not be empty");
        }
        for (int i = from; i < to; i++) {
            if ((line[i] >= 0 && line[i] < ' ') || line[i] == 0x7f) {
                throw BadLine.value("the " + name + " id must not hold control characters", line, from, to);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, from, to - from));
        } catch (CharacterCodingException e) {
            throw BadLine.value("the " + name + " id must be UTF-8 (iconv converts other encodings)", line, from, to);
        }
    }

    /** The number of distinct ids. */
    int size() {
        return size;
    }

    /** All ids as strings, by number. */
    Vocabulary vocabulary() {
        List<String> ids = new ArrayList<>(size);
        for (int index = 0; index < size; index++) {
            int start = start(index);
            ids.add(new String(pool, start, ends[index] - start, StandardCharsets.UTF_8));
        }
        return Vocabulary.of(ids);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private void enter(int index) {
        int mask = slots.length - 1;
        int slot = hash(pool, start(index), ends[index]) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = index + 1;
    }

    private boolean isId(int index, byte[] line, int from, int to) {
        return Arrays.equals(pool, start(index), ends[index], line, from, to);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}
