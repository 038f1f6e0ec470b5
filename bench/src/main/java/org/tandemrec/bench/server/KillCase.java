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

    private KillCase() {}

    static void run(Stage stage) {
        Path work = stage.prepared().work("kill");
        Path state = stage.copyOfStore(work);
        ReadBack readBack = new ReadBack(stage.prepared().log(), stage.findings());
        List<WrittenEvents> all = new ArrayList<>();
        List<WrittenEvents> last = List.of();
        double slowest = 0;
        double sum = 0;
        int wrong = 0;
        int stale = 0;
        SplittableRandom random = new Seed(stage.seed()).child("kill").random();
        for (int run = 0; run < stage.options().runs(); run++) {
            try (JavaProcess server = stage.serve(work, state)) {
                double ready = server.awaitReady(Stage.READY);
                slowest = Math.max(slowest, ready);
                sum += ready;
                wrong += readBack.wrongOver(server.port(), last);
                EventWriters writers = new EventWriters(
                        server.port(), stage.prepared().log(), "kill-" + run, CLIENTS, Duration.ZERO, true);
                double longest = Math.max(SHORTEST_SECONDS, stage.options().seconds());
                double seconds = SHORTEST_SECONDS + random.nextDouble() * (longest - SHORTEST_SECONDS);
                JavaProcess.sleep(Duration.ofNanos((long) (seconds * 1e9)));
                server.kill();
                last = writers.stop();
                all.addAll(last);
                stale += (int) writers.stale();
                stage.remark()
                        .accept(String.format(
                                Locale.ROOT,
                                "kill %d of %d: ready after %.2f s, %,d events acknowledged in %.2f s",
                                run + 1,
                                stage.options().runs(),
                                ready,
                                writers.acknowledged(),
                                seconds));
            }
        }
        try (JavaProcess server = stage.serve(work, state)) {
            slowest = Math.max(slowest, server.awaitReady(Stage.READY));
            wrong += readBack.wrongOver(server.port(), last);
            server.stop();
        }
        report(stage, sum / stage.options().runs(), slowest);
        stage.findings()
                .claim(
                        wrong == 0,
                        "after each start the server had every acknowledged event, once",
                        wrong + " were missing or there too often");
        stage.findings().claim(stale == 0, "every list knew the event before it", stale + " did not");
        try (EventStore store = EventStores.open(state)) {
            readBack.requireAll(store, all);
            readBack.requireIntact(store);
        }
    }

    private static void report(Stage stage, double mean, double slowest) {
        stage.findings().line("kills", "%d", stage.options().runs());
        stage.findings().line("ready after", "%.2f s on average, %.2f s at most", mean, slowest);
        stage.findings().put("kills", stage.options().runs());
        stage.findings().put("readySecondsMax", slowest);
    }
}
