package org.tandemrec.server.http;

import java.util.function.Supplier;
import org.tandemrec.server.store.Page;

/** Cursors that clients send back. */
final class Cursors {
    private Cursors() {}

    /** Reads a part of a list; a cursor that the store did not make is the client's mistake. */
    static <T> Page<T> page(Supplier<Page<T>> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(
                    "cursor of the query is none that this server gave; start without one and send back the Cursor of each reply.");
        }
    }
}
