package org.tandemrec.server.store;

import java.util.List;

/**
 * All events of one user in the order in which they are replayed: by time, those of one time as they were committed.
 *
 * @param sequence the largest sequence of an event that this history could see: later commits are not in it
 * @param events the events
 */
public record History(long sequence, List<StoredEvent> events) {
    /** Copies the list. */
    public History {
        events = List.copyOf(events);
    }
}
