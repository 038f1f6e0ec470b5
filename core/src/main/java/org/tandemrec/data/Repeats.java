package org.tandemrec.data;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Repeated (user, item) pairs. {@link Interactions} keep every repeat, since sequences need them; a learner of ratings uses only
 * the last row of a pair, the one that says what the user thinks now.
 */
public final class Repeats {
    private Repeats() {}

    /** Returns the rows of a part that are the last of their (user, item) pair within it, by row number. */
    public static BitSet lastOfPair(Interactions part) {
        BitSet last = new BitSet();
        int[] seenBy = new int[part.itemCount()];
        Arrays.fill(seenBy, -1);
        for (int user = 0; user < part.userCount(); user++) {
            for (int row = part.end(user) - 1; row >= part.start(user); row--) {
                if (seenBy[part.item(row)] != user) {
                    seenBy[part.item(row)] = user;
                    last.set(row);
                }
            }
        }
        return last;
    }

    /** The number of rows whose pair has a later row. */
    public static int count(Interactions part) {
        return part.size() - lastOfPair(part).cardinality();
    }
}
