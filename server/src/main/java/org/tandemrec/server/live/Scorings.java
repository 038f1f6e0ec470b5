package org.tandemrec.server.live;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Lets as many lists be computed at once as there are processors, some more wait for their turn and refuses the rest.
 *
 * <p>Who need not wait computes in their own thread. For those who wait a platform thread does it: a virtual thread whose turn it is would
 * wait for a carrier behind all that can run, and nobody would compute meanwhile.
 */
final class Scorings implements AutoCloseable {
    private static final Duration IDLE_CHECK = Duration.ofNanos(200_000);

    private final Semaphore permits;
    private final ExecutorService turns;
    private final int maxWaiting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Timer timer;

    Scorings(int atOnce, int maxWaiting, MeterRegistry metrics) {
        this.permits = new Semaphore(atOnce);
        this.turns = Executors.newFixedThreadPool(
                atOnce,
                Thread.ofPlatform().name("tandem-scoring-", 1).daemon(true).factory());
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
        return waiting.get() == 0 && permits.tryAcquire() ? timed(serving, work) : inTurn(serving, work);
    }

    private <R> R inTurn(Serving serving, Function<Ranker, R> work) {
        if (waiting.incrementAndGet() > maxWaiting) {
            waiting.decrementAndGet();
            throw new OverloadedException(maxWaiting + " lists wait to be computed already; ask again in a moment");
        }
        CompletableFuture<R> turn = CompletableFuture.supplyAsync(
                () -> {
                    permits.acquireUninterruptibly();
                    waiting.decrementAndGet();
                    return timed(serving, work);
                },
                turns);
        try {
            return turn.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : e;
        }
    }

    /** Computes with a permit, and gives it back. */
    private <R> R timed(Serving serving, Function<Ranker, R> work) {
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

    /** Ends its threads, once those who wait have had their turn. */
    @Override
    public void close() {
        turns.shutdown();
    }
}
