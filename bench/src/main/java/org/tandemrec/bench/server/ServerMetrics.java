package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;
import org.tandemrec.bench.load.Request;

/** What a server counts itself, in Prometheus' text format. */
record ServerMetrics(String text) {
    /** How often a list was scored anew. */
    static final String SCORINGS = "tandem_scorings_seconds_count";

    /** How often a user's events were read from the store and replayed. */
    static final String REPLAYS = "tandem_replays_seconds_count";

    /** How many users were let go from memory to make room for others. */
    static final String EVICTIONS = "cache_evictions_total";

    /** The metrics right now. */
    static ServerMetrics of(JavaProcess server) {
        try (HttpConnection client = HttpConnection.open(server.port(), Stage.PATIENCE)) {
            Reply reply = client.exchange(Request.get("/metrics"));
            if (!reply.succeeded()) {
                throw new CaseException("the server answered " + reply.status() + " to /metrics: " + reply.text());
            }
            return new ServerMetrics(reply.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sum of a metric over its labels. */
    double value(String name) {
        double sum = 0;
        boolean found = false;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith(name) && (line.startsWith(" ", name.length()) || line.startsWith("{", name.length()))) {
                sum += Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
                found = true;
            }
        }
        if (!found) {
            throw new CaseException("the server counts no " + name + "; is this bench of another version?");
        }
        return sum;
    }

    /** By how much a metric has grown since. */
    double since(ServerMetrics before, String name) {
        return value(name) - before.value(name);
    }
}
