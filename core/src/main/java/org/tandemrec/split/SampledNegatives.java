package org.tandemrec.split;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/**
 * The negatives of {@code sampled-uniform(n)}: for every target, {@code n} distinct candidates that its user never interacts
 * with, targets included; where fewer exist, all of them.
 *
 * <p>The list of a target depends only on the seed and the target's row, so it is the same for every model and every order of
 * evaluation. Not safe for use by several threads; {@link #copy} gives each its own.
 */
public final class SampledNegatives {
    private final Interactions all;
    private final Candidates candidates;
    private final int size;
    private final Seed seed;
    private final long[] taken;
    private int owner = -1;
    private int unseen;

    /**
     * Prepares lists over the given data.
     *
     * @param all every interaction that the user must not have with a negative
     * @param size negatives per target, at least 1
     */
    public SampledNegatives(Interactions all, Candidates candidates, int size, Seed seed) {
        Check.argument(size >= 1, "a target needs at least 1 negative, but %d were asked for", size);
        this.all = all;
        this.candidates = candidates;
        this.size = size;
        this.seed = seed;
        this.taken = new long[(all.itemCount() + 63) / 64];
    }

    /** Returns the same lists with scratch of their own. */
    public SampledNegatives copy() {
        return new SampledNegatives(all, candidates, size, seed);
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
        int count = 0;
        while (count < size) {
            int item = candidates.item(random.nextInt(candidates.size()));
            if (!isTaken(item)) {
                take(item);
                negatives[count++] = item;
            }
        }
        for (int i = 0; i < count; i++) {
            taken[negatives[i] >> 6] &= ~(1L << negatives[i]);
        }
        return count;
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
