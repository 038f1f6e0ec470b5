package org.tandemrec.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tandemrec.base.Check;

/**
 * The raw ids of users or items and their dense numbers {@code 0 … size - 1}, in order of first appearance. Immutable.
 */
public final class Vocabulary {
    /* Open addressing with linear probing: a slot holds 1 + the number of an id, or 0 where it is free. No boxes. */
    private final String[] ids;
    private final int[] slots;

    private Vocabulary(String[] ids, int[] slots) {
        this.ids = ids;
        this.slots = slots;
    }

    /**
     * Returns the vocabulary of {@code ids} in their order.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    public static Vocabulary of(List<String> ids) {
        Builder builder = new Builder();
        for (String id : ids) {
            int before = builder.size();
            Check.argument(builder.add(id) == before, "id \"%s\" occurs twice", id);
        }
        return builder.build();
    }

    /** The number of ids. */
    public int size() {
        return ids.length;
    }

    /** The raw id of a dense number. */
    public String id(int index) {
        return ids[index];
    }

    /** The dense number of a raw id, or -1 for an unknown one. */
    public int indexOf(String id) {
        return slots[slot(id, ids, slots)] - 1;
    }

    /** All raw ids by dense number, unmodifiable. */
    public List<String> ids() {
        return Collections.unmodifiableList(Arrays.asList(ids));
    }

    /** The slot of an id, or the free one where it would stand. */
    private static int slot(String id, String[] ids, int[] slots) {
        int mask = slots.length - 1;
        int mixed = id.hashCode() * 0x9E3779B9;
        int slot = (mixed ^ (mixed >>> 15)) & mask;
        while (slots[slot] != 0 && !ids[slots[slot] - 1].equals(id)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** Collects ids; {@link #add} is idempotent. */
    public static final class Builder {
        private String[] ids = new String[16];
        private int[] slots = new int[2 * ids.length];
        private int size;

        /** Returns the dense number of {@code id}, new or known. */
        public int add(String id) {
            int slot = slot(id, ids, slots);
            if (slots[slot] != 0) {
                return slots[slot] - 1;
            }
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, 2 * size);
                slots = new int[2 * ids.length];
                for (int index = 0; index < size; index++) {
                    slots[slot(ids[index], ids, slots)] = index + 1;
                }
                slot = slot(id, ids, slots);
            }
            ids[size] = id;
            slots[slot] = size + 1;
            return size++;
        }

        /** The number of distinct ids so far. */
        public int size() {
            return size;
        }

        /** Returns the vocabulary; the builder must not be used afterwards. */
        public Vocabulary build() {
            return new Vocabulary(Arrays.copyOf(ids, size), slots);
        }
    }
}
