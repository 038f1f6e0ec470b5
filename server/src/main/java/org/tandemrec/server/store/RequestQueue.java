package org.tandemrec.server.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a commit: so many, and of so many rows, but one of any size where none waits. One thread takes them.
 *
 * <p>Without a lock: in the queue of a lock the thread that writes would wait behind virtual threads, which under load may wait for a
 * carrier for seconds though it is their turn.
 */
final class RequestQueue {
    static final int MAX_REQUESTS = 1_000;
    static final int MAX_ROWS = 10_000;

    private final AtomicReference<Waiting> waiting = new AtomicReference<>(new Waiting(null, null, 0, 0, false));
    private volatile @Nullable Thread taker;

    /** The latest request before those that came earlier. */
    private record Waiting(
            @Nullable Request latest, @Nullable Waiting earlier, int requests, int rows, boolean closed) {
        /**
         * With one more.
         *
         * @throws StoreUnavailableException if too many wait, or the store closes
         */
        Waiting with(Request request) {
            if (closed) {
                throw new StoreUnavailableException("the store closes", 1, null);
            }
            if (requests >= MAX_REQUESTS || (requests > 0 && rows + request.rows() > MAX_ROWS)) {
                throw new StoreUnavailableException(
                        "too much waits to be written: " + requests + " requests of " + rows
                                + " rows; try again in a second, or send fewer rows at a time",
                        1,
                        null);
            }
            return new Waiting(request, this, requests + 1, rows + request.rows(), false);
        }

        List<Request> inOrder() {
            List<Request> all = new ArrayList<>(requests);
            for (Waiting at = this; at != null && at.latest != null; at = at.earlier) {
                all.add(at.latest);
            }
            Collections.reverse(all);
            return all;
        }
    }

    /**
     * Adds a request.
     *
     * @throws StoreUnavailableException if too many wait, or the store closes
     */
    void add(Request request) {
        waiting.updateAndGet(before -> before.with(request));
        LockSupport.unpark(taker);
    }

    /** Waits for requests and takes all of them, in their order; none at the end. Always called by the same thread. */
    List<Request> takeAll() {
        taker = Thread.currentThread();
        Waiting taken = take();
        while (taken.requests == 0 && !taken.closed) {
            LockSupport.park(this);
            taken = take();
        }
        return taken.inOrder();
    }

    private Waiting take() {
        return waiting.getAndUpdate(
                before -> before.requests == 0 ? before : new Waiting(null, null, 0, 0, before.closed));
    }

    /** How many requests wait. */
    int size() {
        return Objects.requireNonNull(waiting.get()).requests;
    }

    /** Takes no further requests; those that wait are still given out. */
    void close() {
        waiting.updateAndGet(before -> new Waiting(before.latest, before.earlier, before.requests, before.rows, true));
        LockSupport.unpark(taker);
    }
}
