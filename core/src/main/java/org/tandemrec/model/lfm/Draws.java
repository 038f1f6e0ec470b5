package org.tandemrec.model.lfm;

import org.tandemrec.base.Seed;

/** A stream of random numbers for inner loops: SplitMix64, without a check or a loop a draw. */
final class Draws {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    /** Starts the stream of a seed. */
    void start(Seed seed) {
        state = seed.value();
    }

    /** A number of 64 random bits. */
    long bits() {
        state += GOLDEN_GAMMA;
        return Seed.mix(state);
    }

    /** A number in {@code 0 … bound - 1}; its bias is at most bound / 2^32. */
    int below(int bound) {
        return (int) (((bits() >>> 32) * bound) >>> 32);
    }

    /** A number in [0, 1). */
    double unit() {
        return (bits() >>> 11) * 0x1p-53;
    }

    /** Puts {@code from … to - 1} into a random order (Fisher and Yates). */
    void shuffle(int[] values, int from, int to) {
        for (int i = to - 1; i > from; i--) {
            swap(values, i, from + below(i - from + 1));
        }
    }

    static void swap(int[] values, int i, int j) {
        int swapped = values[i];
        values[i] = values[j];
        values[j] = swapped;
    }
}
