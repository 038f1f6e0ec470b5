package org.tandemrec.server.store;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Gives those who wait for a commit their answers, by a virtual thread.
 *
 * <p>Who waits is a virtual thread, too, and the JDK's scheduler queues it apart if the writer wakes it, which is none: carriers come to
 * that queue when they have nothing else to do, so under load a stored event would be told of seconds later. One that a virtual thread
 * wakes is queued with all others. Under load even the thread here may come late; then whoever calls {@link #give} does its work.
 */
final class Answers implements AutoCloseable {
    private final Queue<Runnable> due = new ConcurrentLinkedQueue<>();
    private final Thread thread =
            Thread.ofVirtual().name("tandem-store-answers").unstarted(this::run);
    private volatile boolean closed;

    /** Starts the thread. */
    Answers() {
        thread.start();
    }

    /** An answer that can be given. */
    void add(Runnable answer) {
        due.add(answer);
    }

    /** Has all of them given soon. */
    void giveSoon() {
        LockSupport.unpark(thread);
    }

    /** Gives those that can be given now. */
    void give() {
        for (Runnable answer = due.poll(); answer != null; answer = due.poll()) {
            answer.run();
        }
    }

    private void run() {
        while (!closed) {
            give();
            LockSupport.park(this);
        }
    }

    /** Gives what is left. */
    @Override
    public void close() {
        closed = true;
        giveSoon();
        give();
    }
}
