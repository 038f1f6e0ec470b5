package org.tandemrec.kernel;

/**
 * What normal equations are made and solved with: the product of a matrix's transpose with the matrix itself, and the Cholesky
 * factor of a symmetric matrix.
 *
 * <p>Matrices are row-major, their rows {@code width} elements long, a multiple of {@value #BLOCK}; {@link #width} says how long for
 * n columns, and elements from the nth on are padding. Of a symmetric matrix only the upper triangle is meant; what lies below the
 * diagonal is lost. All results are elementwise sums in the order of rows, so they have the same bits in every implementation.
 * Nothing is allocated; all methods may be called from several threads. A matrix that does not fit its array gives
 * {@link IndexOutOfBoundsException}.
 */
public sealed interface SymmetricKernels permits ScalarSymmetricKernels, VectorSymmetricKernels {
    /** What the length of a row is a multiple of. */
    int BLOCK = 16;

    /** Returns the twin of {@link Kernels#best}. */
    static SymmetricKernels best() {
        return Backends.symmetricKernels();
    }

    /** The length of a row of n columns: the next multiple of {@value #BLOCK}. */
    static int width(int n) {
        return Math.ceilDiv(n, BLOCK) * BLOCK;
    }

    /**
     * Adds {@code XᵀX} to the upper triangle of A: X is (rows, width), A is (width, width). The sum over the rows of X is taken
     * first, then added, so that long sums made of short ones stay accurate.
     */
    void addProduct(float[] x, int xOffset, int rows, int width, float[] a, int aOffset);

    /**
     * Replaces the upper triangle of a symmetric positive definite A, (n, n) in rows of {@code width}, by the upper triangular U with
     * {@code UᵀU = A} (Cholesky). A matrix that is not positive definite gives NaN.
     */
    void cholesky(float[] a, int aOffset, int n, int width);
}
