package org.tandemrec.eval;

import java.util.Arrays;

/** Which items are the head: the fewest, most training events first, that have at least half of all training events. */
final class Popularity {
    /** The part of the head. */
    static final int HEAD = 0;
    /** The part of all other items. */
    static final int TAIL = 1;

    private final int[] events;
    private final int least;

    /**
     * The head of a training part.
     *
     * @param events the number of training events, by item
     */
    Popularity(int[] events) {
        this.events = events;
        int[] ascending = events.clone();
        Arrays.sort(ascending);
        long total = 0;
        for (int count : ascending) {
            total += count;
        }
        int place = ascending.length;
        for (long sum = 0; place > 0 && 2 * sum < total; place--) {
            sum += ascending[place - 1];
        }
        this.least = place < ascending.length ? ascending[place] : 1;
    }

    /** The part of an item. */
    int part(int item) {
        return events[item] >= least ? HEAD : TAIL;
    }

    /** Whether an item is in a part; in the {@linkplain Places#WHOLE whole} all are. */
    boolean isIn(int item, int part) {
        return part == Places.WHOLE || part(item) == part;
    }
}
