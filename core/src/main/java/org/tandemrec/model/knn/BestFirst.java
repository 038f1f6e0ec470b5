package org.tandemrec.model.knn;

/** Numbers with values from 0 on as sortable keys: ascending keys are falling values, of equal ones rising numbers. */
final class BestFirst {
    private BestFirst() {}

    /** Floats from 0 on are in the order of their bits. */
    static long key(float value, int number) {
        return (long) (Integer.MAX_VALUE - Float.floatToIntBits(value)) << Integer.SIZE | number;
    }

    static int number(long key) {
        return (int) key;
    }

    static float value(long key) {
        return Float.intBitsToFloat(Integer.MAX_VALUE - (int) (key >>> Integer.SIZE));
    }
}
