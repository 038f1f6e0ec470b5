package org.tandemrec.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator against a small server: what it sends and reads, and that its latencies hide nothing. */
final class LoadGeneratorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double MILLI = 1e6;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.createContext("/slow", exchange -> {
            sleep(200);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers {@code /STATUS/SIZE}, in chunks where the size is negative; the body of a POST comes back. */
    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        byte[] sent = exchange.getRequestBody().readAllBytes();
        int size = Integer.parseInt(path[2]);
        byte[] body = sent.length > 0 ? sent : "x".repeat(Math.abs(size)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("X-Echo", exchange.getRequestMethod());
        exchange.sendResponseHeaders(Integer.parseInt(path[1]), size < 0 ? 0 : body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private int port() {
        return server.getAddress().getPort();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 16_000, 16_384, 100_000, -1, -300, -70_000})
    void readsRepliesByLengthAndInChunksOverOneConnection(int size) throws IOException {
        try (HttpConnection connection = HttpConnection.open(port(), PATIENCE)) {
            for (int i = 0; i < 3; i++) {
                Reply reply = connection.exchange(Request.get("/200/" + size));
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("x".repeat(Math.abs(size)));
                assertThat(reply.header("x-echo")).contains("GET");
                assertThat(reply.header("X-Ech")).isEmpty();
                assertThat(connection.isOpen()).isTrue();
            }
        }
    }

    @Test
    void sendsBodies() throws IOException {
        try (HttpConnection connection = HttpConnection.open(port(), PATIENCE)) {
            Reply reply = connection.exchange(Request.json("POST", "/200/1", "{\"a\":\"ü\"}"));
            assertThat(reply.text()).isEqualTo("{\"a\":\"ü\"}");
            assertThat(connection.exchange(Request.of("DELETE", "/200/0")).header("X-Echo"))
                    .contains("DELETE");
        }
    }

    @ParameterizedTest
    @CsvSource({"a-b_c.d~9,a-b_c.d~9", "'a b/c',a%20b%2Fc", "ü?,%C3%BC%3F"})
    void encodesSegments(String text, String encoded) {
        assertThat(Request.encode(text)).isEqualTo(encoded);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"})
    void refusesWhatIsNoReply(String bytes) throws IOException {
        assertThatThrownBy(() -> against(bytes)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void tellsAnEndFromSilence() throws IOException {
        assertThatThrownBy(() -> against("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"))
                .isInstanceOf(EOFException.class);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpConnection connection = HttpConnection.open(silent.getLocalPort(), Duration.ofMillis(50))) {
            assertThatThrownBy(() -> connection.exchange(Request.get("/"))).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aReplyThatClosesEndsAtItsEnd() throws IOException {
        Reply reply = against("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nConnection: close\r\n\r\nrest");
        assertThat(reply.text()).isEqualTo("rest");
    }

    /** One exchange with a server that sends given bytes and closes. */
    private Reply against(String bytes) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> {
                try (Socket accepted = socket.accept()) {
                    assertThat(accepted.getInputStream().read()).isEqualTo('G');
                    accepted.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                    accepted.shutdownOutput();
                    accepted.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (HttpConnection connection = HttpConnection.open(socket.getLocalPort(), PATIENCE)) {
                return connection.exchange(Request.get("/"));
            }
        }
    }

    @Test
    void anOpenLoopSendsEveryRequestOnceAndCountsByKindAndStatus() {
        long[] due = new long[300];
        for (int i = 0; i < due.length; i++) {
            due[i] = i * 1_000_000L;
        }
        Set<Long> numbers = ConcurrentHashMap.newKeySet();
        AtomicInteger seen = new AtomicInteger();
        int[] statuses = {200, 503, 404};
        LoadResult result = new LoadGenerator(port(), 8, PATIENCE).open(due, 3, i -> {
            numbers.add(i);
            int kind = (int) (i % 3);
            return new Call(kind, Request.get("/" + statuses[kind] + "/10"), reply -> {
                assertThat(reply.status()).isEqualTo(statuses[kind]);
                seen.incrementAndGet();
            });
        });
        assertThat(numbers).hasSize(300);
        assertThat(requests.get()).isEqualTo(300);
        assertThat(seen.get()).isEqualTo(300);
        assertThat(result.kinds())
                .extracting(kind -> kind.succeeded().getTotalCount())
                .containsExactly(100L, 0L, 0L);
        assertThat(result.kinds())
                .extracting(kind -> kind.refused().getTotalCount())
                .containsExactly(0L, 100L, 0L);
        assertThat(result.kinds()).extracting(LoadResult.Kind::errors).containsExactly(0L, 0L, 100L);
        assertThat(result.kinds()).extracting(LoadResult.Kind::count).containsOnly(100L);
        assertThat(result.errors()).isEqualTo(100);
        assertThat(result.refused()).isEqualTo(100);
        assertThat(result.late().getTotalCount()).isEqualTo(300);
        assertThat(result.seconds()).isGreaterThan(0.299);
        assertThat(result.perSecond()).isCloseTo(100 / result.seconds(), within(1e-9));
    }

    @Test
    void whatWaitsForASlowReplyCountsWithItsWaiting() {
        long[] due = {0, 10_000_000, 20_000_000};
        LoadResult result = new LoadGenerator(port(), 1, PATIENCE)
                .open(due, 2, i -> new Call(i == 0 ? 0 : 1, Request.get(i == 0 ? "/slow/200/1" : "/200/1")));
        assertThat(result.kinds().get(1).succeeded().getMinValue() / MILLI)
                .as("due while the only connection was busy for 200 ms")
                .isBetween(150.0, 5000.0);
    }

    @Test
    void aClosedLoopStopsAtItsTimeOrItsNumber() {
        AtomicLong last = new AtomicLong();
        LoadGenerator generator = new LoadGenerator(port(), 4, PATIENCE);
        LoadResult counted = generator.closed(60, 500, 1, i -> {
            last.accumulateAndGet(i, Math::max);
            return new Call(0, Request.get("/200/10"));
        });
        assertThat(counted.kinds().getFirst().succeeded().getTotalCount()).isEqualTo(500);
        assertThat(last.get()).isEqualTo(499);
        LoadResult timed = generator.closed(0.2, Long.MAX_VALUE, 1, i -> new Call(0, Request.get("/200/10")));
        assertThat(timed.seconds()).isBetween(0.2, 5.0);
        assertThat(timed.errors()).isZero();
        assertThat(timed.perSecond()).isGreaterThan(10);
    }

    @Test
    void aServerThatIsGoneIsBrokenNotForgotten() {
        int port = port();
        server.stop(0);
        LoadResult result =
                new LoadGenerator(port, 2, PATIENCE).closed(5, 6, 1, i -> new Call(0, Request.get("/200/1")));
        assertThat(result.kinds().getFirst().broken()).isEqualTo(6);
        assertThat(result.errors()).isEqualTo(6);
        assertThat(result.failures()).hasSizeBetween(1, 5);
    }

    @Test
    void aSourceThatFailsFailsTheLoad() {
        assertThatThrownBy(() -> new LoadGenerator(port(), 2, PATIENCE).closed(1, 10, 1, i -> {
                    throw new IllegalArgumentException("no such user");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no such user");
    }

    @Test
    void arrivalsAreAPoissonProcess() {
        long[] due = Arrivals.poisson(1000, 50, new SplittableRandom(3));
        assertThat(due.length).isCloseTo(50_000, within(1_000));
        double mean = 0;
        double squares = 0;
        for (int i = 1; i < due.length; i++) {
            double gap = due[i] - due[i - 1];
            assertThat(gap).isNotNegative();
            mean += gap / (due.length - 1);
            squares += gap * gap / (due.length - 1);
        }
        assertThat(mean / MILLI).isCloseTo(1, within(0.03));
        assertThat(Math.sqrt(squares - mean * mean) / mean)
                .as("an exponential distribution's deviation is its mean")
                .isCloseTo(1, within(0.03));
        assertThat(Arrivals.poisson(1000, 50, new SplittableRandom(3))).isEqualTo(due);
        assertThatThrownBy(() -> Arrivals.poisson(0, 1, new SplittableRandom(1)))
                .hasMessageContaining("0.0/s");
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
