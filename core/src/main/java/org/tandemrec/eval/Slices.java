package org.tandemrec.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.split.Split;

/**
 * The slices of an evaluation. What is summed up list by list goes into bins: bin 0 is everything, the others are slices by
 * popularity and by history. Slices of users need none, they are parts of bin 0. Immutable.
 */
final class Slices {
    private static final int[] HISTORY_ENDS = {10, 50, 200, Integer.MAX_VALUE};
    private static final int ALL_USERS = -1;
    private static final int NONE = -1;

    private final List<Slice> slices = new ArrayList<>();
    private final byte[] third;
    private int firstPopularity = NONE;
    private int firstHistory = NONE;
    private int bins = 1;

    /**
     * A part of what is evaluated.
     *
     * @param name its name; null for all
     * @param bin where it is summed up
     * @param third the third of users that it is of
     */
    record Slice(@Nullable String name, int bin, int third) {}

    /**
     * The slices of a protocol, all of it first.
     *
     * @param users the users with a target
     */
    Slices(List<SliceRule> rules, Split split, int[] users) {
        this.third = rules.contains(SliceRule.ACTIVITY) ? thirds(split, users) : new byte[0];
        slices.add(new Slice(null, 0, ALL_USERS));
        for (SliceRule rule : rules) {
            switch (rule) {
                case ACTIVITY -> {}
                case POPULARITY -> firstPopularity = bins;
                case HISTORY -> firstHistory = bins;
            }
            for (int i = 0; i < rule.size(); i++) {
                boolean ofUsers = rule == SliceRule.ACTIVITY;
                slices.add(new Slice(rule.name(i), ofUsers ? 0 : bins++, ofUsers ? i : ALL_USERS));
            }
        }
    }

    /** Users by their number of training events; those with the same number are in the third of the first of them. */
    private static byte[] thirds(Split split, int[] users) {
        long[] keys = new long[users.length];
        for (int place = 0; place < users.length; place++) {
            keys[place] = (long) split.train().count(users[place]) << Integer.SIZE | place;
        }
        Arrays.sort(keys);
        byte[] thirds = new byte[users.length];
        int first = 0;
        for (int i = 0; i < keys.length; i++) {
            first = keys[i] >> Integer.SIZE == keys[first] >> Integer.SIZE ? first : i;
            thirds[(int) keys[i]] = (byte) (3L * first / keys.length);
        }
        return thirds;
    }

    /** All slices, everything first. */
    List<Slice> all() {
        return slices;
    }

    /** The number of bins. */
    int bins() {
        return bins;
    }

    /** Whether a user, by place, is in a slice. */
    boolean isIn(Slice slice, int place) {
        return slice.third() == ALL_USERS || third[place] == slice.third();
    }

    /** Whether there are slices by popularity. */
    boolean areByPopularity() {
        return firstPopularity != NONE;
    }

    /** The bin of a part by popularity. */
    int popularityBin(int part) {
        return firstPopularity + part;
    }

    /** The bin of a history of so many events, 0 where there are no slices by history. */
    int historyBin(int events) {
        if (firstHistory == NONE) {
            return 0;
        }
        int slice = 0;
        while (events > HISTORY_ENDS[slice]) {
            slice++;
        }
        return firstHistory + slice;
    }
}
