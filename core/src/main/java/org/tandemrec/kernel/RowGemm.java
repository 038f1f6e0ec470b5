package org.tandemrec.kernel;

import java.util.Arrays;

/**
 * Products of one or few rows, in Java: a row of C is a sum of rows of op(B), or its inner products with them. It packs nothing, which for
 * one row would cost more than the product does, and unlike a call of {@link OpenBlas} it holds off no safepoint.
 */
public final class RowGemm implements Gemm {
    private final Kernels kernels;

    /** Makes products by these kernels. */
    public RowGemm(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return "rows-" + kernels.name();
    }

    @Override
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
        float[] column = transposeA ? new float[k] : a;
        for (int i = 0; i < m; i++) {
            int to = cOffset + i * ldc;
            if (beta == 0) {
                Arrays.fill(c, to, to + n, 0);
            } else {
                kernels.scale(beta, c, to, n);
            }
            if (alpha == 0) {
                continue;
            }
            int from = transposeA ? 0 : aOffset + i * lda;
            for (int p = 0; transposeA && p < k; p++) {
                column[p] = a[aOffset + p * lda + i];
            }
            if (transposeB) {
                for (int j = 0; j < n; j++) {
                    c[to + j] += alpha * kernels.dot(column, from, b, bOffset + j * ldb, k);
                }
            } else {
                for (int p = 0; p < k; p++) {
                    kernels.axpy(alpha * column[from + p], b, bOffset + p * ldb, c, to, n);
                }
            }
        }
    }
}
