package org.tandemrec.kernel;

/** The symmetric kernels element by element: the readable reference, and what runs where the Vector API is not there. */
public final class ScalarSymmetricKernels implements SymmetricKernels {
    /** Makes the kernels; they hold no state. */
    public ScalarSymmetricKernels() {}

    @Override
    public void addProduct(float[] x, int xOffset, int rows, int width, float[] a, int aOffset) {
        for (int i = 0; i < width; i++) {
            for (int j = i; j < width; j++) {
                float sum = 0;
                for (int row = 0; row < rows; row++) {
                    int at = xOffset + row * width;
                    sum = Math.fma(x[at + i], x[at + j], sum);
                }
                a[aOffset + i * width + j] += sum;
            }
        }
    }

    @Override
    public void cholesky(float[] a, int aOffset, int n, int width) {
        for (int i = 0; i < n; i++) {
            int row = aOffset + i * width;
            for (int j = i; j < n; j++) {
                float rest = a[row + j];
                for (int k = 0; k < i; k++) {
                    int above = aOffset + k * width;
                    rest = Math.fma(-a[above + i], a[above + j], rest);
                }
                a[row + j] = rest;
            }
            float root = (float) Math.sqrt(a[row + i]);
            for (int j = i; j < n; j++) {
                a[row + j] /= root;
            }
        }
    }
}
