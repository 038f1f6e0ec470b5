package org.tandemrec.server.http;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts a thread that reads a body when its time is up, also where nothing arrives at all; that closes its connection. Closing this
 * ends the watch and takes back an interruption that came too late to count.
 */
final class BodyWatch implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final Thread reader = Thread.currentThread();
    private final Future<?> alarm;
    private boolean over;

    /** Watches the thread that calls. */
    BodyWatch(long nanos) {
        alarm = TIMER.schedule(this::interrupt, nanos, TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("tandem-http-bodies").daemon(true).factory());
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private synchronized void interrupt() {
        if (!over) {
            over = true;
            reader.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        alarm.cancel(false);
        if (over) {
            Thread.interrupted();
        }
        over = true;
    }
}
