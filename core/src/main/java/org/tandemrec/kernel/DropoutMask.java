package org.tandemrec.kernel;

/**
 * The mask of dropout: element {@code i} is dropped where the upper 31 bits of {@code mix(i * GOLDEN_GAMMA + mix(seed))} are
 * below the rate's share of 2³¹.
 *
 * <p>The seed is mixed by itself so that seeds which follow one another do not give the same mask, shifted.
 */
final class DropoutMask {
    /** 2³² divided by the golden ratio, odd: its multiples spread over all integers (Knuth, volume 3, section 6.4). */
    static final int GOLDEN_GAMMA = 0x9E3779B9;

    static final int MIX_1 = 0x85EBCA6B;
    static final int MIX_2 = 0xC2B2AE35;

    private DropoutMask() {}

    /**
     * Returns a well-mixed function of {@code bits}, one to one: the 32-bit finaliser of MurmurHash3 (Appleby, 2011), made of
     * xor-shifts and multiplications, which vectors have.
     */
    static int mix(int bits) {
        int h = bits;
        h = (h ^ (h >>> 16)) * MIX_1;
        h = (h ^ (h >>> 13)) * MIX_2;
        return h ^ (h >>> 16);
    }

    /** The number in 31 bits below which an element is dropped. */
    static int threshold(float rate) {
        return (int) (rate * 0x1p31);
    }

    /** What the kept elements are multiplied by. */
    static float scale(float rate) {
        return 1 / (1 - rate);
    }
}
