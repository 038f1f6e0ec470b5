package org.tandemrec.model.gru4rec;

import org.tandemrec.data.Interactions;

/**
 * Session-parallel mini-batches (RA_LST, figure 5): B lanes, each running through one user's sequence; in every batch the items at
 * t are the inputs and the items at t + 1 the targets.
 *
 * <p>When a sequence ends, the next waiting one takes its lane and starts from a zero state. When none waits, the last lane moves
 * into the gap and the batch shrinks, so that every pair of neighbours in every sequence is a target exactly once.
 */
final class SessionParallelBatches {
    /** In {@link #source}: the lane starts a new sequence, from a zero state. */
    static final int NEW = -1;

    private final Interactions training;
    private final int[] waiting;
    private final int[] row;
    private final int[] end;
    private final int[] source;
    private final int[] inputs;
    private final int[] targets;
    private int nextWaiting;
    private int size;

    /**
     * Batches over the sequences of {@code users} in this order.
     *
     * @param users users with at least two interactions
     */
    SessionParallelBatches(Interactions training, int[] users, int batchSize) {
        this.training = training;
        this.waiting = users;
        int lanes = Math.min(batchSize, users.length);
        this.row = new int[lanes];
        this.end = new int[lanes];
        this.source = new int[lanes];
        this.inputs = new int[lanes];
        this.targets = new int[lanes];
    }

    /** Prepares the next batch; false when all sequences have ended. */
    boolean next() {
        if (size == 0 && nextWaiting == 0) {
            size = row.length;
            for (int lane = 0; lane < size; lane++) {
                enter(lane);
            }
        } else {
            advance();
        }
        for (int lane = 0; lane < size; lane++) {
            inputs[lane] = training.item(row[lane]);
            targets[lane] = training.item(row[lane] + 1);
        }
        return size > 0;
    }

    private void advance() {
        for (int lane = 0; lane < size; lane++) {
            source[lane] = lane;
            row[lane]++;
        }
        for (int lane = 0; lane < size; lane++) {
            while (lane < size && row[lane] + 1 >= end[lane]) {
                if (nextWaiting < waiting.length) {
                    enter(lane);
                } else {
                    size--;
                    row[lane] = row[size];
                    end[lane] = end[size];
                    source[lane] = source[size];
                }
            }
        }
    }

    private void enter(int lane) {
        int user = waiting[nextWaiting++];
        row[lane] = training.start(user);
        end[lane] = training.end(user);
        source[lane] = NEW;
    }

    /** The number of lanes in the batch; lanes are {@code 0 … size - 1}. */
    int size() {
        return size;
    }

    /** The items at t, by lane. */
    int[] inputs() {
        return inputs;
    }

    /** The items at t + 1, by lane. */
    int[] targets() {
        return targets;
    }

    /** The lane of the batch before whose state a lane goes on from, never a smaller one than the lane itself, or {@link #NEW}. */
    int source(int lane) {
        return source[lane];
    }
}
