package org.tandemrec.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects rows in the order in which they come: wide columns for the latest ones, {@link RowBlock narrow} ones for all before. */
final class RowCollector {
    private static final int BLOCK_ROWS = 1 << 16;

    private final List<RowBlock> blocks = new ArrayList<>();
    private int[] users = new int[64];
    private int[] items = new int[64];
    private float[] ratings = new float[64];
    private long[] millis = new long[64];
    private int open;
    private long closed;

    /** Adds a row: a finite rating, a time in milliseconds since 1970 that is not negative. */
    void add(int user, int item, float rating, long timeMillis) {
        if (open == users.length) {
            if (open == BLOCK_ROWS) {
                close();
            } else {
                users = Arrays.copyOf(users, 2 * open);
                items = Arrays.copyOf(items, 2 * open);
                ratings = Arrays.copyOf(ratings, 2 * open);
                millis = Arrays.copyOf(millis, 2 * open);
            }
        }
        users[open] = user;
        items[open] = item;
        ratings[open] = rating;
        millis[open++] = timeMillis;
    }

    /** Adds all rows of a block, which may be kept as it is. */
    void add(RowBlock block) {
        close();
        blocks.add(block);
        closed += block.size();
    }

    /** The number of rows so far. */
    long size() {
        return closed + open;
    }

    /** All rows so far in blocks; not a copy. */
    List<RowBlock> blocks() {
        close();
        return blocks;
    }

    private void close() {
        if (open == 0) {
            return;
        }
        boolean narrow = true;
        boolean halves = true;
        TimeColumn.Unit unit = TimeColumn.Unit.DAYS;
        for (int row = 0; row < open; row++) {
            narrow &= ItemColumn.isNarrow(items[row]);
            halves &= RatingColumn.isHalves(ratings[row]);
            unit = unit.forTime(millis[row]);
        }
        ItemColumn itemColumn = new ItemColumn(open, narrow);
        RatingColumn ratingColumn = new RatingColumn(open, halves);
        TimeColumn timeColumn = new TimeColumn(open, unit);
        for (int row = 0; row < open; row++) {
            itemColumn.set(row, items[row]);
            ratingColumn.set(row, ratings[row]);
            timeColumn.set(row, millis[row]);
        }
        blocks.add(new RowBlock(Arrays.copyOf(users, open), itemColumn, ratingColumn, timeColumn));
        closed += open;
        open = 0;
    }
}
