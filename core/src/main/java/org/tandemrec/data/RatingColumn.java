package org.tandemrec.data;

import org.jspecify.annotations.Nullable;

/** The ratings of rows: one byte each where all are multiples of ½ up to 63½, else four. Written while rows are collected or sorted only. */
final class RatingColumn {
    private final byte @Nullable [] halves;
    private final float[] stars;

    /** A column for ratings that are all {@link #isHalves halves}, or for any. */
    RatingColumn(int rows, boolean areHalves) {
        halves = areHalves ? new byte[rows] : null;
        stars = areHalves ? new float[0] : new float[rows];
    }

    /** Whether a rating fits in a byte that counts halves. */
    static boolean isHalves(float rating) {
        float twice = rating * 2;
        return twice == (byte) twice;
    }

    /** Whether the column counts halves. */
    boolean areHalves() {
        return halves != null;
    }

    float get(int row) {
        return halves != null ? halves[row] * 0.5f : stars[row];
    }

    void set(int row, float rating) {
        if (halves != null) {
            halves[row] = (byte) (rating * 2);
        } else {
            stars[row] = rating;
        }
    }
}
