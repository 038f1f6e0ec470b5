package org.tandemrec.kernel;

/** The checks of a product's arguments, before native code or an unchecked loop trusts them. */
final class MatrixArguments {
    private MatrixArguments() {}

    static void check(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            int lda,
            float[] b,
            int bOffset,
            int ldb,
            float[] c,
            int cOffset,
            int ldc) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                    "dimensions must not be negative, but were m=" + m + " n=" + n + " k=" + k);
        }
        checkMatrix("A", transposeA ? k : m, transposeA ? m : k, a, aOffset, lda);
        checkMatrix("B", transposeB ? n : k, transposeB ? k : n, b, bOffset, ldb);
        checkMatrix("C", m, n, c, cOffset, ldc);
    }

    private static void checkMatrix(String name, int rows, int columns, float[] array, int offset, int stride) {
        if (stride < Math.max(1, columns)) {
            throw new IllegalArgumentException("the row stride of " + name + " must be at least 1 and its " + columns
                    + " columns, but was " + stride);
        }
        long end = rows == 0 || columns == 0 ? offset : offset + (rows - 1L) * stride + columns;
        if (offset < 0 || end > array.length) {
            throw new IllegalArgumentException(
                    "matrix " + name + " of " + rows + " x " + columns + ", row stride " + stride + ", from offset "
                            + offset + " must lie in its array of " + array.length + ", but ends at " + end);
        }
    }
}
