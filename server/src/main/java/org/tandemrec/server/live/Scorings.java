package org.tandemrec.server.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Lets as many lists be computed at once as there are processors, some more wait and refuses the rest. */
final class Scorings {
    private static final Duration IDLE_CHECK = Duration.ofNanos(200_000);

    private final Semaphore permits;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Timer timer;

    Scorings(int atOnce, int maxWaiting, MeterRegistry metrics) {
        this.permits = new Semaphore(atOnce, true);
        this.maxWaiting = maxWaiting;
        this.timer = Timer.builder("tandem.scorings")
                .description("lists computed, without the wait before")
                .register(metrics);
        Gauge.builder("tandem.scorings.waiting", waiting, AtomicInteger::get)
                .description("lists that wait to be computed")
                .register(metrics);
    }

    /**
     * Computes with a ranker of its own.
     *
     * @throws OverloadedException if too many wait
     */
    <R> R with(Serving serving, Function<Ranker, R> work) {
        acquire();
        long start = System.nanoTime();
        try {
            return permitted(serving, work);
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    /** Computes what nobody waits for, once there is a processor for it. */
    <R> R whenIdle(Serving serving, Function<Ranker, R> work) throws InterruptedException {
        while (waiting.get() > 0 || !permits.tryAcquire()) {
            Thread.sleep(IDLE_CHECK);
        }
        return permitted(serving, work);
    }

    private <R> R permitted(Serving serving, Function<Ranker, R> work) {
        Ranker ranker = serving.take();
        try {
            return work.apply(ranker);
        } finally {
            serving.give(ranker);
            permits.release();
        }
    }

    private void acquire() {
        if (permits.tryAcquire()) {
            return;
        }
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            throw new OverloadedException(maxWaiting + " lists wait to be computed already; ask again in a moment");
        }
        try {
            permits.acquireUninterruptibly();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
