package org.tandemrec.kernel;

import static java.lang.Math.ceilDiv;

import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;

/**
 * The inverse of a symmetric positive definite matrix in its place, by sweeps of blocks (Goodnight, <em>A Tutorial on the SWEEP
 * Operator</em>, The American Statistician 1979).
 *
 * <p>With D the inverse of a block A_kk of the diagonal, one sweep is A_ij = A_ij - A_ik D A_kj for all other blocks, A_kj = D A_kj and
 * A_kk = -D; after the sweeps of all blocks A is the inverse, negated. Only the upper triangle is worked on, so this takes n³ FLOPs, as
 * many as Cholesky's factor, its inverse and their product, and all but a share of {@value #BLOCK} / n of them are products of
 * matrices. Blocks A_kk are inverted in doubles.
 *
 * <p>Tiles are cut by n alone, so the result has the same bits for any number of threads.
 */
public final class SymmetricInverse {
    private static final int BLOCK = 128;
    /* Columns of a tile: a product of this size keeps a native call short and is long enough for OpenBLAS. */
    private static final int COLUMNS = 1024;
    /* The largest n whose square an array holds. */
    private static final int MAX_SIZE = 46_340;

    private final Gemm gemm;
    private final Parallel parallel;

    /** Inverts with products of {@code gemm} on the threads of {@code parallel}. */
    public SymmetricInverse(Gemm gemm, Parallel parallel) {
        this.gemm = gemm;
        this.parallel = parallel;
    }

    /** Is told of every sweep. */
    @FunctionalInterface
    public interface Listener {
        /** So many more rows are swept. */
        void swept(int rows);
    }

    /** What an inversion takes beside the matrix, in bytes. */
    public static long bytes(int n) {
        return 2L * BLOCK * n * Float.BYTES;
    }

    /**
     * Replaces a symmetric positive definite A, (n, n) row-major without gaps, by its inverse.
     *
     * @param a its upper triangle is read; all of the inverse is written
     * @return whether A is positive definite as far as floats can tell; if not, nothing of {@code a} means anything
     */
    public boolean invert(float[] a, int n, Listener listener) {
        Check.argument(
                n >= 0 && n <= MAX_SIZE && a.length >= n * n,
                "a matrix of size %d, at most %d, does not fit %d elements",
                n,
                MAX_SIZE,
                a.length);
        float[] row = new float[BLOCK * n];
        float[] product = new float[BLOCK * n];
        float[] inverse = new float[BLOCK * BLOCK];
        for (int k = 0; k < n; k += BLOCK) {
            int rows = Math.min(BLOCK, n - k);
            if (!invertDiagonal(a, n, k, rows, inverse)) {
                return false;
            }
            gather(a, n, k, rows, row);
            multiply(inverse, row, n, rows, product);
            subtract(a, n, rows, row, product);
            scatter(a, n, k, rows, inverse, product);
            listener.swept(rows);
        }
        negateAndMirror(a, n);
        return true;
    }

    /** D = A_kk⁻¹, (rows, rows), by Gauss-Jordan elimination without exchanges, which a positive definite matrix does not need. */
    private static boolean invertDiagonal(float[] a, int n, int k, int rows, float[] inverse) {
        double[] d = new double[rows * rows];
        for (int i = 0; i < rows; i++) {
            for (int j = i; j < rows; j++) {
                d[i * rows + j] = a[(k + i) * n + k + j];
                d[j * rows + i] = d[i * rows + j];
            }
        }
        for (int p = 0; p < rows; p++) {
            double pivot = d[p * rows + p];
            if (!(pivot > 0) || pivot == Double.POSITIVE_INFINITY) {
                return false;
            }
            d[p * rows + p] = 1;
            for (int j = 0; j < rows; j++) {
                d[p * rows + j] /= pivot;
            }
            for (int i = 0; i < rows; i++) {
                if (i != p) {
                    double factor = d[i * rows + p];
                    d[i * rows + p] = 0;
                    for (int j = 0; j < rows; j++) {
                        d[i * rows + j] -= factor * d[p * rows + j];
                    }
                }
            }
        }
        for (int i = 0; i < d.length; i++) {
            inverse[i] = (float) d[i];
        }
        return true;
    }

    /** R = A_k*, (rows, n): what lies left of the diagonal stands above it. */
    private void gather(float[] a, int n, int k, int rows, float[] row) {
        parallel.forEach(ceilDiv(n, COLUMNS), chunk -> {
            int end = Math.min(n, (chunk + 1) * COLUMNS);
            for (int j = chunk * COLUMNS; j < end; j++) {
                for (int i = 0; i < rows; i++) {
                    row[i * n + j] = j < k + i ? a[j * n + k + i] : a[(k + i) * n + j];
                }
            }
        });
    }

    /** S = D R. */
    private void multiply(float[] inverse, float[] row, int n, int rows, float[] product) {
        parallel.forEach(ceilDiv(n, COLUMNS), chunk -> {
            int j = chunk * COLUMNS;
            int columns = Math.min(COLUMNS, n - j);
            gemm.multiply(false, false, rows, columns, rows, 1, inverse, 0, rows, row, j, n, 0, product, j, n);
        });
    }

    /** A = A - Rᵀ S on and above the diagonal; what it makes of the swept rows is overwritten. */
    private void subtract(float[] a, int n, int rows, float[] row, float[] product) {
        int across = ceilDiv(n, COLUMNS);
        parallel.forEach(ceilDiv(n, BLOCK) * across, tile -> {
            int i = tile / across * BLOCK;
            int height = Math.min(BLOCK, n - i);
            int j = Math.max(i, tile % across * COLUMNS);
            int columns = Math.min(n, (tile % across + 1) * COLUMNS) - j;
            if (columns > 0) {
                gemm.multiply(true, false, height, columns, rows, -1, row, i, n, product, j, n, 1, a, i * n + j, n);
            }
        });
    }

    /** A_k* = S but for A_kk = -D, on and above the diagonal. */
    private void scatter(float[] a, int n, int k, int rows, float[] inverse, float[] product) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(product, i * n + k + rows, a, (k + i) * n + k + rows, n - k - rows);
            for (int j = 0; j < rows; j++) {
                a[(k + i) * n + k + j] = -inverse[i * rows + j];
            }
        }
        parallel.forEach(ceilDiv(k, COLUMNS), chunk -> {
            for (int j = chunk * COLUMNS; j < Math.min(k, (chunk + 1) * COLUMNS); j++) {
                for (int i = 0; i < rows; i++) {
                    a[j * n + k + i] = product[i * n + j];
                }
            }
        });
    }

    private void negateAndMirror(float[] a, int n) {
        parallel.forEach(ceilDiv(n, BLOCK), chunk -> {
            int end = Math.min(n, (chunk + 1) * BLOCK);
            for (int from = 0; from <= chunk * BLOCK; from += BLOCK) { // square by square, which a cache holds
                for (int i = chunk * BLOCK; i < end; i++) {
                    for (int j = from; j < Math.min(i, from + BLOCK); j++) {
                        a[j * n + i] = -a[j * n + i];
                        a[i * n + j] = a[j * n + i];
                    }
                }
            }
            for (int i = chunk * BLOCK; i < end; i++) {
                a[i * n + i] = -a[i * n + i];
            }
        });
    }
}
