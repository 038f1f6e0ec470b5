package org.tandemrec.server.store;

import java.util.List;

/**
 * A part of a long list.
 *
 * @param cursor where the next part starts; empty at the end
 * @param rows the part
 */
public record Page<T>(String cursor, List<T> rows) {
    /** Copies the rows. */
    public Page {
        rows = List.copyOf(rows);
    }
}
