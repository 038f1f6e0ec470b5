package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.tandemrec.bench.load.LoadGenerator;
import org.tandemrec.bench.load.LoadResult;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/** Cases whose requests are due whatever the server does: {@code mix}, {@code soak}, {@code overload}. */
final class OpenLoopCases {
    /** How many times as much as can be answered is asked for. */
    private static final double OVERLOAD = 3;

    /** How many requests an overloaded server is asked at once. */
    private static final int CROWD = 512;

    /** How many users are read into memory before the server is asked whether it is full. */
    private static final int FILLING = 1_000;

    private static final double MEGA = 1e6;
    private static final double FLAT = 1.05;

    /** Requests a second that any server answers. */
    private static final double MODEST = 200;

    private OpenLoopCases() {}

    /** Latencies, errors and cost of the load, beside those of constants at the same rate; nothing of it may be lost. */
    static void mix(Stage stage) {
        Path work = stage.prepared().work("mix");
        Path state = stage.copyOfStore(work);
        Traffic traffic = stage.traffic();
        int size;
        try (JavaProcess server = stage.serve(work, state)) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            LoadResult result = stage.measured(server, () -> load(stage, server, traffic));
            stage.report(result);
            requireAllAnswered(stage, result, traffic);
            size = ConstantServer.size(server, traffic);
            server.stop();
        }
        requireStored(stage, state, traffic);
        floor(stage, work, size);
    }

    /** The same requests to a server that does nothing: what the machine itself adds to latencies. */
    private static void floor(Stage stage, Path work, int size) {
        double rate = stage.options().load().rate();
        try (JavaProcess idle = ConstantServer.start(stage, work, size)) {
            idle.awaitReady(ConstantServer.TARGET);
            LoadGenerator generator = stage.generator(idle);
            generator.open(
                    stage.arrivals(
                            "floor-warm-up", rate, Math.max(1, stage.options().warmUpSeconds())),
                    Traffic.KINDS,
                    ConstantServer.CALLS);
            LoadResult result = generator.open(
                    stage.arrivals("floor", rate, stage.options().seconds()), Traffic.KINDS, ConstantServer.CALLS);
            stage.findings()
                    .latency(
                            "constants",
                            "constant",
                            result.kinds().get(Traffic.LIST).succeeded());
        }
    }

    private static LoadResult load(Stage stage, JavaProcess server, Traffic traffic) {
        CaseOptions options = stage.options();
        stage.remark().accept("measuring");
        return stage.generator(server)
                .open(stage.arrivals("load", options.load().rate(), options.seconds()), Traffic.KINDS, traffic);
    }

    private static void requireAllAnswered(Stage stage, LoadResult result, Traffic traffic) {
        stage.findings()
                .claim(
                        result.errors() + result.refused() == 0,
                        "every request was answered",
                        result.refused() + " were refused and " + result.errors() + " failed");
        stage.findings()
                .claim(traffic.wrong() == 0, "every list was one", traffic.wrong() + " replies were no list of items");
    }

    /** Opens the store of a server that has ended and counts. */
    private static void requireStored(Stage stage, Path state, Traffic traffic) {
        Shape shape = stage.prepared().log().shape();
        long expected = (long) shape.users() * shape.events() + traffic.stored();
        try (EventStore store = EventStores.open(state)) {
            stage.findings()
                    .claim(
                            store.eventCount() == expected,
                            "the store has the " + traffic.stored() + " events that were acknowledged",
                            "it has " + store.eventCount() + " events instead of " + expected);
        }
    }

    /** The same for a long time, with the memory of its parts, from when there are as many users in memory as the server keeps. */
    static void soak(Stage stage) {
        Path work = stage.prepared().work("soak");
        Path state = stage.copyOfStore(work);
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, state)) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            fillMemory(server, traffic);
            try (MemoryWatch memory = new MemoryWatch(server.figures())) {
                LoadResult result = stage.measured(server, () -> load(stage, server, traffic));
                stage.report(result);
                requireAllAnswered(stage, result, traffic);
                for (int part = 0; part < 5; part++) {
                    stage.findings()
                            .line(
                                    "  part " + (part + 1) + " of 5",
                                    "%,.0f MB resident",
                                    memory.mean(part / 5.0, (part + 1) / 5.0) / MEGA);
                }
                double growth = memory.mean(0.8, 1) / memory.mean(0.2, 0.4);
                stage.findings().put("memoryGrowth", growth);
                stage.findings()
                        .claim(
                                growth <= FLAT,
                                String.format(
                                        Locale.ROOT,
                                        "memory is flat: the last fifth has %.3f times the second one's",
                                        growth),
                                "more than " + FLAT + " is growth");
            }
            server.stop();
        }
        requireStored(stage, state, traffic);
    }

    /** Asks for lists of more and more users until the server lets some go. */
    private static void fillMemory(JavaProcess server, Traffic traffic) {
        LoadGenerator generator = new LoadGenerator(server.port(), 4, Stage.PATIENCE);
        int idle = traffic.users() - traffic.active();
        for (int asked = 0; asked < idle && ServerMetrics.of(server).value(ServerMetrics.EVICTIONS) == 0; ) {
            int from = asked;
            int count = Math.min(FILLING, idle - asked);
            generator.closed(3600, count, Traffic.KINDS, number -> traffic.list(traffic.inactive(from + (int) number)));
            asked += count;
        }
    }

    /** What a server does with the requests that it cannot answer. */
    static void overload(Stage stage) {
        Path work = stage.prepared().work("overload");
        Path state = stage.copyOfStore(work);
        Traffic traffic = stage.traffic();
        try (JavaProcess server = stage.serve(work, state)) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            double capacity = capacity(stage, server, traffic);
            LoadGenerator crowd = new LoadGenerator(server.port(), CROWD, Stage.PATIENCE);
            long[] due = stage.arrivals(
                    "overload", OVERLOAD * capacity, stage.options().seconds());
            stage.findings().line("asked", "%,.0f/s over %d connections", OVERLOAD * capacity, CROWD);
            LoadResult result;
            try (MemoryWatch memory = new MemoryWatch(server.figures())) {
                result = stage.measured(server, () -> crowd.open(due, Traffic.KINDS, traffic));
                stage.findings().line("most memory", "%,.0f MB resident", memory.most() / MEGA);
                stage.findings().put("overloadMegabytes", memory.most() / MEGA);
            }
            stage.report(result);
            stage.findings()
                    .latency(
                            "lists, sent",
                            "listFromSent",
                            result.kinds().get(Traffic.LIST).answered());
            stage.findings()
                    .latency(
                            "events, sent",
                            "eventFromSent",
                            result.kinds().get(Traffic.EVENT).answered());
            stage.findings()
                    .latency(
                            "lists refused",
                            "refused",
                            result.kinds().get(Traffic.LIST).refused());
            stage.findings().line("refused", "%,.0f/s", result.refused() / result.seconds());
            stage.findings().put("refusedPerSecond", result.refused() / result.seconds());
            requireOnlyRefusals(stage, result, traffic);
            requireRecovered(stage, server, traffic);
            server.stop();
        }
        requireStored(stage, state, traffic);
    }

    private static double capacity(Stage stage, JavaProcess server, Traffic traffic) {
        double seconds = Math.min(stage.options().seconds(), 5);
        double capacity = stage.generator(server)
                .closed(seconds, Long.MAX_VALUE, Traffic.KINDS, traffic)
                .perSecond();
        stage.findings().line("closed loop", "%,.0f requests/s answered", capacity);
        stage.findings().put("closedPerSecond", capacity);
        return capacity;
    }

    private static void requireOnlyRefusals(Stage stage, LoadResult result, Traffic traffic) {
        stage.findings()
                .claim(
                        result.errors() == 0,
                        "every request was answered or refused with 429 or 503",
                        result.errors() + " were neither");
        stage.findings()
                .claim(traffic.wrong() == 0, "every list was one", traffic.wrong() + " replies were no list of items");
    }

    /** Moments after an overload everything is answered again. */
    private static void requireRecovered(Stage stage, JavaProcess server, Traffic traffic) {
        JavaProcess.sleep(Duration.ofSeconds(1));
        double rate = Math.min(stage.options().load().rate(), MODEST);
        LoadResult after = stage.generator(server).open(stage.arrivals("after", rate, 1), Traffic.KINDS, traffic);
        stage.findings()
                .claim(
                        after.refused() + after.errors() == 0,
                        "a second later everything is answered again",
                        after.refused() + " requests were refused and " + after.errors() + " failed");
    }
}
