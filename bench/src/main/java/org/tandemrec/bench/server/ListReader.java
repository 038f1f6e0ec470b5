package org.tandemrec.bench.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.tandemrec.bench.load.Call;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;

/** A client that asks for a list of some user a hundred times a second, active ones and others, until it is stopped. */
final class ListReader {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int DIGITS = 3;

    private final int port;
    private final Traffic traffic;
    private final Thread thread;
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private final Histogram latency = new Histogram(DIGITS);
    private long broken;
    private long warned;
    private String firstFailure = "";
    private volatile boolean ends;

    ListReader(int port, Traffic traffic) {
        this.port = port;
        this.traffic = traffic;
        this.thread = Thread.ofPlatform().daemon().name("reader").start(this::read);
    }

    private void read() {
        HttpConnection connection = null;
        for (int number = 0; !ends; number++) {
            Call call = number % 2 == 0 ? traffic.warm(number) : traffic.list(traffic.inactive(number % 1000 % rest()));
            connection = exchange(connection, call);
            JavaProcess.sleep(PAUSE);
        }
        close(connection);
    }

    private int rest() {
        return Math.max(1, traffic.users() - traffic.active());
    }

    private @Nullable HttpConnection exchange(@Nullable HttpConnection given, Call call) {
        HttpConnection connection = given;
        try {
            if (connection == null || !connection.isOpen()) {
                connection = HttpConnection.open(port, Stage.PATIENCE);
            }
            long sent = System.nanoTime();
            Reply reply = connection.exchange(call.request());
            latency.recordValue(System.nanoTime() - sent);
            statuses.merge(reply.status(), 1L, Long::sum);
            warned += reply.header("Warning").isPresent() ? 1 : 0;
            call.then().accept(reply);
            if (!reply.succeeded() && firstFailure.isEmpty()) {
                firstFailure = reply.status() + " " + reply.text();
            }
            return connection;
        } catch (IOException e) {
            broken++;
            firstFailure = firstFailure.isEmpty() ? e.toString() : firstFailure;
            close(connection);
            return null;
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

    /** Stops and says what it found: every list must have been answered. */
    void stop(Findings findings) {
        ends = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a client ends", e);
        }
        findings.line("lists", "%s, %,d of them with a warning", statuses, warned);
        findings.latency("  latency", "list", latency);
        long all = statuses.values().stream().mapToLong(Long::longValue).sum();
        findings.put("lists", (double) all);
        findings.put("listsWarned", (double) warned);
        long failed = all - statuses.getOrDefault(200, 0L) + broken;
        findings.claim(
                all > 0 && failed == 0 && traffic.wrong() == 0,
                "every list was answered all the time",
                failed + " of " + all + " were not, " + traffic.wrong() + " were none: " + firstFailure);
    }
}
