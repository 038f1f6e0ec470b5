package org.tandemrec.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.StoredEvent;
import org.tandemrec.server.store.StoreException;

class ServerTest {
    private static final Instant MADE = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private static Path bundles;

    private static Bundle first;

    @TempDir
    private Path folder;

    private final Map<String, String> options = new HashMap<>();

    @BeforeAll
    static void train() {
        first = SmallBundle.write(bundles.resolve("first"), 1, MADE);
        SmallBundle.write(bundles.resolve("second"), 2, MADE.minusSeconds(1));
    }

    @BeforeEach
    void configure() {
        options.put("bundle", bundles.resolve("first").toString());
        options.put("state", folder.resolve("state").toString());
        options.put("port", "0");
    }

    private Server start() {
        return Server.start(ServerSettings.resolve(options, Map.of()), List.of("false"), Map.of());
    }

    @Test
    void aListChangesWithTheVeryNextEventAndTheEventOutlivesTheServer() {
        String user = first.users().id(0);
        String seen;
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            assertThat(client.get("/api/health/ready").status()).isEqualTo(200);
            List<String> before = client.recommend(user, 10);
            assertThat(before).hasSize(10);
            seen = before.getFirst();
            assertThat(client.event("click", user, seen).status()).isEqualTo(200);
            assertThat(client.recommend(user, 10)).doesNotContain(seen).isNotEqualTo(before);
            assertThat(client.event("click", "someone new", seen).status()).isEqualTo(200);
        }
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            assertThat(client.recommend(user, 10)).doesNotContain(seen);
            assertThat(client.recommend("someone%20new", 10)).hasSize(10).doesNotContain(seen);
            assertThat(server.started().events()).isEqualTo(first.histories().items().length + 2L);
        }
    }

    @Test
    void itSaysInOneLineWhatItServes() {
        try (Server server = start()) {
            Server.Started started = server.started();
            assertThat(started.line())
                    .isEqualTo(("Serving first (ra-lst, 40 items, 60 users; %d events) at " + started.url()
                                    + " after %.1f s")
                            .formatted(first.histories().items().length, started.seconds()));
            assertThat(URI.create(started.url()).getPort()).isPositive();
        }
    }

    @Test
    void theNewestBundleServesWhereNoneIsNamed() {
        options.remove("bundle");
        options.put("bundles", bundles.toString());
        try (Server server = start()) {
            assertThat(server.started().model()).isEqualTo("first");
        }
        options.put("bundles", folder.toString());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::start)
                .withMessageStartingWith("there is no bundle in the folder " + folder);
    }

    @Test
    void modelsAreSwappedUnderLoadWithoutAFailedRequest() throws Exception {
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            Queue<String> failed = new ConcurrentLinkedQueue<>();
            List<Thread> load = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                int start = thread;
                load.add(Thread.ofPlatform().start(() -> {
                    for (int i = start; !over.get(); i++) {
                        String user = first.users().id(i % first.users().size());
                        Client.Reply reply = i % 4 == 0
                                ? client.event("click", user, first.items().id(i % first.items().size()))
                                : client.get("/api/recommend/" + user + "?n=10");
                        answered.incrementAndGet();
                        if (reply.status() != 200 || (i % 4 != 0 && reply.json().isEmpty())) {
                            failed.add(reply.toString());
                        }
                    }
                }));
            }
            for (int swap = 0; swap < 6; swap++) {
                String name = swap % 2 == 0 ? "second" : "first";
                int before = answered.get();
                Client.Reply card = client.post("/api/admin/model", "{\"Path\": \"" + name + "\"}");
                assertThat(card.status()).as(card.body()).isEqualTo(200);
                assertThat(card.json().path("Name").stringValue()).isEqualTo(name);
                while (answered.get() < before + 20) {
                    Thread.sleep(1);
                }
            }
            over.set(true);
            for (Thread thread : load) {
                thread.join();
            }
            assertThat(failed).isEmpty();
        }
    }

    @Test
    void aBadBundleChangesNothing() throws IOException {
        Path bad = bundles.resolve("bad");
        SmallBundle.write(bad, 3, MADE.minusSeconds(2));
        try (var file = Files.newByteChannel(bad.resolve("model.safetensors"), java.nio.file.StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1);
        }
        Files.createDirectories(bundles.resolve("empty"));
        String user = first.users().id(1);
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            List<String> before = client.recommend(user, 20);
            Client.Reply reply = client.post("/api/admin/model", "{\"Path\": \"bad\"}");
            assertThat(reply.status()).isBetween(400, 499);
            assertThat(reply.body()).contains("model.safetensors is truncated");
            for (String path : List.of("empty", "missing", "../" + folder.getFileName(), "/etc", "first/../..", "..")) {
                reply = client.post("/api/admin/model", "{\"Path\": \"" + path + "\"}");
                assertThat(reply.status()).as(path).isBetween(400, 499);
            }
            assertThat(client.recommend(user, 20)).isEqualTo(before);
            assertThat(client.get("/api/model").json().path("Name").stringValue()).isEqualTo("first");
            assertThat(client.get("/api/health/ready").status()).isEqualTo(200);
        }
    }

    @Test
    void theCardTellsOfTheModel() {
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            var card = client.get("/api/model").json();
            assertThat(card.path("Kind").stringValue()).isEqualTo("ra-lst");
            assertThat(card.path("Created").stringValue()).isEqualTo("2026-11-24T12:00:00Z");
            assertThat(card.path("Theta").isNumber()).isTrue();
            assertThat(card.path("Items").intValue()).isEqualTo(40);
            assertThat(card.path("Candidates").intValue()).isBetween(1, 40);
            assertThat(card.path("Parts").path(0).path("Kind").stringValue()).isEqualTo("lfm");
            assertThat(card.path("Parts").path(1).path("Config").path("hiddenSize").intValue())
                    .isEqualTo(8);
            assertThat(card.path("Training").path("State").stringValue()).isEqualTo("none");
            assertThat(card.path("Training").path("Started").isNull()).isTrue();
            assertThat(card.path("Data").path("Name").stringValue()).isEqualTo("generated data");
            assertThat(card.path("Warm").booleanValue()).isTrue();
        }
    }

    @Test
    void whatIsUnderWayIsFinishedBeforeItStops() throws Exception {
        Server server = start();
        byte[] body = "[{\"FeedbackType\":\"click\",\"UserId\":\"slow\",\"ItemId\":\"new item\"}]".getBytes(UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), URI.create(server.started().url()).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /api/feedback HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length + "\r\n\r\n")
                    .getBytes(UTF_8));
            out.write(body, 0, 10);
            out.flush();
            Thread.sleep(200); // until it is in work
            Thread stopping = Thread.ofPlatform().start(server::close);
            Thread.sleep(200);
            assertThat(stopping.isAlive()).as("waits for the request").isTrue();
            out.write(body, 10, body.length - 10);
            out.flush();
            assertThat(firstLine(socket.getInputStream())).startsWith("HTTP/1.1 200");
            stopping.join();
        }
        server.close(); // a second time
        try (EventStore store = EventStores.open(folder.resolve("state"))) {
            assertThat(store.history("slow", Long.MAX_VALUE).events()).hasSize(1);
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void everyAcknowledgedEventSurvivesAStopUnderLoad() throws Exception {
        Server server = start();
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<String> odd = new ConcurrentLinkedQueue<>();
        List<Thread> load = new ArrayList<>();
        try (Client client = new Client(server.started().url())) {
            for (int thread = 0; thread < 3; thread++) {
                String prefix = "u" + thread + "-";
                load.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; ; i++) {
                        try {
                            Client.Reply reply = client.event("click", prefix + i, "1");
                            if (reply.status() == 200) {
                                acknowledged.add(prefix + i);
                            } else if (reply.status() != 503) {
                                odd.add(reply.toString());
                            }
                        } catch (UncheckedIOException closed) {
                            return;
                        }
                    }
                }));
            }
            while (acknowledged.size() < 30) {
                Thread.sleep(1);
            }
            server.close();
            for (Thread thread : load) {
                thread.join();
            }
        }
        assertThat(odd).isEmpty();
        try (EventStore store = EventStores.open(folder.resolve("state"))) {
            for (String user : acknowledged) {
                assertThat(store.history(user, Long.MAX_VALUE).events()).as(user).hasSize(1);
            }
        }
    }

    @Test
    void anEmptyStoreIsFilledFromTheBundle() {
        start().close();
        String user = first.users().id(3);
        try (EventStore store = EventStores.open(folder.resolve("state"))) {
            List<StoredEvent> events = store.history(user, Long.MAX_VALUE).events();
            Map<Integer, String> ids = new HashMap<>();
            store.forEachItem(item -> ids.put(item.number(), item.item().itemId()));
            int[] expected = first.histories().of(3);
            assertThat(events).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                StoredEvent event = events.get(i);
                assertThat(ids.get(event.item())).isEqualTo(first.items().id(expected[i]));
                assertThat(event.type()).isEqualTo("history");
                assertThat(event.timeMillis()).isEqualTo(MADE.toEpochMilli() - 1000L * (expected.length - 1 - i));
            }
            String itemId = first.items().id(5);
            assertThat(store.item(itemId).orElseThrow().comment()).isEqualTo(first.title(5));
        }
    }

    @Test
    void anEmptyStoreIsFilledFromDataOrStaysEmpty() throws IOException {
        options.put("import", "none");
        try (Server server = start()) {
            assertThat(server.started().events()).isZero();
        }
        var dataset = SmallBundle.data(1).dataset();
        options.put("import", SmallBundle.writeData(folder.resolve("data"), 1).toString());
        try (Server server = start()) {
            assertThat(server.started().events()).isEqualTo(dataset.interactions().size());
        }
        try (EventStore store = EventStores.open(folder.resolve("state"))) {
            int row = dataset.interactions().start(0);
            StoredEvent event =
                    store.history(dataset.users().id(0), Long.MAX_VALUE).events().getFirst();
            assertThat(event.value()).isEqualTo((double) dataset.interactions().rating(row));
            assertThat(event.timeMillis()).isEqualTo(dataset.interactions().timeMillis(row));
        }
        options.put("import", "bundle");
        try (Server server = start()) {
            assertThat(server.started().events()).as("only an empty store is filled").isEqualTo(
                    dataset.interactions().size());
        }
    }

    @Test
    void aModelOfRatingsIsNotFedHistoriesWithoutThem() {
        SmallBundle.write(bundles.resolve("ratings"), "lfm", """
                {"preset": "explicit", "epochs": 1, "factors": 4}""", 1, MADE.minusSeconds(3));
        options.put("bundle", bundles.resolve("ratings").toString());
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(this::start)
                .withMessageContaining("a bundle keeps no ratings, which its model lfm learns from; give --import DATA");
        options.put("import", "none");
        start().close();
    }

    @Test
    void aStartThatFailsLeavesNothingOpen() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            options.put("port", Integer.toString(taken.getLocalPort()));
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(this::start)
                    .withMessageStartingWith("the port " + taken.getLocalPort() + " of 127.0.0.1 must be free to listen on");
        }
        options.put("port", "0");
        try (Server server = start()) {
            assertThatExceptionOfType(StoreException.class).isThrownBy(this::start);
            assertThat(server.started().events()).isPositive();
        }
        options.put("bundle", folder.resolve("missing").toString());
        assertThatExceptionOfType(BundleException.class).isThrownBy(this::start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"events.csv", "events.csv.gz"})
    void eventsAreExportedWhileItRuns(String name) {
        Path file = folder.resolve(name);
        try (Server server = start();
                Client client = new Client(server.started().url())) {
            client.event("read", "reader, \"the\" one", "1");
            client.event("click", "ann", "1");
            ServerConfig config = ServerSettings.resolve(options, Map.of());
            long all = EventExport.write(config, Map.of(), Set.of(), file);
            assertThat(all).isEqualTo(first.histories().items().length + 2L);
            long learned = EventExport.write(config, Map.of(), Set.of("read"), file);
            assertThat(learned).isEqualTo(all - 1);
            EventExport.write(config, Map.of(), Set.of(), file);
        }
        var exported = org.tandemrec.data.Dataset.read(file);
        assertThat(exported.interactions().size()).isEqualTo(first.histories().items().length + 2);
        assertThat(exported.interactions().hasTimes()).isTrue();
        assertThat(exported.users().indexOf("reader, \"the\" one")).isNotNegative();
        int user = exported.users().indexOf(first.users().id(2));
        int[] history = first.histories().of(2);
        assertThat(exported.interactions().count(user)).isEqualTo(history.length);
        for (int i = 0; i < history.length; i++) {
            int item = exported.interactions().item(exported.interactions().start(user) + i);
            assertThat(exported.items().id(item)).isEqualTo(first.items().id(history[i]));
        }
    }

    @Test
    void nothingIsExportedFromAFolderWithoutAStore() {
        options.put("state", folder.resolve("missing").toString());
        ServerConfig config = ServerSettings.resolve(options, Map.of());
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> EventExport.write(config, Map.of(), Set.of(), folder.resolve("x.csv")))
                .withMessageContaining("a state folder must hold a store");
        assertThat(folder.resolve("x.csv")).doesNotExist();
        assertThat(folder.resolve("missing")).doesNotExist();
    }
}
