package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/** What the store lies on fails for a while and comes back: {@code database-down}, {@code disk-full}. */
final class OutageCases {
    private static final int CLIENTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);
    private static final long ROOM_BYTES = 48L << 20;

    private OutageCases() {}

    /** PostgreSQL is stopped and started again. */
    static void databaseDown(Stage stage) {
        Path work = stage.prepared().work("database-down");
        try (PostgresServer postgres = new PostgresServer(work.resolve("postgres"))) {
            stage.remark().accept("filling the database");
            try (EventStore store = open(postgres)) {
                stage.prepared().fill(store);
            }
            List<WrittenEvents> written = run(stage, work, List.of("--db", postgres.url()), postgres);
            try (EventStore store = open(postgres)) {
                new ReadBack(stage.prepared().log(), stage.findings()).requireAll(store, written);
            }
        }
    }

    private static EventStore open(PostgresServer postgres) {
        return EventStores.open(postgres.url(), new Properties());
    }

    /** The file system of the store is filled up and freed again. */
    static void diskFull(Stage stage) {
        Path work = stage.prepared().work("disk-full");
        Path copy = stage.copyOfStore(work);
        Path mount = work.resolve("disk");
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long bytes = Prepared.size(copy) + ROOM_BYTES;
        try (SmallDisk disk = SmallDisk.of(stage.options().smallDisk(), mount, bytes)) {
            Path state = disk.folder().resolve("state");
            Prepared.delete(state);
            stage.prepared().copyStore(state, stage.remark());
            List<WrittenEvents> written = run(stage, work, List.of("--state", state.toString()), disk);
            try (EventStore store = EventStores.open(state)) {
                ReadBack readBack = new ReadBack(stage.prepared().log(), stage.findings());
                readBack.requireAll(store, written);
                readBack.requireIntact(store);
            }
            Prepared.delete(state);
        }
    }

    private static List<WrittenEvents> run(Stage stage, Path work, List<String> store, Outage outage) {
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, store)) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            ListReader reader = new ListReader(server.port(), traffic);
            EventWriters writers =
                    new EventWriters(server.port(), stage.prepared().log(), "outage", CLIENTS, PAUSE, false);
            JavaProcess.sleep(BEFORE);
            long before = writers.acknowledged();
            outage.begin();
            long began = System.nanoTime();
            stage.remark().accept("the outage begins");
            JavaProcess.sleep(Duration.ofNanos((long) (stage.options().seconds() * 1e9)));
            long refused = writers.count(503);
            outage.end();
            long ended = System.nanoTime();
            stage.remark().accept("the outage has ended");
            double recovery = awaitRecovery(writers, ended);
            JavaProcess.sleep(AFTER);
            List<WrittenEvents> written = writers.stop();
            reader.stop(stage.findings());
            stage.findings().line("outage", "%.1f s", (ended - began) / 1e9);
            report(stage, writers, before, refused, recovery);
            stage.memory(server);
            stage.findings().claim(server.isAlive(), "the same server process lives on", "it has ended");
            server.awaitReady(Stage.READY);
            server.stop();
            return written;
        }
    }

    /** Seconds until an event was acknowledged again; infinite where none was for a long time. */
    private static double awaitRecovery(EventWriters writers, long ended) {
        while (!writers.acknowledgedSince(ended)) {
            if (System.nanoTime() - ended > LONGEST_RECOVERY.toNanos()) {
                return Double.POSITIVE_INFINITY;
            }
            JavaProcess.sleep(Duration.ofMillis(2));
        }
        return (System.nanoTime() - ended) / 1e9;
    }

    private static void report(Stage stage, EventWriters writers, long before, long refused, double recovery) {
        Findings findings = stage.findings();
        findings.line("events", "%s, %,d before the outage", writers.statuses(), before);
        findings.put("eventsAcknowledged", (double) writers.acknowledged());
        findings.put("eventsRefused", (double) writers.count(503));
        findings.claim(before > 0, "events were acknowledged before", "none was");
        findings.claim(refused > 0, "events were refused with 503 meanwhile", "none was; give it more --seconds");
        long others = writers.statuses().entrySet().stream()
                .filter(entry -> entry.getKey() / 100 != 2 && entry.getKey() != 503)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
        findings.claim(
                others + writers.broken() == 0,
                "every event was acknowledged or refused with 503",
                others + " got another status, " + writers.broken() + " no reply");
        findings.claim(
                writers.withoutRetryAfter() == 0,
                "every refusal had a header Retry-After",
                writers.withoutRetryAfter() + " had none");
        findings.line("recovered after", "%.2f s", recovery);
        findings.put("recoverySeconds", recovery);
        findings.claim(
                recovery < Double.POSITIVE_INFINITY, "it recovered by itself", "no event was acknowledged any more");
        findings.claim(writers.stale() == 0, "every list knew the event before it", writers.stale() + " did not");
    }
}
