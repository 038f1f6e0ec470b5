package org.tandemrec.model.tdssm;

import static java.lang.Math.max;

import java.util.Arrays;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Cell;
import org.tandemrec.nn.Window;

/**
 * The intervals of one rate in a mini-batch. A row is an event; it reads the interval so far and continues the state after the last
 * row of the interval before. So all rows of an interval continue the same, and only its last one is continued in turn.
 *
 * <p>Rows of a lane lie one after the other. In the {@link Window}, a step has the rows of one interval of each lane.
 */
final class Track {
    /** The source of a row that continues the state that its lane has carried into the mini-batch. */
    private static final int CARRIED = -2;

    private static final int NONE = -1;

    private final Rate rate;
    private final Interactions training;
    private final Window window;

    /* By lane: the training row that began the running interval; whether nothing comes before it; the row whose state is kept. */
    private final int[] from;
    private final boolean[] fresh;
    private final int[] kept;

    /* By row: the training row that began its interval; the row that it continues; its step and place in the window; its lane. */
    private final int[] begin;
    private final int[] source;
    private final int[] step;
    private final int[] place;
    private final int[] laneOf;
    private final int[] rowAt;
    private final int[] next;
    private int steps;

    Track(Rate rate, Interactions training, int lanes, int maxSteps) {
        int maxRows = Math.multiplyExact(lanes, maxSteps);
        this.rate = rate;
        this.training = training;
        this.window = new Window(maxSteps, maxRows, maxRows);
        this.from = new int[lanes];
        this.fresh = new boolean[lanes];
        this.kept = new int[lanes];
        this.begin = new int[maxRows];
        this.source = new int[maxRows];
        this.step = new int[maxRows];
        this.place = new int[maxRows];
        this.laneOf = new int[maxRows];
        this.rowAt = new int[maxRows];
        this.next = new int[maxSteps];
    }

    /** Forgets the rows of the mini-batch before. */
    void clear() {
        steps = 0;
        Arrays.fill(kept, NONE);
    }

    /**
     * Adds a row.
     *
     * @param at its training row
     * @param starts whether it is the user's first
     * @param first whether it is the lane's first in this mini-batch
     */
    void add(int row, int lane, int at, boolean starts, boolean first) {
        boolean begins = starts || begins(lane, at);
        if (begins) {
            from[lane] = at;
            fresh[lane] = starts;
        }
        laneOf[row] = lane;
        begin[row] = from[lane];
        if (first) {
            step[row] = 0;
            source[row] = fresh[lane] ? Window.NEW : CARRIED;
        } else {
            step[row] = step[row - 1] + (begins ? 1 : 0);
            source[row] = starts ? Window.NEW : begins ? row - 1 : source[row - 1];
        }
        steps = max(steps, step[row] + 1);
    }

    /**
     * Ends a lane's rows of this mini-batch, where the user has more.
     *
     * @param row the last one
     * @param at the training row of the next one
     */
    void suspend(int row, int lane, int at) {
        int last = begins(lane, at) ? row : source[row];
        kept[lane] = max(last, NONE); // what was carried into the mini-batch, or nothing, is left as it is
    }

    private boolean begins(int lane, int at) {
        return rate.begins(at - from[lane], time(at - 1), time(at));
    }

    private long time(int at) {
        return training.hasTimes() ? training.timeMillis(at) : Session.UNTIMED;
    }

    /** Makes the window of all {@code rows} rows. */
    void build(int rows) {
        int[] sizes = next;
        Arrays.fill(sizes, 0, steps, 0);
        for (int row = 0; row < rows; row++) {
            sizes[step[row]]++;
        }
        int start = 0;
        for (int s = 0; s < steps; s++) {
            int size = sizes[s];
            next[s] = start;
            start += size;
        }
        for (int row = 0; row < rows; row++) {
            place[row] = next[step[row]]++;
            rowAt[place[row]] = row;
        }
        window.clear();
        for (int s = 0; s < steps; s++) {
            int at = window.rows();
            window.addStep(next[s] - at);
            for (; at < next[s]; at++) {
                int row = rowAt[at];
                if (source[row] != Window.NEW) {
                    window.branch(at, source[row] == CARRIED ? laneOf[row] : place[source[row]]);
                }
            }
        }
    }

    /** Keeps the states that the lanes' next rows continue. */
    void carry(Cell.Pass pass, float[] carried) {
        for (int lane = 0; lane < kept.length; lane++) {
            if (kept[lane] != NONE) {
                pass.copyState(place[kept[lane]], carried, lane);
            }
        }
    }

    Window window() {
        return window;
    }

    /** By row: the training row that began its interval. */
    int[] begin() {
        return begin;
    }

    /** By row: its row in the window. */
    int[] place() {
        return place;
    }
}
