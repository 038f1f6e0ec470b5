package org.tandemrec.kernel;

import static java.lang.Math.ceilDiv;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;

/**
 * Products on several threads: C is cut into tiles, each a product of its own.
 *
 * <p>The tiles follow from the shape alone, so the result has the same bits for any number of threads. Where Flight Recorder runs,
 * every product is an event {@code org.tandemrec.MatrixProduct} with its shape and its time.
 */
public final class ParallelGemm {
    /*
     * A tile is long along the longer side of C and wide enough for OpenBLAS to reach full speed; a C of few tiles is cut further
     * as long as the tiles stay worth a thread's while. A native call holds off the safepoints of the JVM, so it has at most
     * MAX_FLOPS, some 5 ms on a slow core: a tile that has more is summed up over parts of k.
     */
    private static final int LONG_SIDE = 256;
    private static final int SHORT_SIDE = 128;
    private static final int SHORTEST_SIDE = 64;
    private static final int ENOUGH_TILES = 4;
    private static final long WORTHWHILE_FLOPS = 4_000_000;
    private static final long MAX_FLOPS = 400_000_000;

    /** The size of the tiles, but for the last ones of rows and columns. */
    record Cut(int rows, int columns) {
        static Cut of(int m, int n, int k) {
            int rows = Math.min(m, m > n ? LONG_SIDE : SHORT_SIDE);
            int columns = Math.min(n, m > n ? SHORT_SIDE : LONG_SIDE);
            while (Math.max(rows, columns) >= 2 * SHORTEST_SIDE
                    && ceilDiv(m, rows) * (long) ceilDiv(n, columns) < ENOUGH_TILES
                    && (long) rows * columns * k >= WORTHWHILE_FLOPS) { // that many in each half
                if (rows > columns) {
                    rows = half(rows);
                } else {
                    columns = half(columns);
                }
            }
            return new Cut(rows, columns);
        }

        /** The part of k that a call takes at most. */
        int depth() {
            return (int) Math.min(Integer.MAX_VALUE, MAX_FLOPS / (2L * rows * columns));
        }

        private static int half(int side) {
            return ceilDiv(side, 32) * 16; // in whole vectors
        }
    }

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
        if (m == 0 || n == 0) {
            return;
        }
        @Nullable
        MatrixProductEvent event = MatrixProductEvent.start(transposeA, transposeB, m, n, k, parallel.threads());
        Cut cut = Cut.of(m, n, k);
        int depth = cut.depth();
        int across = ceilDiv(n, cut.columns());
        int down = ceilDiv(m, cut.rows());
        parallel.forEach(down * across, tile -> {
            int i = tile / across * cut.rows();
            int j = tile % across * cut.columns();
            int rows = Math.min(cut.rows(), m - i);
            int columns = Math.min(cut.columns(), n - j);
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
        if (event != null) {
            event.commit();
        }
    }
}
