package org.tandemrec.recommend;

/**
 * Where one user stands: the events so far and what each part of a {@link LiveModel} remembers of them. Immutable; it belongs to the
 * model that made it.
 */
public final class LiveState {
    private final Past past;
    private final LivePart.Memory[] memories;

    /** The events of a user, dense; arrays are not to be changed. */
    record Past(int user, int[] items, float[] ratings, long[] times) {
        int count() {
            return items.length;
        }
    }

    /** Takes over the array. */
    LiveState(Past past, LivePart.Memory[] memories) {
        this.past = past;
        this.memories = memories;
    }

    /** The dense user, or {@link org.tandemrec.model.Query#UNKNOWN_USER}. */
    public int user() {
        return past.user();
    }

    /** The number of events. */
    public int events() {
        return past.count();
    }

    /** The item of an event, 0 is the first one. */
    public int item(int event) {
        return past.items()[event];
    }

    /** The rating of an event; NaN for none. */
    public float rating(int event) {
        return past.ratings()[event];
    }

    /** The time of an event in milliseconds, or {@link org.tandemrec.model.Session#UNTIMED}. */
    public long time(int event) {
        return past.times()[event];
    }

    /** About how many bytes it takes in memory. */
    public int bytes() {
        int bytes = 128 + (Integer.BYTES + Float.BYTES + Long.BYTES) * past.count();
        for (LivePart.Memory memory : memories) {
            bytes += memory.bytes();
        }
        return bytes;
    }

    Past past() {
        return past;
    }

    LivePart.Memory memory(int part) {
        return memories[part];
    }

    LivePart.Memory[] memories() {
        return memories;
    }
}
