package org.tandemrec.nn;

import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

/**
 * Draws items with a probability proportional to count^α, by an alias table (Walker, 1977; built as Vose, 1991): two random
 * numbers and one look-up a draw, whatever the number of items.
 *
 * <p>An item that never occurs is never drawn. The draws of an update follow from the seed and the update's number alone; those of
 * {@value #AHEAD} updates are made at a time, on all threads.
 */
public final class NegativeSampler {
    private static final int AHEAD = 64;

    private final int perUpdate;
    private final double[] probability;
    private final int[] alias;
    /* The chance, out of 2^31, that a column of the table stands for itself. */
    private final int[] own;
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
        this.probability = new double[counts.length];
        this.draws = new int[Math.multiplyExact(AHEAD, perUpdate)];
        this.alias = new int[counts.length];
        this.own = new int[counts.length];
        double sum = 0;
        for (int item = 0; item < counts.length; item++) {
            probability[item] = counts[item] == 0 ? 0 : StrictMath.pow(counts[item], alpha);
            sum += probability[item];
        }
        Check.argument(sum > 0, "no item occurs, so none can be drawn");
        for (int item = 0; item < counts.length; item++) {
            probability[item] /= sum;
        }
        fillTable();
    }

    /** The probability of an item in one draw. */
    public double probability(int item) {
        return probability[item];
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
            long bits = random.nextLong();
            int column = (int) (((bits >>> 32) * alias.length) >>> 32);
            draws[i] = (int) (bits & Integer.MAX_VALUE) < own[column] ? column : alias[column];
        }
    }

    /** Every column holds at most two items, with 1 / n of the probability together. */
    private void fillTable() {
        int n = probability.length;
        double[] left = new double[n];
        int[] order = new int[n]; // items with less than their share from the front, the others from the back
        int small = 0;
        int large = n;
        for (int item = 0; item < n; item++) {
            left[item] = probability[item] * n;
            order[left[item] < 1 ? small++ : --large] = item;
        }
        int next = 0;
        while (next < small && large < n) {
            int item = order[next++];
            int giver = order[large];
            own[item] = (int) (left[item] * 0x1p31);
            alias[item] = giver;
            left[giver] -= 1 - left[item];
            if (left[giver] < 1) {
                order[--next] = giver; // its place was freed by item
                large++;
            }
        }
        for (int i = large; i < n; i++) {
            own[order[i]] = Integer.MAX_VALUE;
            alias[order[i]] = order[i];
        }
        for (int i = next; i < small; i++) { // left over by rounding
            boolean occurs = probability[order[i]] > 0;
            own[order[i]] = occurs ? Integer.MAX_VALUE : 0;
            alias[order[i]] = occurs ? order[i] : mostProbable();
        }
    }

    private int mostProbable() {
        int best = 0;
        for (int item = 1; item < probability.length; item++) {
            best = probability[item] > probability[best] ? item : best;
        }
        return best;
    }
}
