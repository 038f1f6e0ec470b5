package org.tandemrec.model;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.base.Shuffle;
import org.tandemrec.data.Interactions;

/** Events of the training data, numbered from 0, user by user, and visited in an order of its own in every epoch. */
public final class ShuffledEvents {
    private final int[] user;
    /** By user: what an event's number is short of its row. */
    private final int[] shift;

    private final int[] order;

    /**
     * Numbers the events; they are in their order until they are shuffled.
     *
     * @param skipped how many of a user's first events are left out, not negative
     */
    public ShuffledEvents(Interactions training, int skipped) {
        Check.argument(skipped >= 0, "skipped must not be negative, but was %d", skipped);
        int users = training.userCount();
        this.shift = new int[users];
        int[] starts = new int[users + 1];
        for (int u = 0; u < users; u++) {
            shift[u] = training.start(u) + skipped - starts[u];
            starts[u + 1] = starts[u] + Math.max(0, training.count(u) - skipped);
        }
        this.user = new int[starts[users]];
        this.order = IntStream.range(0, user.length).toArray();
        for (int u = 0; u < users; u++) {
            Arrays.fill(user, starts[u], starts[u + 1], u);
        }
    }

    /** How many there are. */
    public int size() {
        return user.length;
    }

    /** Puts them into a random order that follows from the seed alone. */
    public void shuffle(Seed seed) {
        Arrays.setAll(order, event -> event);
        Shuffle.shuffle(order, seed.random());
    }

    /** The number of the event at a place of the order. */
    public int at(int place) {
        return order[place];
    }

    /** The user of an event. */
    public int user(int event) {
        return user[event];
    }

    /** The row of an event in the training data. */
    public int row(int event) {
        return event + shift[user[event]];
    }
}
