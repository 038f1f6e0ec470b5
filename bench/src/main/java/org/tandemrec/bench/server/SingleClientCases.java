package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;
import org.tandemrec.bench.load.Request;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases of one client who waits for every answer: {@code event-to-list}, {@code cold}, {@code start}. */
final class SingleClientCases {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int DIGITS = 3;

    private SingleClientCases() {}

    /**
     * An event with the first item of a user's list, then the list again, which must not have the item any more: the time from sending
     * the event to its acknowledgement, from there to the list, and both.
     */
    static void eventToList(Stage stage) {
        Path work = stage.prepared().work("event-to-list");
        Traffic traffic = stage.traffic();
        Histogram acknowledged = new Histogram(DIGITS);
        Histogram listed = new Histogram(DIGITS);
        Histogram both = new Histogram(DIGITS);
        int stale = 0;
        try (JavaProcess server = stage.serve(work, stage.copyOfStore(work))) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, traffic);
            try (HttpConnection client = HttpConnection.open(server.port(), Stage.PATIENCE)) {
                for (int run = 0; run < stage.options().runs(); run++) {
                    String userId = stage.prepared().log().userId(traffic.inactive(run % 20));
                    List<String> before = list(client, userId);
                    Request event = Traffic.event(userId, before.getFirst());
                    long sent = System.nanoTime();
                    succeed(client.exchange(event));
                    long middle = System.nanoTime();
                    List<String> after = list(client, userId);
                    long end = System.nanoTime();
                    acknowledged.recordValue(middle - sent);
                    listed.recordValue(end - middle);
                    both.recordValue(end - sent);
                    stale += after.equals(before) || after.contains(before.getFirst()) ? 1 : 0;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            stage.memory(server);
            server.stop();
        }
        stage.findings().latency("acknowledged", "acknowledged", acknowledged);
        stage.findings().latency("then the list", "list", listed);
        stage.findings().latency("both", "both", both);
        stage.findings()
                .claim(
                        stale == 0,
                        "every list knew the event before it",
                        stale + " of " + both.getTotalCount() + " did not");
    }

    /** Lists of users whom the server has not met since it started. */
    static void cold(Stage stage) {
        Path work = stage.prepared().work("cold");
        Traffic traffic = stage.traffic();
        int users = stage.prepared().log().shape().users() - traffic.active();
        int runs = stage.options().runs();
        if (runs >= users) {
            throw new CaseException("cold needs more users who are not active than --runs, but there are " + users
                    + " for " + runs + "; raise --users or lower --active or --runs");
        }
        Histogram latency = new Histogram(DIGITS);
        try (JavaProcess server = stage.serve(work, stage.copyOfStore(work))) {
            server.awaitReady(Stage.READY);
            stage.warmUp(server, withoutCold(stage));
            ServerMetrics before = ServerMetrics.of(server);
            try (HttpConnection client = HttpConnection.open(server.port(), Stage.PATIENCE)) {
                for (int run = 0; run < runs; run++) {
                    Request request = traffic.list(traffic.inactive(run)).request();
                    long sent = System.nanoTime();
                    Reply reply = client.exchange(request);
                    latency.recordValue(System.nanoTime() - sent);
                    items(reply);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            double replays = ServerMetrics.of(server).since(before, ServerMetrics.REPLAYS);
            stage.findings()
                    .claim(replays >= runs, "each user was read from the store", replays + " of " + runs + " were");
            stage.memory(server);
            server.stop();
        }
        stage.findings().latency("cold list", "cold", latency);
    }

    /** Traffic that meets active users only. */
    private static Traffic withoutCold(Stage stage) {
        CaseOptions.Load load = stage.options().load();
        return new Traffic(
                stage.prepared().log(),
                new CaseOptions.Load(load.recommendations(), load.events(), load.active(), 0),
                stage.seed());
    }

    /** From the start of the process until it says that it is ready, and the first list after that. */
    static void start(Stage stage) {
        Path work = stage.prepared().work("start");
        Path state = stage.copyOfStore(work);
        List<Double> seconds = new ArrayList<>();
        Histogram first = new Histogram(DIGITS);
        for (int run = 0; run < stage.options().runs(); run++) {
            try (JavaProcess server = stage.serve(work, state)) {
                double ready = server.awaitReady(Stage.READY);
                seconds.add(ready);
                stage.findings().line("ready after", "%.2f s", ready);
                try (HttpConnection client = HttpConnection.open(server.port(), Stage.PATIENCE)) {
                    long sent = System.nanoTime();
                    list(client, stage.prepared().log().userId(run));
                    first.recordValue(System.nanoTime() - sent);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                stage.memory(server);
                server.stop();
            }
        }
        stage.findings().latency("first list", "first", first);
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        stage.findings().line("median", "%.2f s", sorted[sorted.length / 2]);
        stage.findings().put("readySeconds", sorted[sorted.length / 2]);
        stage.findings().put("readySecondsMax", sorted[sorted.length - 1]);
    }

    private static List<String> list(HttpConnection client, String userId) throws IOException {
        return items(client.exchange(Request.get(Traffic.target(userId))));
    }

    /** The ids of a list, which must not be empty. */
    static List<String> items(Reply reply) {
        succeed(reply);
        List<String> ids = new ArrayList<>();
        for (JsonNode id : JSON.readTree(reply.body())) {
            ids.add(id.stringValue());
        }
        if (ids.isEmpty()) {
            throw new CaseException("a list has no items; raise --items");
        }
        return ids;
    }

    private static void succeed(Reply reply) {
        if (!reply.succeeded()) {
            throw new CaseException("the server answered " + reply.status() + ": " + reply.text());
        }
    }
}
