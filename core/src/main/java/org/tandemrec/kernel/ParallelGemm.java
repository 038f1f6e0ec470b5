package org.tandemrec.kernel;

import org.tandemrec.base.Parallel;

/**
 * Products on several threads: C is cut into tiles, each a product of its own.
 *
 * <p>The tiles follow from the shape alone, so the result has the same bits for any number of threads.
 */
public final class ParallelGemm {
    /*
     * A native call holds off the safepoints of the JVM, so a call has at most MAX_FLOPS, some 5 ms on a slow core: where a tile
     * would have more, it is summed up over parts of k.
     */
    private static final long MAX_FLOPS = 400_000_000;
    private static final int TILE_ROWS = 64;
    private static final int TILE_COLUMNS = 512;

    private final Gemm gemm;
    private final Parallel parallel;

    /** Makes products of {@code gemm} on the threads of {@code parallel}. */
    public ParallelGemm(Gemm gemm, Parallel parallel) {
        this.gemm = gemm;
        this.parallel = parallel;
    }

    /** The name of the products for logs and reports. */
    public String name() {
        return gemm.name();
    }

    /** As {@link Gemm#multiply}. */
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float alpha,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float beta,
            float[] c,
            int cOffset,
            int ldc) {
        MatrixArguments.check(transposeA, transposeB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        int tileRows = TILE_ROWS;
        int tileColumns = TILE_COLUMNS;
        int depth = (int) Math.min(Integer.MAX_VALUE, MAX_FLOPS / (2L * tileRows * tileColumns));
        int across = (n + tileColumns - 1) / tileColumns;
        int down = (m + tileRows - 1) / tileRows;
        parallel.forEach(down * across, tile -> {
            int i = tile / across * tileRows;
            int j = tile % across * tileColumns;
            int rows = Math.min(tileRows, m - i);
            int columns = Math.min(tileColumns, n - j);
            int p = 0;
            do {
                int part = Math.min(depth, k - p);
                int aStart = aOffset + (transposeA ? p * lda + i : i * lda + p);
                int bStart = bOffset + (transposeB ? j * ldb + p : p * ldb + j);
                gemm.multiply(
                        transposeA,
                        transposeB,
                        rows,
                        columns,
                        part,
                        alpha,
                        a,
                        aStart,
                        lda,
                        b,
                        bStart,
                        ldb,
                        p == 0 ? beta : 1,
                        c,
                        cOffset + i * ldc + j,
                        ldc);
                p += part;
            } while (p < k);
        });
    }
}
