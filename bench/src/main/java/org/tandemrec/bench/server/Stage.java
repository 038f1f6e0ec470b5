package org.tandemrec.bench.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.Main;
import org.tandemrec.base.Seed;
import org.tandemrec.bench.load.Arrivals;
import org.tandemrec.bench.load.LoadGenerator;
import org.tandemrec.bench.load.LoadResult;

/**
 * What every case works with.
 *
 * @param prepared the bundle and the store
 * @param options how the case runs
 * @param seed of all that is drawn
 * @param findings what the case finds
 * @param remark says what is going on
 */
record Stage(Prepared prepared, CaseOptions options, long seed, Findings findings, Consumer<String> remark) {
    /** How long a client waits for a reply. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where readiness is asked for. */
    static final String READY = "/api/health/ready";

    private static final double GIGA = 1e9;

    /** A copy of the embedded store in a folder for a case. */
    Path copyOfStore(Path work) {
        Path state = work.resolve("state");
        prepared.copyStore(state, remark);
        return state;
    }

    /** Starts a server on an embedded store and returns at once. */
    JavaProcess serve(Path work, Path state) {
        return serve(work, List.of("--state", state.toString()));
    }

    /** Starts a server with options of {@code tandem serve} and returns at once. */
    JavaProcess serve(Path work, List<String> store) {
        int port = JavaProcess.freePort();
        List<String> arguments = new ArrayList<>(
                List.of("serve", "--bundle", prepared.bundle().toString(), "--port", Integer.toString(port)));
        arguments.addAll(store);
        arguments.addAll(options.serveOptions());
        Path log = work.resolve("server.log");
        String launcher = launcher();
        if (launcher == null) {
            return JavaProcess.start(log, JavaProcess.java(serverFlags(), Main.class, arguments), Map.of(), port);
        }
        arguments.addFirst(launcher);
        String flags = String.join(" ", options.serverFlags());
        return JavaProcess.start(log, arguments, Map.of("TANDEM_JAVA_OPTS", flags), port);
    }

    /** The launcher that started this program, which starts servers, too; null where it was started otherwise. */
    static @Nullable String launcher() {
        return System.getProperty("tandem.launcher");
    }

    /** The flags of a JVM beside a server's: those given, or the heap that the launcher gives a server of this bundle. */
    List<String> serverFlags() {
        return options.serverFlags().isEmpty()
                ? List.of("-Xmx" + (768 + 2 * (Prepared.size(prepared.bundle()) >> 20)) + "m")
                : options.serverFlags();
    }

    /** The traffic that the options say. */
    Traffic traffic() {
        return new Traffic(prepared.log(), options.load(), seed);
    }

    LoadGenerator generator(JavaProcess server) {
        return new LoadGenerator(server.port(), options.connections(), PATIENCE);
    }

    /** Times of requests at some rate. */
    long[] arrivals(String name, double rate, double seconds) {
        SplittableRandom random = new Seed(seed).child(name).random();
        return Arrivals.poisson(rate, seconds, random);
    }

    /** Asks for the list of each active user once, then sends the load of the case for the warm-up's time. */
    void warmUp(JavaProcess server, Traffic traffic) {
        LoadGenerator generator = generator(server);
        remark.accept("warming up");
        LoadResult lists = new LoadGenerator(server.port(), 4, PATIENCE)
                .closed(3600, traffic.active(), Traffic.KINDS, traffic::warm);
        requireAnswers(lists);
        if (options.warmUpSeconds() > 0) {
            double rate = options.load().rate();
            requireAnswers(generator.open(
                    arrivals("warm-up", rate, options.warmUpSeconds()),
                    Traffic.KINDS,
                    number -> traffic.call(-1 - number)));
        }
    }

    private static void requireAnswers(LoadResult result) {
        if (result.errors() > 0) {
            throw new CaseException("the server cannot be warmed up: " + result.errors() + " requests failed: "
                    + result.kinds().stream().map(LoadResult.Kind::statuses).toList() + " " + result.failures());
        }
    }

    /** Runs a load and says what it cost: processors of server and generator, memory of the server. */
    LoadResult measured(JavaProcess server, Supplier<LoadResult> load) {
        ProcessFigures serverFigures = server.figures();
        ProcessFigures own = ProcessFigures.ofThisJvm();
        Duration serverBefore = serverFigures.processorTime();
        Duration ownBefore = own.processorTime();
        ServerMetrics before = ServerMetrics.of(server);
        LoadResult result = load.get();
        double processors = seconds(serverFigures.processorTime().minus(serverBefore)) / result.seconds();
        double generator = seconds(own.processorTime().minus(ownBefore)) / result.seconds();
        findings.line("processors", "server %.2f, generator %.2f", processors, generator);
        findings.put("serverProcessors", processors);
        findings.put("generatorProcessors", generator);
        ServerMetrics after = ServerMetrics.of(server);
        double scorings = after.since(before, ServerMetrics.SCORINGS) / result.seconds();
        double replays = after.since(before, ServerMetrics.REPLAYS) / result.seconds();
        findings.line("server's work", "%,.0f scorings/s, %,.1f replays/s", scorings, replays);
        findings.put("scoringsPerSecond", scorings);
        findings.put("replaysPerSecond", replays);
        memory(server);
        return result;
    }

    /** The memory of a server. */
    void memory(JavaProcess server) {
        double now = server.figures().residentBytes() / GIGA;
        double peak = server.figures().peakBytes() / GIGA;
        findings.line("server memory", "%.2f GB resident, %.2f GB at most", now, peak);
        findings.put("residentGigabytes", now);
        findings.put("peakGigabytes", peak);
    }

    /** What an open loop found. */
    void report(LoadResult result) {
        findings.latency("lists", "list", result.kinds().get(Traffic.LIST).succeeded());
        findings.latency("events", "event", result.kinds().get(Traffic.EVENT).succeeded());
        findings.latency("sent late", "late", result.late());
        findings.line("answered", "%,.0f/s in %.1f s", result.perSecond(), result.seconds());
        findings.put("answeredPerSecond", result.perSecond());
        findings.errors(result);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
