package org.tandemrec.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Requests that wait for a commit: so many, and of so many rows, but one of any size where none waits. */
final class RequestQueue {
    static final int MAX_REQUESTS = 1_000;
    static final int MAX_ROWS = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private int rows;
    private boolean closed;

    /**
     * Adds a request.
     *
     * @throws StoreUnavailableException if too many wait, or the store closes
     */
    void add(Request request) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailableException("the store closes", 1, null);
            }
            if (waiting.size() >= MAX_REQUESTS || !waiting.isEmpty() && rows + request.rows() > MAX_ROWS) {
                throw new StoreUnavailableException(
                        "too much waits to be written: " + waiting.size() + " requests of " + rows
                                + " rows; try again in a second, or send fewer rows at a time",
                        1,
                        null);
            }
            waiting.add(request);
            rows += request.rows();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for requests and takes all of them, in their order; none at the end. */
    List<Request> takeAll() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<Request> taken = new ArrayList<>(waiting);
            waiting.clear();
            rows = 0;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no further requests; those that wait are still given out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
