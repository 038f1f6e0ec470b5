package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * The symmetric kernels on the Vector API. Make them through {@link SymmetricKernels#best()}, which knows whether the module is
 * there.
 */
public final class VectorSymmetricKernels implements SymmetricKernels {
    /* A tile of a product is four rows by two vectors: eight sums in flight, as many as the processor has under way. */
    private static final int ROWS = 4;

    VectorSymmetricKernels() {}

    @Override
    public void addProduct(float[] x, int xOffset, int rows, int width, float[] a, int aOffset) {
        for (int i = 0; i < width; i += ROWS) {
            int j = i - i % LANES; // a tile across the diagonal has elements below it, which nobody reads
            for (; j <= width - 2 * LANES; j += 2 * LANES) {
                wideTile(x, xOffset + i, xOffset + j, rows, width, a, aOffset + i * width + j);
            }
            if (j < width) {
                narrowTile(x, xOffset + i, xOffset + j, rows, width, a, aOffset + i * width + j);
            }
        }
    }

    private static void wideTile(float[] x, int left, int right, int rows, int width, float[] a, int at) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int row = 0; row < rows; row++) {
            int i = left + row * width;
            int j = right + row * width;
            FloatVector near = load(x, j);
            FloatVector far = load(x, j + LANES);
            FloatVector factor0 = FloatVector.broadcast(SPECIES, x[i]);
            sum00 = factor0.fma(near, sum00);
            sum01 = factor0.fma(far, sum01);
            FloatVector factor1 = FloatVector.broadcast(SPECIES, x[i + 1]);
            sum10 = factor1.fma(near, sum10);
            sum11 = factor1.fma(far, sum11);
            FloatVector factor2 = FloatVector.broadcast(SPECIES, x[i + 2]);
            sum20 = factor2.fma(near, sum20);
            sum21 = factor2.fma(far, sum21);
            FloatVector factor3 = FloatVector.broadcast(SPECIES, x[i + 3]);
            sum30 = factor3.fma(near, sum30);
            sum31 = factor3.fma(far, sum31);
        }
        addTo(a, at, sum00);
        addTo(a, at + LANES, sum01);
        addTo(a, at + width, sum10);
        addTo(a, at + width + LANES, sum11);
        addTo(a, at + 2 * width, sum20);
        addTo(a, at + 2 * width + LANES, sum21);
        addTo(a, at + 3 * width, sum30);
        addTo(a, at + 3 * width + LANES, sum31);
    }

    private static void narrowTile(float[] x, int left, int right, int rows, int width, float[] a, int at) {
        FloatVector sum0 = FloatVector.zero(SPECIES);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        for (int row = 0; row < rows; row++) {
            int i = left + row * width;
            FloatVector near = load(x, right + row * width);
            sum0 = FloatVector.broadcast(SPECIES, x[i]).fma(near, sum0);
            sum1 = FloatVector.broadcast(SPECIES, x[i + 1]).fma(near, sum1);
            sum2 = FloatVector.broadcast(SPECIES, x[i + 2]).fma(near, sum2);
            sum3 = FloatVector.broadcast(SPECIES, x[i + 3]).fma(near, sum3);
        }
        addTo(a, at, sum0);
        addTo(a, at + width, sum1);
        addTo(a, at + 2 * width, sum2);
        addTo(a, at + 3 * width, sum3);
    }

    @Override
    public void cholesky(float[] a, int aOffset, int n, int width) {
        for (int i = 0; i < n; i++) {
            int row = aOffset + i * width;
            int first = i - i % LANES;
            int j = first;
            for (; j <= width - 4 * LANES; j += 4 * LANES) {
                eliminateFour(a, aOffset, i, j, width);
            }
            for (; j < width; j += LANES) {
                eliminateOne(a, aOffset, i, j, width);
            }
            float root = (float) Math.sqrt(a[row + i]);
            for (j = first; j < width; j += LANES) {
                load(a, row + j).div(root).intoArray(a, row + j);
            }
        }
    }

    /** Takes what rows above row i hold of its four vectors from column j on out of them. */
    private static void eliminateFour(float[] a, int aOffset, int i, int j, int width) {
        int at = aOffset + i * width + j;
        FloatVector rest0 = load(a, at);
        FloatVector rest1 = load(a, at + LANES);
        FloatVector rest2 = load(a, at + 2 * LANES);
        FloatVector rest3 = load(a, at + 3 * LANES);
        for (int k = 0; k < i; k++) {
            int above = aOffset + k * width;
            FloatVector factor = FloatVector.broadcast(SPECIES, -a[above + i]);
            rest0 = factor.fma(load(a, above + j), rest0);
            rest1 = factor.fma(load(a, above + j + LANES), rest1);
            rest2 = factor.fma(load(a, above + j + 2 * LANES), rest2);
            rest3 = factor.fma(load(a, above + j + 3 * LANES), rest3);
        }
        rest0.intoArray(a, at);
        rest1.intoArray(a, at + LANES);
        rest2.intoArray(a, at + 2 * LANES);
        rest3.intoArray(a, at + 3 * LANES);
    }

    private static void eliminateOne(float[] a, int aOffset, int i, int j, int width) {
        int at = aOffset + i * width + j;
        FloatVector rest = load(a, at);
        for (int k = 0; k < i; k++) {
            int above = aOffset + k * width;
            rest = FloatVector.broadcast(SPECIES, -a[above + i]).fma(load(a, above + j), rest);
        }
        rest.intoArray(a, at);
    }

    private static void addTo(float[] array, int offset, FloatVector sum) {
        load(array, offset).add(sum).intoArray(array, offset);
    }

    private static FloatVector load(float[] array, int offset) {
        return FloatVector.fromArray(SPECIES, array, offset);
    }
}
