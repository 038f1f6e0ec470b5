package org.tandemrec.server.http;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/** Locks by id, so that two changes of parts of one row do not undo each other. */
final class RowLocks {
    private final Lock[] locks = new Lock[64];

    RowLocks() {
        for (int i = 0; i < locks.length; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Reads, changes and writes a row while nobody else does. */
    int holding(String id, IntSupplier change) {
        Lock lock = locks[Math.floorMod(id.hashCode(), locks.length)];
        lock.lock();
        try {
            return change.getAsInt();
        } finally {
            lock.unlock();
        }
    }
}
