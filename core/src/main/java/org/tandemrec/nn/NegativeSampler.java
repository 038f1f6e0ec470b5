package org.tandemrec.nn;

import java.util.SplittableRandom;
import org.tandemrec.base.AliasTable;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * Draws items with a probability proportional to count^α ({@link AliasTable}).
 *
 * <p>An item that never occurs is never drawn. The draws of an update follow from the seed and the update's number alone; those of
 * {@value #AHEAD} updates are made at a time, on all threads.
 */
public final class NegativeSampler {
    private static final int AHEAD = 64;

    private final int perUpdate;
    private final AliasTable table;
    private final int[] draws;
    private final Parallel parallel;
    private Seed seed = new Seed(0);
    private long first = -1;

    /**
     * A sampler of {@code perUpdate} items at a time.
     *
     * @param counts how often each item occurs; at least one occurs
     */
    public NegativeSampler(int[] counts, double alpha, int perUpdate, Parallel parallel) {
        this.perUpdate = perUpdate;
        this.parallel = parallel;
        this.draws = new int[Math.multiplyExact(AHEAD, perUpdate)];
        this.table = AliasTable.ofCounts(counts, alpha);
    }

    /**
     * The sampler that a config asks for. Also an item that is never a target has to be a negative, or nothing ever lowers its score, so
     * the counts are those of all events.
     *
     * @param counts how often each item occurs; at least one occurs
     */
    public static NegativeSampler of(ScoringConfig scored, int[] counts, Parallel parallel) {
        return new NegativeSampler(counts, scored.negativesAlpha(), scored.negatives(), parallel);
    }

    /** The probability of an item in one draw. */
    public double probability(int item) {
        return table.probability(item);
    }

    /** Begins an epoch, whose draws are those of {@code epochSeed}. */
    public void begin(Seed epochSeed) {
        seed = epochSeed;
        first = -1;
    }

    /** Makes sure that the draws of an update, counted from 0 in the epoch, are there, and returns the offset of its first one. */
    public int offset(long update) {
        long block = update / AHEAD * AHEAD;
        if (block != first) {
            first = block;
            Seed drawn = seed;
            parallel.forEach(AHEAD, ahead -> draw(drawn.child(block + ahead).random(), ahead * perUpdate));
        }
        return (int) (update - block) * perUpdate;
    }

    /** The draws; those of an update begin at its {@link #offset}. */
    public int[] draws() {
        return draws;
    }

    private void draw(SplittableRandom random, int from) {
        for (int i = from; i < from + perUpdate; i++) {
            draws[i] = table.draw(random.nextLong());
        }
    }
}
