package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.tandemrec.base.Seed;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/**
 * A server that is killed as by {@code kill -9} while clients write and read, started again on what it left, and so on. After each start
 * the clients' events are read back over HTTP; at the end all of them from the store itself.
 */
final class KillCase {
    private static final int CLIENTS = 4;
    private static final double SHORTEST_SECONDS = 0.1;

    private final Stage stage;
    private final Path work;
    private final Path state;
    private final ReadBack readBack;
    private final SplittableRandom random;
    private final List<WrittenEvents> all = new ArrayList<>();
    private final List<Double> readySeconds = new ArrayList<>();
    private List<WrittenEvents> last = List.of();
    private int wrong;
    private long stale;

    private KillCase(Stage stage) {
        this.stage = stage;
        this.work = stage.prepared().work("kill");
        this.state = stage.copyOfStore(work);
        this.readBack = new ReadBack(stage.prepared().log(), stage.findings());
        this.random = new Seed(stage.seed()).child("kill").random();
    }

    static void run(Stage stage) {
        KillCase kills = new KillCase(stage);
        for (int run = 0; run < stage.options().runs(); run++) {
            kills.startAndKill(run);
        }
        kills.startAndStop();
        kills.report();
    }

    private void startAndKill(int run) {
        try (JavaProcess server = stage.serve(work, state)) {
            awaitReadyAndReadBack(server);
            EventWriters writers = new EventWriters(
                    server.port(), stage.prepared().log(), "kill-" + run, CLIENTS, Duration.ZERO, true);
            double longest = Math.max(SHORTEST_SECONDS, stage.options().seconds());
            double seconds = SHORTEST_SECONDS + random.nextDouble() * (longest - SHORTEST_SECONDS);
            JavaProcess.sleep(Duration.ofNanos((long) (seconds * 1e9)));
            server.kill();
            last = writers.stop();
            all.addAll(last);
            stale += writers.stale();
            stage.remark()
                    .accept(String.format(
                            Locale.ROOT,
                            "kill %d of %d: ready after %.2f s, %,d events acknowledged in %.2f s",
                            run + 1,
                            stage.options().runs(),
                            readySeconds.getLast(),
                            writers.acknowledged(),
                            seconds));
        }
    }

    private void startAndStop() {
        try (JavaProcess server = stage.serve(work, state)) {
            awaitReadyAndReadBack(server);
            server.stop();
        }
    }

    private void awaitReadyAndReadBack(JavaProcess server) {
        readySeconds.add(server.awaitReady(Stage.READY));
        wrong += readBack.wrongOver(server.port(), last);
    }

    private void report() {
        Findings findings = stage.findings();
        double mean =
                readySeconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double most =
                readySeconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        findings.line("kills", "%d", stage.options().runs());
        findings.line("ready after", "%.2f s on average, %.2f s at most", mean, most);
        findings.put("kills", stage.options().runs());
        findings.put("readySecondsMax", most);
        findings.claim(
                wrong == 0,
                "after each start the server had every acknowledged event, once",
                wrong + " were missing or there too often");
        findings.claim(stale == 0, "every list knew the event before it", stale + " did not");
        try (EventStore store = EventStores.open(state)) {
            readBack.requireAll(store, all);
            readBack.requireIntact(store);
        }
    }
}
