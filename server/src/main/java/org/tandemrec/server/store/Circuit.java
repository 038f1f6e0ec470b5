package org.tandemrec.server.store;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers (a circuit breaker): as long as it does not, whoever asks is told so at once instead of waiting for it,
 * while one thread tries until it does.
 */
final class Circuit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    private static final long PAUSE_MILLIS = 500;

    private final String name;
    private final Runnable probe;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tandem-store-probe").daemon(true).factory());

    private final Future<?> repeated;
    private volatile @Nullable StoreUnavailableException problem;
    private boolean closed;

    /**
     * A database that is believed to answer.
     *
     * @param name what messages call the database
     * @param probe asks it something; throws {@link StoreUnavailableException} where it does not answer
     */
    Circuit(String name, Runnable probe) {
        this.name = name;
        this.probe = probe;
        repeated = thread.scheduleWithFixedDelay(this::tryAgain, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Passes if the database answers.
     *
     * @throws StoreUnavailableException if it did not, the last time somebody asked
     */
    void check() {
        StoreUnavailableException known = problem;
        if (known != null) {
            throw new StoreUnavailableException(String.valueOf(known.getMessage()), known.retryAfterSeconds(), known);
        }
    }

    /** From now on the database does not answer; whether that was one broken connection only is found out at once. */
    synchronized void failed(StoreUnavailableException why) {
        if (closed) {
            return;
        }
        boolean first = problem == null;
        problem = why;
        if (first) {
            LOG.warn("{}; until it answers, reads fail at once", why.getMessage());
            thread.execute(this::tryAgain);
        }
    }

    /** Asks the database, if it is believed not to answer. */
    void tryAgain() {
        if (problem == null) {
            return;
        }
        try {
            probe.run();
        } catch (StoreUnavailableException e) {
            problem = e;
            return;
        } catch (RuntimeException e) {
            LOG.debug("{} answers, but not as it should", name, e); // which those who ask are told
        }
        if (problem != null) {
            problem = null;
            LOG.info("{} answers again", name);
        }
    }

    /** Ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        repeated.cancel(true);
        thread.shutdownNow();
        thread.close();
    }
}
