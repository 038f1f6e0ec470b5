package org.tandemrec.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Seed;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.Feedback;

/** What fault cases find: that they fail where a server lost, doubled or invented something, or broke. */
final class FaultCasesTest {
    private static final Shape SHAPE = new Shape(10, 1, 50, 1, 1);

    private final List<String> printed = new ArrayList<>();
    private final Findings findings = new Findings((name, value) -> printed.add(name + ": " + value));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "1 1 0, 0", // acknowledged 0 and 1, sent 2
        "1 1 1, 0", // one under way has been stored
        "0 1 0, 1", // lost
        "1 2 0, 1", // twice
        "1 1 0 1, 1", // never sent
        "0 0 0 1, 3",
    })
    void anEventIsThereOnceIfAcknowledged(String counts, int wrong) {
        BitSet acknowledged = new BitSet();
        acknowledged.set(0, 2);
        int[] found =
                Arrays.stream(counts.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
        assertThat(new WrittenEvents("w", 3, acknowledged).wrong(found)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({"false,true", "true,false"})
    void theStoreIsComparedWithWhatWasAcknowledged(boolean lost, boolean holds) {
        InventedLog log = new InventedLog(SHAPE, new Seed(1));
        BitSet acknowledged = new BitSet();
        try (EventStore store = EventStores.open(folder)) {
            for (int item = 0; item < 3; item++) {
                acknowledged.set(item);
                if (item < 2 || !lost) {
                    Feedback event = new Feedback("click", "w", log.itemId(item), 1, 1000 + item, "null", "");
                    store.append(List.of(event), Duplicates.KEEP);
                }
            }
            ReadBack readBack = new ReadBack(log, findings);
            readBack.requireAll(store, List.of(new WrittenEvents("w", 3, acknowledged)));
            readBack.requireIntact(store);
        }
        assertThat(findings.allHold()).as("%s", printed).isEqualTo(holds);
        assertThat(printed).contains("verified: SQLite finds the file intact");
        if (lost) {
            assertThat(printed)
                    .contains(
                            "FAILED: every acknowledged event is in the store, once, but 1 are missing or there too often");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 Bad Request | what is wrong | true | ",
                "404 Not Found | nothing | true | ",
                "501 Not Implemented | nothing | true | ",
                "500 Internal Server Error | sorry | false | no request made the server fail",
                "400 Bad Request | java.lang.IllegalStateException: x | false | no reply says where in the code",
                "400 Bad Request | Foo.java:12 | false | no reply says where in the code",
            })
    @SuppressWarnings("try") // closing the socket ends the thread that waits for connections
    void hostileRequestsAreJudged(String status, String body, boolean holds, String claim) throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> answerAll(socket, threads, status, body));
            FuzzCase fuzz = new FuzzCase(socket.getLocalPort(), new HostileRequests(new Seed(2)), 15);
            fuzz.sendAll();
            fuzz.report(findings);
            socket.close();
        }
        assertThat(findings.allHold()).as("%s", printed).isEqualTo(holds);
        if (!holds) {
            assertThat(printed).anyMatch(line -> line.startsWith("FAILED: " + claim));
        }
        assertThat(findings.json().get("requests").doubleValue()).isEqualTo(15);
    }

    private static void answerAll(ServerSocket socket, ExecutorService threads, String status, String body) {
        byte[] reply = ("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.UTF_8);
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                threads.execute(() -> answer(accepted, reply));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private static void answer(Socket accepted, byte[] reply) {
        try (accepted;
                InputStream in = accepted.getInputStream()) {
            accepted.getOutputStream().write(reply);
            accepted.shutdownOutput();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // the client has gone
        }
    }

    @Test
    void hostileRequestsAreTheSameForASeedAndOfAllSorts() {
        HostileRequests requests = new HostileRequests(new Seed(3));
        int incomplete = 0;
        int bodies = 0;
        for (int i = 0; i < 2000; i++) {
            HostileRequests.Hostile request = requests.request(i);
            assertThat(request.bytes())
                    .isEqualTo(new HostileRequests(new Seed(3)).request(i).bytes());
            incomplete += request.complete() ? 0 : 1;
            bodies +=
                    new String(request.bytes(), StandardCharsets.ISO_8859_1).contains("Content-Type: application/json")
                            ? 1
                            : 0;
        }
        assertThat(incomplete).isBetween(20, 200);
        assertThat(bodies).isBetween(700, 1200);
    }

    @Test
    void memoryIsNotedFromTheStart() throws InterruptedException {
        try (MemoryWatch memory = new MemoryWatch(ProcessFigures.ofThisJvm())) {
            while (memory.most() == 0) {
                Thread.sleep(5);
            }
            assertThat(memory.mean(0, 1)).isBetween(1e7, 1e11);
            assertThat(memory.mean(0.8, 1)).isLessThanOrEqualTo((double) memory.most());
        }
        assertThat(ProcessFigures.ofThisJvm().processorTime()).isPositive();
        assertThat(ProcessFigures.ofThisJvm().peakBytes())
                .isGreaterThanOrEqualTo(ProcessFigures.ofThisJvm().residentBytes() / 2);
    }

    @Test
    void metricsAreSummedOverLabels() {
        ServerMetrics metrics =
                new ServerMetrics("# HELP a_total x\na_total 3.0\nb{x=\"1\"} 2\nb{x=\"2\"} 5.5\nbc 100\n");
        assertThat(metrics.value("a_total")).isEqualTo(3.0);
        assertThat(metrics.value("b")).isEqualTo(7.5);
        assertThat(new ServerMetrics("b 10\n").since(metrics, "b")).isEqualTo(2.5);
        assertThatThrownBy(() -> metrics.value("c")).hasMessageContaining("the server counts no c");
    }

    @Test
    void latenciesAreInMilliseconds() {
        Histogram histogram = new Histogram(3);
        for (int i = 1; i <= 100; i++) {
            histogram.recordValue(i * 1_000_000L);
        }
        findings.latency("lists", "list", histogram);
        assertThat(printed.getFirst()).startsWith("lists: p50 50.").endsWith("; 100");
        assertThat(findings.json().get("listP99Millis").doubleValue()).isBetween(98.9, 99.2);
        findings.latency("events", "event", new Histogram(3));
        assertThat(printed).contains("events: none");
        assertThat(findings.json().has("eventP50Millis")).isFalse();
    }
}
