package org.tandemrec.model.sdm;

import org.tandemrec.model.Session;

/** The latest events of lanes, cut into sessions as they come: those of the current session, and some before it. */
final class Events {
    private final SessionCut cut;
    private final int longLength;
    private final int capacity;
    /** (lanes, capacity): a ring of items, of which event number n is at n mod capacity. */
    private final int[] ring;
    /* By lane: all events so far, those of them before the current session, and when the latest one was. */
    private final long[] count;
    private final long[] before;
    private final long[] latest;

    Events(SessionCut cut, int longLength, int lanes) {
        this.cut = cut;
        this.longLength = longLength;
        this.capacity = Math.addExact(longLength, cut.most());
        this.ring = new int[Math.multiplyExact(lanes, capacity)];
        this.count = new long[lanes];
        this.before = new long[lanes];
        this.latest = new long[lanes];
    }

    /** Forgets a lane's events. */
    void clear(int lane) {
        count[lane] = 0;
        before[lane] = 0;
        latest[lane] = Session.UNTIMED;
    }

    /** Appends an event to a lane, and returns whether it begins a session. */
    boolean add(int lane, int item, long millis) {
        boolean begins = cut.begins(length(lane), latest[lane], millis);
        if (begins) {
            before[lane] = count[lane];
        }
        ring[lane * capacity + (int) (count[lane]++ % capacity)] = item;
        latest[lane] = millis;
        return begins;
    }

    /** The events of a lane's current session. */
    int length(int lane) {
        return (int) (count[lane] - before[lane]);
    }

    /** An item of the current session, from 0. */
    int item(int lane, int position) {
        return at(lane, before[lane] + position);
    }

    /** The events before the current session that count. */
    int longLength(int lane) {
        return (int) Math.min(longLength, before[lane]);
    }

    /** The item of one of these, the oldest one at 0. */
    int longItem(int lane, int position) {
        return at(lane, before[lane] - longLength(lane) + position);
    }

    private int at(int lane, long number) {
        return ring[lane * capacity + (int) (number % capacity)];
    }
}
