package org.tandemrec.model.gru4rec;

import java.util.Arrays;
import org.tandemrec.model.Session;

/**
 * Where a user stands in a sequence: all that {@link Gru4RecModel} remembers of the events so far. Immutable; it belongs to the model
 * that made it.
 */
public final class GruState {
    private final float[] values;
    private final int events;
    private final long lastMillis;

    /** Takes over the array. */
    GruState(float[] values, int events, long lastMillis) {
        this.values = values;
        this.events = events;
        this.lastMillis = lastMillis;
    }

    /**
     * A state, for example one that was stored; the array is copied.
     *
     * @param values the layers' states, one after the other
     * @param events how many events it stands for
     * @param lastMillis the time of the last one, or {@link Session#UNTIMED}
     */
    public static GruState of(float[] values, int events, long lastMillis) {
        return new GruState(values.clone(), events, lastMillis);
    }

    /** A copy of the layers' states, one after the other. */
    public float[] values() {
        return values.clone();
    }

    /** How many numbers {@link #values} has. */
    public int size() {
        return values.length;
    }

    /** The number of events behind it. */
    public int events() {
        return events;
    }

    /** The time of the last event, or {@link Session#UNTIMED}. */
    public long lastMillis() {
        return lastMillis;
    }

    /** The layers' states themselves, not to be changed. */
    float[] array() {
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GruState state
                && Arrays.equals(values, state.values)
                && events == state.events
                && lastMillis == state.lastMillis;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + events;
    }

    @Override
    public String toString() {
        return "GruState of " + events + " events";
    }
}
