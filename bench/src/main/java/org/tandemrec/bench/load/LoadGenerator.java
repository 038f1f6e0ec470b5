package org.tandemrec.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Drives a server on this machine over connections that are kept, one thread each.
 *
 * <p>In an open loop requests are due at given times whatever the server does, and the time until the reply counts from then on, so
 * that requests that wait for a slow one count with their waiting (Tene, "How NOT to measure latency": coordinated omission). In a
 * closed loop each connection sends the next request when it has the reply.
 *
 * @param port the server's
 * @param connections how many
 * @param patience how long to wait for a reply
 */
public record LoadGenerator(int port, int connections, Duration patience) {
    /** How long a thread waits before it connects again where the server took no connection. */
    private static final long PAUSE_NANOS = 20_000_000;

    /** One thread's part of a load. */
    private interface Worker {
        void run(Line line, LoadResult.Tally tally);
    }

    /**
     * Sends a request at each of some times.
     *
     * @param due nanoseconds from the start on, ascending
     * @param kinds how many kinds of requests there are
     */
    public LoadResult open(long[] due, int kinds, CallSource source) {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        return run(kinds, start, (line, tally) -> {
            for (long i = next.getAndIncrement(); i < due.length; i = next.getAndIncrement()) {
                Call call = source.call(i);
                long intended = start + due[(int) i];
                waitUntil(intended);
                tally.late(System.nanoTime() - intended);
                line.exchange(call, intended, tally);
            }
        });
    }

    /** Sends as many requests as there are replies, for some time or until there are {@code most}. */
    public LoadResult closed(double seconds, long most, int kinds, CallSource source) {
        AtomicLong next = new AtomicLong();
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        return run(kinds, start, (line, tally) -> {
            for (long i = next.getAndIncrement(); i < most; i = next.getAndIncrement()) {
                Call call = source.call(i);
                long sent = System.nanoTime();
                if (sent >= end) {
                    return;
                }
                line.exchange(call, sent, tally);
            }
        });
    }

    private LoadResult run(int kinds, long start, Worker worker) {
        LoadResult.Tally tally = new LoadResult.Tally(kinds);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                connections, Thread.ofPlatform().name("load-", 0).daemon().factory())) {
            for (int i = 0; i < connections; i++) {
                running.add(threads.submit(() -> {
                    try (Line line = new Line(port, patience)) {
                        worker.run(line, tally);
                    }
                }));
            }
        }
        for (Future<?> each : running) {
            finish(each);
        }
        return tally.result((System.nanoTime() - start) / 1e9);
    }

    private static void finish(Future<?> worker) {
        try {
            worker.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a thread of the load failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a load ran", e);
        }
    }

    private static void waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** A connection that is made again when it broke. */
    private static final class Line implements AutoCloseable {
        private final int port;
        private final Duration patience;
        private @Nullable HttpConnection connection;

        Line(int port, Duration patience) {
            this.port = port;
            this.patience = patience;
        }

        void exchange(Call call, long from, LoadResult.Tally tally) {
            Reply reply;
            long sent = System.nanoTime();
            try {
                HttpConnection current = connection;
                if (current == null || !current.isOpen()) {
                    current = HttpConnection.open(port, patience);
                    connection = current;
                }
                reply = current.exchange(call.request());
            } catch (IOException e) {
                tally.broken(call.kind(), e);
                close();
                LockSupport.parkNanos(PAUSE_NANOS);
                return;
            }
            long now = System.nanoTime();
            tally.replied(call.kind(), reply.status(), now - from, now - sent);
            call.then().accept(reply);
        }

        @Override
        public void close() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (IOException e) {
                throw new IllegalStateException("a socket cannot be closed", e);
            } finally {
                connection = null;
            }
        }
    }
}
