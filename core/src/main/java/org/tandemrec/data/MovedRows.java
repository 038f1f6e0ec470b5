package org.tandemrec.data;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;

/** Copies the columns of rows so that some rows of a user come behind the user's others. */
final class MovedRows {
    private static final int USERS_PER_TASK = 1 << 10;

    private final Interactions from;
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;
    private final @Nullable TimeColumn times;

    /** Fills columns of as many rows as there are to copy. */
    MovedRows(Interactions from, ItemColumn items, @Nullable RatingColumn ratings, @Nullable TimeColumn times) {
        this.from = from;
        this.items = items;
        this.ratings = ratings;
        this.times = times;
    }

    /** Copies user by user; the rows of user {@code u} start at {@code starts[u]} in the copy. Both groups keep their order. */
    void copy(BitSet last, int[] starts) {
        Parallel.shared().forEach(Math.ceilDiv(starts.length, USERS_PER_TASK), task -> {
            int end = Math.min(starts.length, (task + 1) * USERS_PER_TASK);
            for (int user = task * USERS_PER_TASK; user < end; user++) {
                int to = copy(user, last, false, starts[user]);
                copy(user, last, true, to);
            }
        });
    }

    private int copy(int user, BitSet last, boolean which, int firstTo) {
        int to = firstTo;
        for (int row = from.start(user); row < from.end(user); row++) {
            if (last.get(row) != which) {
                continue;
            }
            items.set(to, from.item(row));
            if (ratings != null) {
                ratings.set(to, from.rating(row));
            }
            if (times != null) {
                times.set(to, from.timeMillis(row));
            }
            to++;
        }
        return to;
    }
}
