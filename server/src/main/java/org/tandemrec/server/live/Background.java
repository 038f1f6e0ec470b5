package org.tandemrec.server.live;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.server.store.StoreUnavailableException;

/** One virtual thread for what nobody waits for, and a bounded queue before it. */
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int WAITING = 1_000;

    private final ThreadPoolExecutor executor;

    Background() {
        executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofVirtual().name("tandem-background").factory());
    }

    /** Does something later; returns whether there is room for it. */
    boolean offer(Runnable task) {
        try {
            executor.execute(() -> run(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (StoreUnavailableException e) {
            LOG.debug("Left undone since the store does not answer", e);
        } catch (RuntimeException e) {
            LOG.error("Work in the background failed", e);
        }
    }

    /** Waits until all is done that was asked for before. */
    void await() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        while (!offer(done::countDown)) {
            Thread.sleep(1);
        }
        done.await();
    }

    /** Stops at once; what waits is left undone. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
