package org.tandemrec.model.neumf;

import java.util.Arrays;
import org.tandemrec.base.Seed;
import org.tandemrec.base.Shuffle;
import org.tandemrec.data.Interactions;

/** The events of the training data, numbered from 0, user by user, and visited in an order of its own in every epoch. */
final class Positives {
    private final Interactions training;
    private final int[] user;
    /** By user: what an event's number is short of its row. */
    private final int[] shift;

    private final int[] order;

    Positives(Interactions training) {
        this.training = training;
        this.user = new int[training.size()];
        this.shift = new int[training.userCount()];
        this.order = new int[training.size()];
        int count = 0;
        for (int u = 0; u < shift.length; u++) {
            shift[u] = training.start(u) - count;
            Arrays.fill(user, count, count + training.count(u), u);
            count += training.count(u);
        }
    }

    int size() {
        return user.length;
    }

    /** Puts the events into a random order that follows from the seed alone. */
    void shuffle(Seed seed) {
        Arrays.setAll(order, event -> event);
        Shuffle.shuffle(order, seed.random());
    }

    /** The user of the event at a place of the order. */
    int user(int place) {
        return user[order[place]];
    }

    /** The item of the event at a place of the order. */
    int item(int place) {
        int event = order[place];
        return training.item(event + shift[user[event]]);
    }
}
