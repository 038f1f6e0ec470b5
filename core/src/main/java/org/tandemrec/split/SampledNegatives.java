package org.tandemrec.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.AliasTable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/**
 * The negatives of {@code sampled-uniform(n)} and {@code sampled-popularity(n)}: for every target, {@code n} distinct candidates that
 * its user never interacts with, targets included; where fewer exist, all of them. They are drawn one after another, either all with
 * the same chance or in proportion to their training events, from those that are left.
 *
 * <p>The list of a target depends only on the seed and the target's row, so it is the same for every model and every order of
 * evaluation. Not safe for use by several threads; {@link #copy} gives each its own.
 */
public final class SampledNegatives {
    /* So many draws a negative may fall on what is taken; then the rest is drawn from what is left alone. */
    private static final int DRAWS_PER_NEGATIVE = 8;

    private final Interactions all;
    private final Candidates candidates;
    private final @Nullable Popularity popularity;
    private final int size;
    private final Seed seed;
    private final long[] taken;
    private int owner = -1;
    private int unseen;

    /**
     * Prepares uniform lists over the given data.
     *
     * @param all every interaction that the user must not have with a negative
     * @param size negatives per target, at least 1
     */
    public SampledNegatives(Interactions all, Candidates candidates, int size, Seed seed) {
        this(all, candidates, null, size, seed);
    }

    private SampledNegatives(
            Interactions all, Candidates candidates, @Nullable Popularity popularity, int size, Seed seed) {
        Check.argument(size >= 1, "a target needs at least 1 negative, but %d were asked for", size);
        this.all = all;
        this.candidates = candidates;
        this.popularity = popularity;
        this.size = size;
        this.seed = seed;
        this.taken = new long[(all.itemCount() + 63) / 64];
    }

    /**
     * Prepares lists in proportion to popularity.
     *
     * @param all every interaction that the user must not have with a negative
     * @param trainingCounts the number of training events of every item; those with none are no candidates
     * @param size negatives per target, at least 1
     */
    public static SampledNegatives byPopularity(Interactions all, int[] trainingCounts, int size, Seed seed) {
        Candidates candidates = Candidates.ofCounts(trainingCounts);
        // without a candidate no list gets as far as drawing
        Popularity popularity = candidates.size() == 0 ? null : Popularity.of(candidates, trainingCounts);
        return new SampledNegatives(all, candidates, popularity, size, seed);
    }

    /** What draws in proportion to popularity: the candidates' counts by place, and a table of them. */
    private record Popularity(int[] counts, AliasTable table) {
        static Popularity of(Candidates candidates, int[] trainingCounts) {
            int[] counts = new int[candidates.size()];
            for (int place = 0; place < counts.length; place++) {
                counts[place] = trainingCounts[candidates.item(place)];
            }
            return new Popularity(counts, AliasTable.ofCounts(counts, 1));
        }
    }

    /** Returns the same lists with scratch of their own. */
    public SampledNegatives copy() {
        return new SampledNegatives(all, candidates, popularity, size, seed);
    }

    /** The number of negatives asked for. */
    public int size() {
        return size;
    }

    /** Writes the negatives of the target at {@code row} of {@code user} and returns how many there are. */
    public int draw(int user, int row, int[] negatives) {
        mark(user);
        if (unseen <= size) {
            return allUnseen(negatives);
        }
        SplittableRandom random = seed.child(row).random();
        if (popularity == null) {
            drawUniform(random, negatives);
        } else {
            drawByPopularity(random, popularity, negatives);
        }
        for (int i = 0; i < size; i++) {
            taken[negatives[i] >> 6] &= ~(1L << negatives[i]);
        }
        return size;
    }

    private void drawUniform(SplittableRandom random, int[] negatives) {
        int count = 0;
        while (count < size) {
            int item = candidates.item(random.nextInt(candidates.size()));
            if (!isTaken(item)) {
                take(item);
                negatives[count++] = item;
            }
        }
    }

    /** A draw that falls on what is taken is drawn again: what counts is in proportion to the counts of those left. */
    private void drawByPopularity(SplittableRandom random, Popularity weights, int[] negatives) {
        int count = 0;
        for (long draws = (long) DRAWS_PER_NEGATIVE * size; draws > 0 && count < size; draws--) {
            int item = candidates.item(weights.table.draw(random.nextLong()));
            if (!isTaken(item)) {
                take(item);
                negatives[count++] = item;
            }
        }
        if (count < size) {
            drawFromThoseLeft(random, weights.counts, negatives, count);
        }
    }

    /**
     * Draws the rest where a user has nearly all that is popular: those with the least of an exponential variable at the rate of their
     * counts, which come in the order of draws without replacement (Efraimidis and Spirakis, IPL 2006).
     */
    private void drawFromThoseLeft(SplittableRandom random, int[] counts, int[] negatives, int first) {
        int missing = size - first;
        PriorityQueue<Arrival> least = new PriorityQueue<>(missing, Comparator.reverseOrder());
        for (int place = 0; place < counts.length; place++) {
            int item = candidates.item(place);
            if (isTaken(item)) {
                continue;
            }
            double time = -StrictMath.log(1 - random.nextDouble()) / counts[place];
            Arrival arrival = new Arrival(time, item);
            if (least.size() < missing) {
                least.add(arrival);
            } else if (arrival.compareTo(least.element()) < 0) {
                least.remove();
                least.add(arrival);
            }
        }
        for (int i = size - 1; i >= first; i--) {
            negatives[i] = least.remove().item;
            take(negatives[i]);
        }
    }

    /** When an item would be drawn, and which; of equal times the lower item is the first. */
    private record Arrival(double time, int item) implements Comparable<Arrival> {
        @Override
        public int compareTo(Arrival other) {
            int order = Double.compare(time, other.time);
            return order != 0 ? order : Integer.compare(item, other.item);
        }
    }

    private void mark(int user) {
        if (user == owner) {
            return;
        }
        Arrays.fill(taken, 0);
        unseen = candidates.size();
        for (int row = all.start(user); row < all.end(user); row++) {
            int item = all.item(row);
            if (!isTaken(item) && candidates.contains(item)) {
                unseen--;
            }
            take(item);
        }
        owner = user;
    }

    private int allUnseen(int[] negatives) {
        int count = 0;
        for (int place = 0; place < candidates.size(); place++) {
            int item = candidates.item(place);
            if (!isTaken(item)) {
                negatives[count++] = item;
            }
        }
        return count;
    }

    private boolean isTaken(int item) {
        return (taken[item >> 6] & (1L << item)) != 0;
    }

    private void take(int item) {
        taken[item >> 6] |= 1L << item;
    }
}
