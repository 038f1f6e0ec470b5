package org.tandemrec.kernel;

import static java.lang.Math.ceilDiv;

import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;

/**
 * Products on several threads: C is cut into tiles, each a product of its own.
 *
 * <p>The {@linkplain GemmCut cut} follows from the shape alone, so the result has the same bits for any number of threads.
 *
 * <p>Where Flight Recorder runs, every product is an event {@code org.tandemrec.MatrixProduct} with its shape and its time. An instance
 * makes one product at a time.
 */
public final class ParallelGemm {
    private static final Kernels KERNELS = Kernels.best();

    private final Gemm gemm;
    private final Parallel parallel;
    /* Sums over parts of k, by product; grown as needed. */
    private float[] partial = new float[0];

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
        GemmCut cut = GemmCut.of(m, n, k);
        int partDepth = Math.max(1, cut.partDepth(k));
        int parts = Math.max(1, ceilDiv(k, partDepth));
        int across = ceilDiv(n, cut.columns());
        int tiles = across * ceilDiv(m, cut.rows());
        float[] sums = parts == 1 ? partial : partial((parts - 1) * m * n);
        parallel.forEach(tiles * parts, task -> {
            int part = task / tiles;
            int tile = task % tiles;
            int i = tile / across * cut.rows();
            int j = tile % across * cut.columns();
            int rows = Math.min(cut.rows(), m - i);
            int columns = Math.min(cut.columns(), n - j);
            boolean first = part == 0;
            float[] to = first ? c : sums;
            int toStart = first ? cOffset + i * ldc + j : (part - 1) * m * n + i * n + j;
            int end = Math.min(k, (part + 1) * partDepth);
            int p = part * partDepth;
            do {
                int depth = Math.min(cut.callDepth(), end - p);
                gemm.multiply(
                        transposeA,
                        transposeB,
                        rows,
                        columns,
                        depth,
                        alpha,
                        a,
                        aOffset + (transposeA ? p * lda + i : i * lda + p),
                        lda,
                        b,
                        bOffset + (transposeB ? j * ldb + p : p * ldb + j),
                        ldb,
                        p > part * partDepth ? 1 : first ? beta : 0,
                        to,
                        toStart,
                        first ? ldc : n);
                p += depth;
            } while (p < end);
        });
        for (int part = 1; part < parts; part++) {
            for (int i = 0; i < m; i++) {
                KERNELS.axpy(1, sums, (part - 1) * m * n + i * n, c, cOffset + i * ldc, n);
            }
        }
        if (event != null) {
            event.commit();
        }
    }

    private float[] partial(int length) {
        if (partial.length < length) {
            partial = new float[length];
        }
        return partial;
    }
}
