package org.tandemrec.bench.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;
import org.tandemrec.bench.load.Request;

/**
 * Clients that send one event after another and remember which ones were acknowledged. Every fourth time they ask for the user's list,
 * which must not have the item of the event.
 */
final class EventWriters {
    private static final int LIST_EVERY = 4;

    private final int port;
    private final InventedLog log;
    private final Duration pause;
    private final boolean endsWithServer;
    private final List<Thread> threads = new ArrayList<>();
    private final List<WrittenEvents> written = Collections.synchronizedList(new ArrayList<>());
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder withoutRetryAfter = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final AtomicLong lastAcknowledged = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean ends;
    private volatile @Nullable Throwable failure;

    /**
     * Starts clients.
     *
     * @param name starts the ids of their users, which nobody else may have
     * @param clients how many
     * @param pause between an answer and the next event
     * @param endsWithServer whether a client ends when its connection breaks; else it connects again
     */
    EventWriters(int port, InventedLog log, String name, int clients, Duration pause, boolean endsWithServer) {
        this.port = port;
        this.log = log;
        this.pause = pause;
        this.endsWithServer = endsWithServer;
        for (int client = 0; client < clients; client++) {
            String user = name + "-" + client;
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("writer-" + user)
                    .uncaughtExceptionHandler((thread, e) -> failure = e)
                    .start(() -> write(user)));
        }
    }

    private void write(String name) {
        int items = log.shape().items();
        HttpConnection connection = null;
        try {
            for (int user = 0; !ends; user++) {
                String userId = name + "-" + user;
                BitSet done = new BitSet();
                int item = 0;
                while (item < items && !ends) {
                    connection = write(connection, userId, item, done);
                    item++;
                    if (connection == null && endsWithServer) {
                        break;
                    }
                    JavaProcess.sleep(pause);
                }
                written.add(new WrittenEvents(userId, item, done));
                if (connection == null && endsWithServer) {
                    return;
                }
            }
        } finally {
            close(connection);
        }
    }

    /** Sends an event; returns the connection for the next one, null where it broke. */
    private @Nullable HttpConnection write(@Nullable HttpConnection given, String userId, int item, BitSet done) {
        HttpConnection connection = given;
        try {
            if (connection == null || !connection.isOpen()) {
                connection = HttpConnection.open(port, Stage.PATIENCE);
            }
            Reply reply = connection.exchange(Traffic.event(userId, log.itemId(item)));
            statuses.computeIfAbsent(reply.status(), status -> new LongAdder()).increment();
            if (reply.succeeded()) {
                done.set(item);
                acknowledged.increment();
                lastAcknowledged.accumulateAndGet(System.nanoTime(), Math::max);
                if (item % LIST_EVERY == 0) {
                    list(connection, userId, item);
                }
            } else if (reply.header("Retry-After").isEmpty()) {
                withoutRetryAfter.increment();
            }
            return connection;
        } catch (IOException e) {
            broken.increment();
            close(connection);
            return null;
        }
    }

    private void list(HttpConnection connection, String userId, int item) throws IOException {
        Reply reply = connection.exchange(Request.get(Traffic.target(userId)));
        if (reply.succeeded() && reply.text().contains("\"" + log.itemId(item) + "\"")) {
            stale.increment();
        }
    }

    private static void close(@Nullable HttpConnection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket cannot be closed", e);
        }
    }

    /** Waits until they have stopped; returns all that they wrote. */
    List<WrittenEvents> stop() {
        ends = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while clients end", e);
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a client that writes has failed: " + failure, failure);
        }
        return List.copyOf(written);
    }

    /** How many events were acknowledged so far. */
    long acknowledged() {
        return acknowledged.sum();
    }

    /** When the last event was acknowledged, by {@link System#nanoTime}. */
    boolean acknowledgedSince(long nanoTime) {
        long last = lastAcknowledged.get();
        return last != Long.MIN_VALUE && last - nanoTime > 0;
    }

    /** How many replies had each status. */
    Map<Integer, LongAdder> statuses() {
        return statuses;
    }

    /** How many replies had a status. */
    long count(int status) {
        LongAdder count = statuses.get(status);
        return count == null ? 0 : count.sum();
    }

    /** How many replies were neither a success nor had the header {@code Retry-After}. */
    long withoutRetryAfter() {
        return withoutRetryAfter.sum();
    }

    /** How many requests got no reply. */
    long broken() {
        return broken.sum();
    }

    /** How many lists had the item of the event before them. */
    long stale() {
        return stale.sum();
    }
}
