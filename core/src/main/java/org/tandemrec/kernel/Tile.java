package org.tandemrec.kernel;

/** The innermost product of {@link PlainGemm}: {@link #ROWS} rows by {@link #columns} columns that fit the registers. */
sealed interface Tile permits ScalarTile, VectorTile {
    int ROWS = 4;

    /** The columns of a tile. */
    int columns();

    /**
     * Sets {@code out}, (ROWS, columns), to the product of {@code a}, stored as (k, ROWS), and {@code b}, stored as (k, columns).
     */
    void multiply(float[] a, int aOffset, float[] b, int bOffset, int k, float[] out);
}
