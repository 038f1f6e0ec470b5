package org.tandemrec.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Reply;
import org.tandemrec.bench.load.Request;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.StoredEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads events back, to compare them with what was acknowledged. */
final class ReadBack {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final InventedLog log;
    private final Findings findings;

    ReadBack(InventedLog log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    /** Asks a server for all events of the users; returns how many are missing or there too often. */
    int wrongOver(int port, List<WrittenEvents> written) {
        int wrong = 0;
        try (HttpConnection client = HttpConnection.open(port, Stage.PATIENCE)) {
            for (WrittenEvents events : written) {
                if (events.sent() > 0) {
                    wrong += wrongOver(client, events);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrong;
    }

    private int wrongOver(HttpConnection client, WrittenEvents events) throws IOException {
        int[] counts = new int[log.shape().items()];
        String target = "/api/user/" + events.userId() + "/feedback/" + InventedLog.TYPE;
        Reply reply = client.exchange(Request.get(target));
        if (reply.status() == 404 && events.acknowledged().isEmpty()) {
            return 0; // its first event was under way, and the user never came into being
        }
        if (!reply.succeeded()) {
            throw new CaseException("the server answered " + reply.status() + " to " + target + ": " + reply.text());
        }
        int distinct = 0;
        for (JsonNode event : JSON.readTree(reply.body())) {
            counts[item(event.get("ItemId").stringValue())]++;
            distinct++;
        }
        Reply state = client.exchange(Request.get("/api/user/" + events.userId() + "/state"));
        int all = state.succeeded() ? JSON.readTree(state.body()).get("Events").intValue() : -1;
        return events.wrong(counts) + (all == distinct ? 0 : 1);
    }

    private int item(String itemId) {
        return Integer.parseInt(itemId.substring(1));
    }

    /** Opens what a server that has ended left behind, and makes sure that every acknowledged event is in it once. */
    void requireAll(EventStore store, List<WrittenEvents> written) {
        Map<Integer, Integer> items = new HashMap<>();
        store.forEachItem(item -> items.put(item.number(), item(item.item().itemId())));
        int wrong = 0;
        int acknowledged = 0;
        int more = 0;
        for (WrittenEvents events : written) {
            int[] counts = new int[log.shape().items()];
            for (StoredEvent event :
                    store.history(events.userId(), Long.MAX_VALUE).events()) {
                Integer item = items.get(event.item());
                if (item == null) {
                    throw new CaseException(
                            "the store has an event of item " + event.item() + ", which it does not have");
                }
                counts[item]++;
            }
            wrong += events.wrong(counts);
            acknowledged += events.acknowledged().cardinality();
            for (int item = 0; item < counts.length; item++) {
                more += counts[item] > 0 && !events.acknowledged().get(item) ? 1 : 0;
            }
        }
        findings.line("read back", "%,d acknowledged events, %,d that were under way", acknowledged, more);
        findings.put("acknowledgedEvents", acknowledged);
        findings.claim(acknowledged > 0, "events were acknowledged", "none was");
        findings.claim(
                wrong == 0,
                "every acknowledged event is in the store, once",
                wrong + " are missing or there too often");
    }

    /** Makes sure that SQLite finds nothing wrong with an embedded store. */
    void requireIntact(EventStore store) {
        String url = store.sqlAccess(Set.of()).url();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
            String verdict = result.next() ? result.getString(1) : "nothing";
            findings.claim(verdict.equals("ok"), "SQLite finds the file intact", "it says " + verdict);
        } catch (SQLException e) {
            throw new CaseException("SQLite cannot check " + url + ": " + e.getMessage(), e);
        }
    }
}
