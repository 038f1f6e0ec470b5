package org.tandemrec.kernel;

/**
 * The product of two float matrices on the calling thread.
 *
 * <p>Matrices are row-major ranges of arrays: element (i, j) of one with offset {@code aOffset} and row stride {@code lda} is
 * {@code a[aOffset + i * lda + j]}. All methods may be called from several threads.
 */
public sealed interface Gemm permits OpenBlas, PlainGemm, RowGemm {
    /**
     * Returns OpenBLAS where its library is on the class path and loads, else {@link PlainGemm}, several times slower, and logs
     * once why.
     *
     * <p>The system property {@code tandem.blas} forces {@code openblas} or {@code plain}.
     *
     * @throws IllegalStateException if the property has another value or forces what is not there
     */
    static Gemm best() {
        return Backends.gemm();
    }

    /** The name for logs and reports. */
    String name();

    /**
     * Sets {@code C = alpha * op(A) * op(B) + beta * C}, where op(A) is (m, k), op(B) is (k, n), C is (m, n), and op transposes if
     * asked to: a transposed A is stored as (k, m), a transposed B as (n, k).
     *
     * <p>With {@code beta} 0 the old C is not read, so it may hold NaN; with {@code alpha} 0 neither are A and B. C must not
     * overlap A or B.
     *
     * @throws IllegalArgumentException if a dimension or an offset is negative, a row stride shorter than a row, or a matrix
     *     exceeds its array
     */
    void multiply(
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
            int ldc);
}
