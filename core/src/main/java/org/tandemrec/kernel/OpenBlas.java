package org.tandemrec.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Products by OpenBLAS on one thread, on the arrays themselves, without a copy. Make it through {@link Gemm#best()}.
 *
 * <p>A call holds off the safepoints of the JVM until it returns; {@link ParallelGemm} keeps calls short.
 */
public final class OpenBlas implements Gemm {
    private static final MethodHandle SGEMM = OpenBlasLibrary.sgemm();

    /* From cblas.h. */
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANSPOSE = 111;
    private static final int TRANSPOSE = 112;

    OpenBlas() {}

    @Override
    public String name() {
        return "openblas";
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
        int terms = alpha == 0 ? 0 : k; // with AVX-512, small products are multiplied by 0, and NaN stays
        try {
            SGEMM.invokeExact(
                    ROW_MAJOR,
                    transposeA ? TRANSPOSE : NO_TRANSPOSE,
                    transposeB ? TRANSPOSE : NO_TRANSPOSE,
                    m,
                    n,
                    terms,
                    alpha,
                    from(a, aOffset),
                    lda,
                    from(b, bOffset),
                    ldb,
                    beta,
                    from(c, cOffset),
                    ldc);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a native call declares no checked exception", e);
        }
    }

    private static MemorySegment from(float[] array, int offset) {
        return MemorySegment.ofArray(array).asSlice((long) offset * Float.BYTES);
    }
}
