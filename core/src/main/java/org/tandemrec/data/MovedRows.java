package org.tandemrec.data;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;

/** Copies the columns of rows so that some rows of a user come behind the user's others, or are left out. */
final class MovedRows {
    private static final int USERS_PER_TASK = 1 << 10;

    private final Interactions from;
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;
    private final @Nullable TimeColumn times;

    /** Fills columns of as many rows as are to be copied. */
    MovedRows(Interactions from, ItemColumn items, @Nullable RatingColumn ratings, @Nullable TimeColumn times) {
        this.from = from;
        this.items = items;
        this.ratings = ratings;
        this.times = times;
    }

    /**
     * Copies user by user: rows that are not marked, then the marked ones if they are kept, each in their order. The rows of user
     * {@code u} start at {@code starts[u]} in the copy.
     */
    void copy(BitSet marked, boolean kept, int[] starts) {
        Parallel.shared().forEach(Math.ceilDiv(starts.length, USERS_PER_TASK), task -> {
            int end = Math.min(starts.length, (task + 1) * USERS_PER_TASK);
            for (int user = task * USERS_PER_TASK; user < end; user++) {
                int to = copy(user, marked, false, starts[user]);
                if (kept) {
                    copy(user, marked, true, to);
                }
            }
        });
    }

    private int copy(int user, BitSet marked, boolean which, int firstTo) {
        int to = firstTo;
        for (int row = from.start(user); row < from.end(user); row++) {
            if (marked.get(row) != which) {
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
