package org.tandemrec.eval;

import java.util.Arrays;
import org.tandemrec.data.Interactions;

/**
 * The users who took each item in training. Sets of items that more than one user in 32 took are bit sets, the others lists, so that
 * all of them take no more memory than a list of the training pairs.
 */
final class TrainingUsers {
    private static final int DENSE = 32;

    private final int userCount;
    private final int[] counts;
    /** The users of item i are {@code users[start[i]] … users[start[i + 1] - 1]}, ascending; none of items with a bit set. */
    private final int[] start;

    private final int[] users;
    private final long[][] bits;

    private TrainingUsers(int userCount, int[] counts, boolean withSets) {
        this.userCount = userCount;
        this.counts = counts;
        this.start = new int[counts.length + 1];
        this.bits = new long[withSets ? counts.length : 0][];
        for (int item = 0; item < bits.length; item++) {
            boolean dense = (long) counts[item] * DENSE > userCount;
            bits[item] = new long[dense ? (userCount + Long.SIZE - 1) / Long.SIZE : 0];
            start[item + 1] = start[item] + (dense ? 0 : counts[item]);
        }
        this.users = new int[start[bits.length]];
    }

    /**
     * The users of a training part.
     *
     * @param withSets whether sets are kept, not their sizes alone
     */
    static TrainingUsers of(Interactions train, boolean withSets) {
        int[] last = new int[train.itemCount()];
        int[] counts = new int[train.itemCount()];
        Arrays.fill(last, -1);
        int active = 0;
        for (int user = 0; user < train.userCount(); user++) {
            active += train.count(user) > 0 ? 1 : 0;
            for (int row = train.start(user); row < train.end(user); row++) {
                int item = train.item(row);
                counts[item] += last[item] == user ? 0 : 1;
                last[item] = user;
            }
        }
        TrainingUsers sets = new TrainingUsers(active, counts, withSets);
        if (withSets) {
            sets.fill(train, last);
        }
        return sets;
    }

    private void fill(Interactions train, int[] last) {
        Arrays.fill(last, -1);
        int[] next = start.clone();
        int active = 0; // users without a training event have no number
        for (int user = 0; user < train.userCount(); user++) {
            for (int row = train.start(user); row < train.end(user); row++) {
                int item = train.item(row);
                if (last[item] == active) {
                    continue;
                }
                last[item] = active;
                if (bits[item].length > 0) {
                    bits[item][active >> 6] |= 1L << active;
                } else {
                    users[next[item]++] = active;
                }
            }
            active += train.count(user) > 0 ? 1 : 0;
        }
    }

    /** −log₂ of the share of users with a training event who took an item; of an item that somebody took. */
    double selfInformation(int item) {
        return StrictMath.log((double) userCount / counts[item]) / StrictMath.log(2);
    }

    /** |U_i ∩ U_j| / √(|U_i| |U_j|) of two items that somebody took. */
    double cosine(int i, int j) {
        return common(i, j) / Math.sqrt((double) counts[i] * counts[j]);
    }

    private int common(int i, int j) {
        boolean dense = bits[i].length > 0;
        if (dense && bits[j].length > 0) {
            return commonBits(bits[i], bits[j]);
        }
        if (dense || bits[j].length > 0) {
            return dense ? listed(j, bits[i]) : listed(i, bits[j]);
        }
        int count = 0;
        for (int a = start[i], b = start[j]; a < start[i + 1] && b < start[j + 1]; ) {
            int difference = users[a] - users[b];
            count += difference == 0 ? 1 : 0;
            a += difference <= 0 ? 1 : 0;
            b += difference >= 0 ? 1 : 0;
        }
        return count;
    }

    private static int commonBits(long[] a, long[] b) {
        int count = 0;
        for (int word = 0; word < a.length; word++) {
            count += Long.bitCount(a[word] & b[word]);
        }
        return count;
    }

    private int listed(int item, long[] set) {
        int count = 0;
        for (int i = start[item]; i < start[item + 1]; i++) {
            count += (int) (set[users[i] >> 6] >>> users[i]) & 1;
        }
        return count;
    }
}
