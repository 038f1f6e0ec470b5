package org.tandemrec.base;

import java.util.SplittableRandom;

/**
 * The one seed of a run, from which every random decision descends by name.
 *
 * <p>{@code seed.child("lfm").child(epoch)} is a generator of its own: adding or removing another consumer of randomness never
 * changes its draws, and no generator state has to be stored in a checkpoint.
 *
 * @param value the 64-bit state
 */
public record Seed(long value) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Returns the seed that belongs to {@code name} under this one; names and numbers never share a seed by construction. */
    public Seed child(String name) {
        long mixed = mix(value - GOLDEN_GAMMA);
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GOLDEN_GAMMA * (name.charAt(i) + 1L));
        }
        return new Seed(mixed);
    }

    /** Returns the seed that belongs to {@code number} (an epoch, a user) under this one. */
    public Seed child(long number) {
        return new Seed(mix(mix(value + GOLDEN_GAMMA) + GOLDEN_GAMMA * (number + 1)));
    }

    /** Returns a fresh generator; two calls return generators of the same draws. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** Returns a well-mixed function of {@code bits}: the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    public static long mix(long bits) {
        long z = bits;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
