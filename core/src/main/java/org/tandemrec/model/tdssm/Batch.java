package org.tandemrec.model.tdssm;

import org.tandemrec.data.Interactions;
import org.tandemrec.nn.ItemEmbedding;

/**
 * Session-parallel mini-batches: lanes, each running through one user's history, by up to {@code steps} events at a time. Every event
 * but a user's last is a row, whose target is the item behind it. When a history ends, the next waiting user takes the lane.
 */
final class Batch {
    private final Interactions training;
    private final int[] waiting;
    private final int steps;
    private final Track fast;
    private final Track slow;

    /* By lane: the training row of its next event, and the end of the history. */
    private final int[] at;
    private final int[] end;
    private final int[] userOf;
    private int nextWaiting;

    /* By row: the row of the user's first event, that behind the input, the target and the user. */
    private final int[] first;
    private final int[] after;
    private final int[] targets;
    private final ItemEmbedding.Events users;
    private int rows;

    /**
     * Mini-batches over the histories of {@code users} in this order.
     *
     * @param users users with at least two interactions
     * @param lanes at most as many as users
     */
    Batch(Interactions training, int[] users, int lanes, MrTdssmConfig config) {
        int maxRows = Math.multiplyExact(lanes, config.bptt());
        this.training = training;
        this.waiting = users;
        this.steps = config.bptt();
        this.fast = new Track(config.fast(), training, lanes, steps);
        this.slow = new Track(config.slow(), training, lanes, steps);
        this.at = new int[lanes];
        this.end = new int[lanes];
        this.userOf = new int[lanes];
        this.first = new int[maxRows];
        this.after = new int[maxRows];
        this.targets = new int[maxRows];
        this.users = new ItemEmbedding.Events(maxRows);
    }

    /** Prepares the next mini-batch; false when all histories have ended. */
    boolean next() {
        rows = 0;
        fast.clear();
        slow.clear();
        for (int lane = 0; lane < at.length; lane++) {
            int before = rows;
            while (rows - before < steps && findEvent(lane)) {
                add(lane, rows == before);
            }
            if (rows > before && at[lane] + 1 < end[lane]) {
                fast.suspend(rows - 1, lane, at[lane]);
                slow.suspend(rows - 1, lane, at[lane]);
            }
        }
        fast.build(rows);
        slow.build(rows);
        return rows > 0;
    }

    /** Makes sure that a lane has an event with a target, if it takes the next user; false where none is left. */
    private boolean findEvent(int lane) {
        if (at[lane] + 1 < end[lane]) {
            return true;
        }
        if (nextWaiting == waiting.length) {
            return false;
        }
        userOf[lane] = waiting[nextWaiting++];
        at[lane] = training.start(userOf[lane]);
        end[lane] = training.end(userOf[lane]);
        return true;
    }

    private void add(int lane, boolean firstOfLane) {
        int input = at[lane]++;
        int start = training.start(userOf[lane]);
        fast.add(rows, lane, input, input == start, firstOfLane);
        slow.add(rows, lane, input, input == start, firstOfLane);
        first[rows] = start;
        after[rows] = input + 1;
        targets[rows] = training.item(input + 1);
        users.items()[rows++] = userOf[lane];
    }

    int rows() {
        return rows;
    }

    Track fast() {
        return fast;
    }

    Track slow() {
        return slow;
    }

    /** By row: the training row of the user's first event. */
    int[] first() {
        return first;
    }

    /** By row: the training row behind the input. */
    int[] after() {
        return after;
    }

    /** By row: the item at {@link #after}. */
    int[] targets() {
        return targets;
    }

    /** By row: the user, in the place of an item. */
    ItemEmbedding.Events users() {
        return users;
    }
}
