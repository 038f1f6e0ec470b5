package org.tandemrec.model.fpmc;

import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.ShuffledEvents;

/** What is learned from: every event of a user but the first, with the items before it. */
final class Transitions {
    private final Interactions training;
    private final int basketSize;
    private final ShuffledEvents events;

    Transitions(Interactions training, int basketSize) {
        this.training = training;
        this.basketSize = basketSize;
        this.events = new ShuffledEvents(training, 1);
    }

    /** The number of targets. */
    int size() {
        return events.size();
    }

    /** Puts the targets into a random order that follows from the seed alone. */
    void shuffle(Seed seed) {
        events.shuffle(seed);
    }

    /** The target of a place in the order. */
    int target(int place) {
        return events.at(place);
    }

    /** The user of a target. */
    int user(int target) {
        return events.user(target);
    }

    /** The item of a target. */
    int item(int target) {
        return training.item(events.row(target));
    }

    /** The number of items in the basket before a target, at least 1. */
    int basket(int target) {
        return Math.min(basketSize, events.row(target) - training.start(events.user(target)));
    }

    /** An item of the basket before a target, the latest first. */
    int basketItem(int target, int place) {
        return training.item(events.row(target) - 1 - place);
    }
}
