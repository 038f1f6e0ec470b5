package org.tandemrec.model.lfm;

import java.util.Arrays;
import org.tandemrec.data.PairRows;

/**
 * Rows in the order and the chunks in which threads solve for them: heavy rows first, so that none is left over at the end, in chunks of
 * about equal work. It follows from the data's shape alone. Rows without a pair are left out.
 */
final class RowSchedule {
    /* A millisecond or so of work. */
    private static final int PAIRS_PER_CHUNK = 8192;

    private final int[] order;
    private final int[] chunkStart;

    /**
     * Schedules the rows of {@code pairs}.
     *
     * @param pairsPerRow what a row costs beside its pairs, in pairs
     */
    RowSchedule(PairRows pairs, int pairsPerRow) {
        long[] keys = new long[pairs.rows()];
        int filled = 0;
        for (int row = 0; row < pairs.rows(); row++) {
            if (pairs.count(row) > 0) {
                keys[filled++] = (long) (Integer.MAX_VALUE - pairs.count(row)) << Integer.SIZE | row;
            }
        }
        Arrays.sort(keys, 0, filled);
        order = new int[filled];
        int[] starts = new int[filled + 1];
        int chunks = 0;
        long work = 0;
        for (int i = 0; i < filled; i++) {
            order[i] = (int) keys[i];
            work += pairs.count(order[i]) + pairsPerRow;
            if (work >= PAIRS_PER_CHUNK || i == filled - 1) {
                starts[++chunks] = i + 1;
                work = 0;
            }
        }
        chunkStart = Arrays.copyOf(starts, chunks + 1);
    }

    int chunks() {
        return chunkStart.length - 1;
    }

    /** The place of a chunk's first row; that of {@code chunks()} is the number of rows. */
    int start(int chunk) {
        return chunkStart[chunk];
    }

    /** The row of a place. */
    int row(int place) {
        return order[place];
    }
}
