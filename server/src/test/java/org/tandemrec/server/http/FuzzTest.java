package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no client should send: each gets an answer that blames the client and tells nothing of the inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
    private static final int REQUESTS = 500;
    private static final List<String> PATHS = List.of(
            "/api/user",
            "/api/users",
            "/api/item",
            "/api/items",
            "/api/feedback",
            "/api/session/recommend",
            "/api/user/u1",
            "/api/item/i1",
            "/api/item/i1/category/c",
            "/api/recommend/u1",
            "/api/lists/u1",
            "/api/recommend/u1/explain",
            "/api/feedback/read/u1/i1",
            "/api/feedback/u1/i1",
            "/api/user/u1/feedback/read",
            "/api/item/i1/neighbors/",
            "/api/latest",
            "/api/search",
            "/api/admin/model",
            "/api/model",
            "/",
            "/docs.js");
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW");
    private static final List<String> TRICKS = List.of(
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e",
            "..",
            ".",
            "%00",
            "%ff%fe",
            "%c3%28",
            "%ed%a0%80",
            "%zz",
            "%",
            "%u0041",
            "a%0d%0aX-Evil:%201",
            "%F0%9F%92%A9",
            "+",
            ";jsessionid=1",
            "//",
            "\\..\\",
            "a?b?c",
            "#x",
            "i".repeat(256),
            "%41".repeat(300),
            "x".repeat(7000),
            "{user}",
            "'%20or%201=1--",
            "schemas.json",
            "%2e%2e%2fschemas.json");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "1e400",
            "1e-400",
            "NaN",
            "9".repeat(2000),
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[[[[]]]]",
            "\"2026-13-45T99:99:99Z\"",
            "\"+999999999-01-01T00:00:00Z\"",
            "\"" + "z".repeat(20_000) + "\"",
            "[1,2,3]",
            "{\"a\":{\"b\":[null]}}",
            "\"Ā\"",
            "[".repeat(2000),
            "1E+999999999",
            "\"-\"",
            "0x10",
            "\"a\tb\"");
    private static final List<String> KEYS = List.of(
            "UserId",
            "ItemId",
            "FeedbackType",
            "Value",
            "Timestamp",
            "Labels",
            "Comment",
            "IsHidden",
            "Categories",
            "Path");
    private static final List<String> QUERIES = List.of(
            "n=-1",
            "n=1e3",
            "n=99999999999999999999",
            "n=",
            "n",
            "=",
            "&&&",
            "offset=-5",
            "cursor=zzz",
            "cursor=%00",
            "cursor=" + "A".repeat(300),
            "category=",
            "category=%ff",
            "write-back-type=",
            "write-back-type=a%00b",
            "write-back-delay=1y",
            "write-back-delay=99999999h&write-back-type=x",
            "q=%25%5f'",
            "n=5&n=6",
            "q=" + "q".repeat(999));

    private RunningServer running;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = new RunningServer(
                folder, new HttpConfig("127.0.0.1", 0, Set.of(), Set.of(), 0, 100, 100, 10, 1, 75, null, ""));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyRequestIsAnsweredAndNoneBreaksTheServer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RawClient client = new RawClient(running.server.port());
        try {
            for (int i = 0; i < REQUESTS; i++) {
                byte[] request = request(random);
                client.send(request);
                String answer = client.answer(request[0] != 'H');
                check(request, answer);
                if (answer.toLowerCase(Locale.ROOT).contains("connection: close")) {
                    client.close();
                    client = new RawClient(running.server.port());
                }
            }
        } finally {
            client.close();
        }
        assertThat(running.get("/api/health/ready").statusCode()).isEqualTo(200);
    }

    private static void check(byte[] request, String answer) {
        String sent = new String(request, StandardCharsets.ISO_8859_1);
        String shown = sent.substring(0, Math.min(300, sent.length()));
        assertThat(answer).as(shown).matches("(?s)HTTP/1\\.1 [234]\\d\\d .*");
        assertThat(answer)
                .as(shown)
                .doesNotContain("Exception", "\tat ", "org.tandemrec", "java.", "helidon", "X-Evil: 1\r");
    }

    private static byte[] request(SplittableRandom random) {
        String method = pick(random, METHODS);
        StringBuilder path = new StringBuilder(pick(random, PATHS));
        if (random.nextInt(3) == 0) {
            path.append('/').append(pick(random, TRICKS));
        } else if (random.nextInt(3) == 0) {
            path.append('?').append(pick(random, QUERIES)).append('&').append(pick(random, QUERIES));
        }
        byte[] body = body(random);
        String head = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        if (random.nextInt(20) == 0) {
            head += "X-Long: " + "h".repeat(20_000) + "\r\n";
        }
        if (random.nextInt(20) == 0) {
            head += "Origin: " + pick(random, List.of("null", "http://x", "://", "http://localhost")) + "\r\n";
        }
        head += "Content-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static byte[] body(SplittableRandom random) {
        StringBuilder json = new StringBuilder();
        boolean array = random.nextBoolean();
        json.append(array ? "[{" : "{");
        int keys = random.nextInt(8);
        for (int i = 0; i < keys; i++) {
            String value = random.nextInt(3) == 0 ? pick(random, VALUES) : "\"u" + random.nextInt(5) + "\"";
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pick(random, KEYS))
                    .append("\":")
                    .append(value);
        }
        json.append(array ? "}]" : "}");
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        int mutations = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0;
        for (int i = 0; i < mutations; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static String pick(SplittableRandom random, List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "G\u00cbT /api/latest HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u00df \u00df HTTP/1.1\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
                "GET /api/latest HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999\r\n\r\n",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "GET /api/\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /api/user/ü HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET http://elsewhere/api/latest HTTP/1.1\r\nHost: x\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
            })
    void whatIsHardlyHttpIsRefused(String request) {
        try (RawClient client = new RawClient(running.server.port())) {
            client.send(request);
            String answer = client.answer();
            assertThat(answer).matches("(?s)|HTTP/1\\.1 (4\\d\\d|505) .*");
            assertThat(answer).doesNotContain("Exception", "\tat ", "org.tandemrec", "java.", "helidon");
        }
        assertThat(running.get("/api/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{",
                "POST /api/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
                "POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Le"
            })
    void aClientThatLeavesIsNoError(String beginning) {
        try (LogCapture log = new LogCapture();
                RawClient client = new RawClient(running.server.port())) {
            client.send(beginning);
            client.leave();
            assertThat(client.rest()).matches("(?s)|HTTP/1\\.1 4\\d\\d .*");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aBodyThatTakesTooLongIsRefused() throws InterruptedException {
        try (RawClient client = new RawClient(running.server.port())) {
            client.send("POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_300_000_000L) {
                client.send(" ");
                Thread.sleep(50);
            }
            assertThat(client.answer()).startsWith("HTTP/1.1 408").contains("took too long");
        }
    }

    @Test
    void aBodyThatStopsToArriveEndsItsConnection() {
        try (LogCapture log = new LogCapture();
                RawClient client = new RawClient(running.server.port())) {
            client.send("POST /api/user HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n[{");
            assertThat(client.rest()).isEmpty(); // within the client's patience
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() {
        try (RawClient client = new RawClient(running.server.port())) {
            client.send("POST /api/users HTTP/1.1\r\nHost: x\r\nContent-Length: 8388609\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 413").contains("8388608 bytes");
        }
        String rows = "[" + "{},".repeat(10_000) + "{}]";
        HttpServerTest.assertProblem(running.send("POST", "/api/users", rows), 400, "at most 10000 rows");
    }
}
