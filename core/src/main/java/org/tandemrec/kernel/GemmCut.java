package org.tandemrec.kernel;

import static java.lang.Math.ceilDiv;

/**
 * How a product (m, n) of depth k is cut: the size of the tiles of C, but for the last ones of rows and columns, and the number of
 * parts of k that are summed up separately.
 *
 * <p>It follows from the shape alone. A tile is long along the longer side of C and wide enough for OpenBLAS to reach full speed; a C
 * of few tiles is cut further as long as the tiles stay worth a thread's while, and tiles are made alike, so that two threads, or four,
 * end together. A small C with a large k, which has no more tiles to give, is cut along k.
 */
record GemmCut(int rows, int columns, int parts) {
    private static final int LONG_SIDE = 256;
    private static final int SHORT_SIDE = 128;
    private static final int SHORTEST_SIDE = 64;
    private static final int ENOUGH = 4;
    private static final int VECTOR = 16;
    private static final long WORTHWHILE = 500_000;
    private static final int SMALL = 1 << 15;

    /* A native call holds off the safepoints of the JVM, so it has at most these FLOPs, some 5 ms on a slow core. */
    private static final long MAX_FLOPS = 400_000_000;

    static GemmCut of(int m, int n, int k) {
        int rows = Math.min(m, m > n ? LONG_SIDE : SHORT_SIDE);
        int columns = Math.min(n, m > n ? SHORT_SIDE : LONG_SIDE);
        while (Math.max(rows, columns) >= 2 * SHORTEST_SIDE
                && tiles(m, rows) * tiles(n, columns) < ENOUGH
                && (long) rows * columns * k >= 2 * WORTHWHILE) {
            if (rows > columns) {
                rows = alike(rows, 2);
            } else {
                columns = alike(columns, 2);
            }
        }
        if (m > n) {
            rows = even(m, rows, tiles(n, columns));
        } else {
            columns = even(n, columns, tiles(m, rows));
        }
        long tiles = tiles(m, rows) * tiles(n, columns);
        long worth = (long) m * n * k / WORTHWHILE;
        boolean small = tiles < ENOUGH && (long) m * n <= SMALL && k > Math.max(m, n);
        return new GemmCut(rows, columns, small ? (int) Math.clamp(worth / tiles, 1, ENOUGH / tiles) : 1);
    }

    /** The depth of a part of k. */
    int partDepth(int k) {
        return parts == 1 ? k : alike(k, parts);
    }

    /** The depth that a call takes at most. */
    int callDepth() {
        return (int) Math.min(Integer.MAX_VALUE, MAX_FLOPS / (2L * rows * columns));
    }

    /** The size of a tile, at most {@code most}, for which two threads have the least to do; a smaller one has to gain 3 percent. */
    private static int even(int side, int most, long others) {
        int best = most;
        long least = Long.MAX_VALUE / 100;
        int fewest = ceilDiv(side, most);
        if (fewest == 1) {
            return most;
        }
        for (int count = fewest; count <= fewest + ENOUGH; count++) {
            int size = Math.min(most, alike(side, count));
            long busy = ceilDiv(tiles(side, size) * others, 2L) * size;
            if (100 * busy <= 97 * least && (size >= SHORTEST_SIDE || count == fewest)) {
                best = size;
                least = busy;
            }
        }
        return best;
    }

    private static long tiles(int side, int size) {
        return ceilDiv(side, size);
    }

    /** The size of {@code count} equal pieces of a side, in whole vectors. */
    private static int alike(int side, int count) {
        return ceilDiv(ceilDiv(side, count), VECTOR) * VECTOR;
    }
}
