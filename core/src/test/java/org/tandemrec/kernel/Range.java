package org.tandemrec.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;

/** {@code n} floats at {@code offset} of an array whose other cells are guards. */
final class Range {
    private static final float GUARD = -12345.5f;

    final float[] array;
    final int offset;
    final int n;

    private Range(float[] array, int offset, int n) {
        this.array = array;
        this.offset = offset;
        this.n = n;
    }

    static Range of(int n, int offset) {
        float[] array = new float[offset + n + 17];
        Arrays.fill(array, GUARD);
        return new Range(array, offset, n);
    }

    static Range random(int n, int offset, String name) {
        Range range = of(n, offset);
        SplittableRandom random = new Seed(n).child(name).random();
        for (int i = 0; i < n; i++) {
            range.set(i, (float) random.nextGaussian());
        }
        return range;
    }

    Range copy() {
        return new Range(array.clone(), offset, n);
    }

    float get(int i) {
        return array[offset + i];
    }

    void set(int i, float value) {
        array[offset + i] = value;
    }

    void assertEach(DoubleArray expected, double tolerance) {
        for (int i = 0; i < n; i++) {
            double value = expected.get(i);
            assertThat((double) get(i))
                    .as("element %d", i)
                    .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
        }
        assertGuards();
    }

    void assertGuards() {
        for (int i = 0; i < array.length; i++) {
            if (i < offset || i >= offset + n) {
                assertThat(array[i]).as("guard %d", i).isEqualTo(GUARD);
            }
        }
    }

    @FunctionalInterface
    interface DoubleArray {
        double get(int i);
    }
}
