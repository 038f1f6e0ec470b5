package org.tandemrec.data;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Seed;

/** Copies what was interacted with, and how it was rated, so that the first rows of each user come in another order. */
final class ShuffledRows {
    private final Interactions from;
    private final ItemColumn items;
    private final @Nullable RatingColumn ratings;

    /** Fills columns that have a place for each row of {@code from}. */
    ShuffledRows(Interactions from, ItemColumn items, @Nullable RatingColumn ratings) {
        this.from = from;
        this.items = items;
        this.ratings = ratings;
    }

    /** Deals the rows of user {@code u} before {@code ends[u]} anew and copies the user's others. */
    void deal(int[] ends, Seed seed) {
        for (int user = 0; user < ends.length; user++) {
            int start = from.start(user);
            int[] order = new int[from.count(user)];
            SplittableRandom random = seed.child(user).random();
            for (int i = 0; i < order.length; i++) { // Fisher and Yates, inside out
                int j = start + i < ends[user] ? random.nextInt(i + 1) : i;
                order[i] = order[j];
                order[j] = start + i;
            }
            for (int i = 0; i < order.length; i++) {
                items.set(start + i, from.item(order[i]));
                if (ratings != null) {
                    ratings.set(start + i, from.rating(order[i]));
                }
            }
        }
    }
}
