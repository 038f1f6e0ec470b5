package org.tandemrec.server.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live figures once a second as server-sent events. One thread reads the figures for all who listen, and only while somebody does. */
final class StreamRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRoutes.class);
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private final LiveFigures figures;
    private final Semaphore places;
    private final long longestNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private byte[] frame = {};
    private long frameNumber;
    private int listeners;
    private boolean reading;
    private boolean closed;

    /**
     * A stream of figures.
     *
     * @param most how many may listen at once
     * @param longest after which time a stream ends, so that its reader asks for a new one
     */
    StreamRoutes(LiveFigures figures, int most, Duration longest) {
        this.figures = figures;
        longestNanos = longest.toNanos();
        places = new Semaphore(most);
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/api/stream", "Live figures: an event \"now\" every second.")
                .lane(Lane.FREE)
                .replies("text/event-stream")
                .by(this::answer));
    }

    /** Ends all streams. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void answer(Exchange exchange) {
        if (!places.tryAcquire()) {
            throw Refusal.later(503, "Too many readers of the live figures; try again later.", 10);
        }
        try {
            listen(exchange.stream());
        } finally {
            places.release();
        }
    }

    private void listen(ServerResponse response) {
        response.header(HeaderValues.CONTENT_TYPE_EVENT_STREAM);
        response.header(HeaderValues.CACHE_NO_CACHE);
        response.header("X-Accel-Buffering", "no");
        enter();
        long start = System.nanoTime();
        try (OutputStream out = response.outputStream()) {
            long seen = 0;
            for (Frame next = await(seen); next != null && System.nanoTime() - start < longestNanos; next = await(seen)) {
                seen = next.number;
                out.write(next.bytes);
                out.flush();
            }
        } catch (IOException | UncheckedIOException _) {
            LOG.debug("A reader of the live figures went away");
        } finally {
            leave();
        }
    }

    private void enter() {
        lock.lock();
        try {
            listeners++;
            if (!reading) {
                reading = true;
                Thread.ofVirtual().name("live-figures").start(this::read);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        lock.lock();
        try {
            listeners--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The next frame after one; null at the end. */
    private @Nullable Frame await(long seen) {
        lock.lock();
        try {
            while (!closed && frameNumber <= seen) {
                changed.await();
            }
            return closed ? null : new Frame(frameNumber, frame);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        boolean more = true;
        while (more) {
            byte[] next = frame();
            lock.lock();
            try {
                frame = next;
                frameNumber++;
                changed.signalAll();
                more = pause();
            } finally {
                lock.unlock();
            }
        }
    }

    private byte[] frame() {
        try {
            String json = new String(figures.read(), StandardCharsets.UTF_8);
            return ("event: now\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException e) {
            LOG.warn("The live figures cannot be read", e);
            return ": the figures cannot be read just now\n\n".getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Waits for the next second; false where nobody listens any more. */
    private boolean pause() {
        long left = PERIOD_NANOS;
        try {
            while (left > 0 && !closed && listeners > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        reading = !closed && listeners > 0;
        return reading;
    }

    private record Frame(long number, byte[] bytes) {}
}
