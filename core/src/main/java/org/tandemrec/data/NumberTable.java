package org.tandemrec.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Numbers ids that are positive integers in order of first appearance: a hash table without boxes. */
final class NumberTable {
    /* Open addressing with linear probing; a slot holds an id, 0 where it is free, and its number. */
    private int[] slotIds = new int[1 << 10];
    private int[] slotNumbers = new int[1 << 10];
    private int[] ids = new int[1 << 9];
    private int size;

    /** The dense number of an id, which is positive: the known one, or the next. */
    int number(int id) {
        int mask = slotIds.length - 1;
        int slot = hash(id) & mask;
        while (slotIds[slot] != 0) {
            if (slotIds[slot] == id) {
                return slotNumbers[slot];
            }
            slot = (slot + 1) & mask;
        }
        slotIds[slot] = id;
        slotNumbers[slot] = size;
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
            spread();
        }
        ids[size] = id;
        return size++;
    }

    /** The number of distinct ids. */
    int size() {
        return size;
    }

    /** All ids in decimal, by number. */
    Vocabulary vocabulary() {
        List<String> names = new ArrayList<>(size);
        for (int number = 0; number < size; number++) {
            names.add(Integer.toString(ids[number]));
        }
        return Vocabulary.of(names);
    }

    /** Doubles the slots, so that at most half of them are ever taken. */
    private void spread() {
        int[] oldIds = slotIds;
        int[] oldNumbers = slotNumbers;
        slotIds = new int[2 * oldIds.length];
        slotNumbers = new int[2 * oldIds.length];
        int mask = slotIds.length - 1;
        for (int old = 0; old < oldIds.length; old++) {
            if (oldIds[old] != 0) {
                int slot = hash(oldIds[old]) & mask;
                while (slotIds[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slotIds[slot] = oldIds[old];
                slotNumbers[slot] = oldNumbers[old];
            }
        }
    }

    private static int hash(int id) {
        int mixed = id * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }
}
