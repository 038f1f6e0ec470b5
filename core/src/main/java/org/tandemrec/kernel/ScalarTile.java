package org.tandemrec.kernel;

import java.util.Arrays;

/** The readable reference of a {@link Tile}. */
final class ScalarTile implements Tile {
    private static final int COLUMNS = 8;

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void multiply(float[] a, int aOffset, float[] b, int bOffset, int k, float[] out) {
        Arrays.fill(out, 0, ROWS * COLUMNS, 0);
        for (int p = 0; p < k; p++) {
            for (int i = 0; i < ROWS; i++) {
                float factor = a[aOffset + p * ROWS + i];
                for (int j = 0; j < COLUMNS; j++) {
                    out[i * COLUMNS + j] = Math.fma(factor, b[bOffset + p * COLUMNS + j], out[i * COLUMNS + j]);
                }
            }
        }
    }
}
