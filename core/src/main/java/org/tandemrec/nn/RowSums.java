package org.tandemrec.nn;

import static java.lang.Math.ceilDiv;

import java.util.Arrays;
import org.tandemrec.base.Parallel;
import org.tandemrec.kernel.Kernels;

/**
 * Sums over many rows on several threads: blocks of rows have sums of their own, which are added in the order of the blocks. Blocks do
 * not depend on the threads, so neither do the bits.
 */
final class RowSums {
    private static final int ROWS = 256;

    private final Kernels kernels = Kernels.best();
    private float[] partial = new float[0];

    /** Adds what a row contributes to the sums at an offset. */
    @FunctionalInterface
    interface Row {
        void add(int row, float[] sums, int offset);
    }

    /** Sets sums (n) to those of all rows. */
    void sum(int rows, int n, Row row, float[] sums, Parallel parallel) {
        int blocks = ceilDiv(rows, ROWS);
        if (partial.length < blocks * n) {
            partial = new float[blocks * n];
        }
        float[] ofBlocks = partial;
        parallel.forEach(blocks, block -> {
            int at = block * n;
            int end = Math.min(rows, (block + 1) * ROWS);
            Arrays.fill(ofBlocks, at, at + n, 0);
            for (int i = block * ROWS; i < end; i++) {
                row.add(i, ofBlocks, at);
            }
        });
        Arrays.fill(sums, 0, n, 0);
        for (int block = 0; block < blocks; block++) {
            kernels.axpy(1, ofBlocks, block * n, sums, 0, n);
        }
    }
}
