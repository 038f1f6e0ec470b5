package org.tandemrec.kernel;

import static org.tandemrec.kernel.VectorKernels.LANES;
import static org.tandemrec.kernel.VectorKernels.SPECIES;

import jdk.incubator.vector.FloatVector;

/** The vector twin of {@link ScalarTile}: two vectors wide, eight sums in flight. */
final class VectorTile implements Tile {
    private static final int COLUMNS = 2 * LANES;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(float[] a, int aOffset, float[] b, int bOffset, int k, float[] out) {
        FloatVector sum00 = FloatVector.zero(SPECIES);
        FloatVector sum01 = sum00;
        FloatVector sum10 = sum00;
        FloatVector sum11 = sum00;
        FloatVector sum20 = sum00;
        FloatVector sum21 = sum00;
        FloatVector sum30 = sum00;
        FloatVector sum31 = sum00;
        for (int p = 0; p < k; p++) {
            int row = aOffset + p * ROWS;
            FloatVector left = FloatVector.fromArray(SPECIES, b, bOffset + p * COLUMNS);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bOffset + p * COLUMNS + LANES);
            FloatVector factor0 = FloatVector.broadcast(SPECIES, a[row]);
            sum00 = factor0.fma(left, sum00);
            sum01 = factor0.fma(right, sum01);
            FloatVector factor1 = FloatVector.broadcast(SPECIES, a[row + 1]);
            sum10 = factor1.fma(left, sum10);
            sum11 = factor1.fma(right, sum11);
            FloatVector factor2 = FloatVector.broadcast(SPECIES, a[row + 2]);
            sum20 = factor2.fma(left, sum20);
            sum21 = factor2.fma(right, sum21);
            FloatVector factor3 = FloatVector.broadcast(SPECIES, a[row + 3]);
            sum30 = factor3.fma(left, sum30);
            sum31 = factor3.fma(right, sum31);
        }
        sum00.intoArray(out, 0);
        sum01.intoArray(out, LANES);
        sum10.intoArray(out, COLUMNS);
        sum11.intoArray(out, COLUMNS + LANES);
        sum20.intoArray(out, 2 * COLUMNS);
        sum21.intoArray(out, 2 * COLUMNS + LANES);
        sum30.intoArray(out, 3 * COLUMNS);
        sum31.intoArray(out, 3 * COLUMNS + LANES);
    }
}
