package org.tandemrec.model.gru4rec;

import org.tandemrec.data.Interactions;
import org.tandemrec.model.Session;
import org.tandemrec.nn.ItemEmbedding;
import org.tandemrec.nn.LogBuckets;
import org.tandemrec.nn.Window;

/**
 * Session-parallel mini-batches (RA_LST, figure 5) of one or more steps: B lanes, each running through one user's sequence; in every
 * step the items at t are the inputs and the items at t + 1 the targets.
 *
 * <p>When a sequence ends, the next waiting one takes its lane and starts a new state. When none waits, the last lane moves into the
 * gap and the batch shrinks, so that every pair of neighbours in every sequence is a target exactly once.
 */
final class SessionWindows {
    private final Interactions training;
    private final int[] waiting;
    private final int steps;
    private final Window window;
    private final ItemEmbedding.Events events;
    private final int[] targets;
    private final int[] users;

    /* By lane: the training row of its input, the end of its sequence, its user, and the lane whose state it goes on from. */
    private final int[] row;
    private final int[] end;
    private final int[] user;
    private final int[] source;
    private int nextWaiting;
    private int lanes;

    /**
     * Mini-batches over the sequences of {@code users} in this order.
     *
     * @param users users with at least two interactions
     * @param steps the most steps of a mini-batch; the last one of all may have fewer
     */
    SessionWindows(Interactions training, int[] users, int batchSize, int steps) {
        this.training = training;
        this.waiting = users;
        this.steps = steps;
        int most = Math.min(batchSize, users.length);
        this.window = new Window(steps, most);
        this.events = new ItemEmbedding.Events(steps * most);
        this.targets = new int[steps * most];
        this.users = new int[steps * most];
        this.row = new int[most];
        this.end = new int[most];
        this.user = new int[most];
        this.source = new int[most];
    }

    /** Prepares the next mini-batch; false when all sequences have ended. */
    boolean next() {
        window.clear();
        for (int step = 0; step < steps && step(); step++) {
            fill(step);
        }
        return window.rows() > 0;
    }

    /** Moves all lanes on; false if none is left. */
    private boolean step() {
        if (nextWaiting == 0) {
            lanes = row.length;
            for (int lane = 0; lane < lanes; lane++) {
                enter(lane);
            }
            return lanes > 0;
        }
        for (int lane = 0; lane < lanes; lane++) {
            source[lane] = lane;
            row[lane]++;
        }
        for (int lane = 0; lane < lanes; lane++) {
            while (lane < lanes && row[lane] + 1 >= end[lane]) {
                if (nextWaiting < waiting.length) {
                    enter(lane);
                } else {
                    moveLastTo(lane);
                }
            }
        }
        return lanes > 0;
    }

    private void enter(int lane) {
        user[lane] = waiting[nextWaiting++];
        row[lane] = training.start(user[lane]);
        end[lane] = training.end(user[lane]);
        source[lane] = Window.NEW;
    }

    private void moveLastTo(int lane) {
        lanes--;
        row[lane] = row[lanes];
        end[lane] = end[lanes];
        user[lane] = user[lanes];
        source[lane] = source[lanes];
    }

    private void fill(int step) {
        int before = step == 0 ? 0 : window.start(step - 1);
        int start = window.rows();
        window.addStep(lanes);
        for (int lane = 0; lane < lanes; lane++) {
            int at = start + lane;
            int input = row[lane];
            window.setSource(at, source[lane] == Window.NEW ? Window.NEW : before + source[lane]);
            users[at] = user[lane];
            targets[at] = training.item(input + 1);
            events.items()[at] = training.item(input);
            int position = input - training.start(user[lane]);
            events.positions()[at] = LogBuckets.of(position);
            events.gaps()[at] = position == 0 ? LogBuckets.NONE : Gaps.bucket(time(input - 1), time(input));
        }
    }

    private long time(int input) {
        return training.hasTimes() ? training.timeMillis(input) : Session.UNTIMED;
    }

    /** The rows of the mini-batch and where their states come from. */
    Window window() {
        return window;
    }

    /** The input of each row: the event at t. */
    ItemEmbedding.Events events() {
        return events;
    }

    /** The target of each row: the item at t + 1. */
    int[] targets() {
        return targets;
    }

    /** The user of each row. */
    int[] users() {
        return users;
    }
}
