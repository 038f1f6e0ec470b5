package org.tandemrec.data;

import org.jspecify.annotations.Nullable;

/** The items of rows: two bytes each where all of them fit in two, else four. Written while rows are collected or sorted only. */
final class ItemColumn {
    private final char @Nullable [] narrow;
    private final int[] wide;

    /** A column for items that are all {@link #isNarrow narrow}, or for any. */
    ItemColumn(int rows, boolean areNarrow) {
        narrow = areNarrow ? new char[rows] : null;
        wide = new int[areNarrow ? 0 : rows];
    }

    /** Whether an item fits in two bytes. */
    static boolean isNarrow(int item) {
        return item >>> Character.SIZE == 0;
    }

    /** Whether the column takes two bytes a row. */
    boolean areNarrow() {
        return narrow != null;
    }

    int get(int row) {
        return narrow != null ? narrow[row] : wide[row];
    }

    void set(int row, int item) {
        if (narrow != null) {
            narrow[row] = (char) item;
        } else {
            wide[row] = item;
        }
    }
}
