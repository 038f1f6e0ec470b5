package org.tandemrec.model.fpmc;

import java.util.Arrays;
import org.tandemrec.base.Seed;
import org.tandemrec.base.Shuffle;
import org.tandemrec.data.Interactions;

/**
 * What is learned from: every event of a user but the first, with the items before it. Numbered from 0, user by user, and visited in an
 * order of its own in every epoch.
 */
final class Transitions {
    private final Interactions training;
    private final int basketSize;
    /** The user of each target. */
    private final int[] user;
    /** By user: what a target's number is short of its row. */
    private final int[] shift;

    private final int[] order;

    Transitions(Interactions training, int basketSize) {
        this.training = training;
        this.basketSize = basketSize;
        int users = training.userCount();
        this.shift = new int[users];
        int count = 0;
        for (int u = 0; u < users; u++) {
            shift[u] = training.start(u) + 1 - count;
            count += Math.max(0, training.count(u) - 1);
        }
        this.user = new int[count];
        this.order = new int[count];
        for (int u = 0; u < users; u++) {
            int first = training.start(u) + 1 - shift[u];
            Arrays.fill(user, first, first + Math.max(0, training.count(u) - 1), u);
        }
    }

    /** The number of targets. */
    int size() {
        return user.length;
    }

    /** Puts the targets into a random order that follows from the seed alone. */
    void shuffle(Seed seed) {
        Arrays.setAll(order, target -> target);
        Shuffle.shuffle(order, seed.random());
    }

    /** The target of a place in the order. */
    int target(int place) {
        return order[place];
    }

    /** The user of a target. */
    int user(int target) {
        return user[target];
    }

    /** The item of a target. */
    int item(int target) {
        return training.item(row(target));
    }

    /** The number of items in the basket before a target, at least 1. */
    int basket(int target) {
        return Math.min(basketSize, row(target) - training.start(user[target]));
    }

    /** An item of the basket before a target, the latest first. */
    int basketItem(int target, int place) {
        return training.item(row(target) - 1 - place);
    }

    private int row(int target) {
        return target + shift[user[target]];
    }
}
