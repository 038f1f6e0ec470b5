package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
    private static final String REQUEST = "GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void figuresComeEverySecondUntilTheServerStops() {
        try (RunningServer running = new RunningServer(folder);
                RawClient client = new RawClient(running.server.port())) {
            running.ok("POST", "/api/feedback", "[{\"FeedbackType\":\"a\",\"UserId\":\"u\",\"ItemId\":\"i\"}]");
            client.send(REQUEST);
            assertThat(client.until("}\n\n"))
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Type: text/event-stream", "event: now\ndata: {\"Time\":\"")
                    .contains("\"Quality\":{\"Events\":10,\"Skipped\":1,\"Fused\":{\"HitRate\":0.5,\"Ndcg\":0.25}")
                    .contains("\"ShortTerm\":{\"HitRate\":null,\"Ndcg\":null}")
                    .contains("\"EventsStored\":1,\"Ready\":true,\"Training\":{\"State\":\"none\"")
                    .doesNotContain("\"EventsPerSecond\":0.0,");
            assertThat(client.until("}\n\n")).contains("event: now\ndata: {\"Time\":\"", "\"EventsPerSecond\":0.0,");
            running.server.stop(Duration.ofSeconds(2));
            assertThat(client.until("never")).doesNotContain("never");
        }
    }

    @Test
    void readersAreCountedInAndOut() {
        HttpConfig config =
                new HttpConfig("127.0.0.1", 0, Set.of(), Set.of(), 0, 100, 100, 1, 30, 75, null, "");
        try (RunningServer running = new RunningServer(folder, config)) {
            try (RawClient first = new RawClient(running.server.port())) {
                first.send(REQUEST);
                assertThat(first.until("event: now")).contains("200");
                assertThat(running.get("/api/stream").statusCode()).isEqualTo(503);
            }
            try (RawClient second = new RawClient(running.server.port())) {
                String answer = "503";
                for (int i = 0; i < 100 && answer.contains("503"); i++) {
                    second.send(REQUEST);
                    answer = second.until("\r\n\r\n");
                    if (answer.contains("503")) {
                        second.until("}");
                        pause();
                    }
                }
                assertThat(answer).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void aStreamEndsByItselfAndItsConnectionIsFreeAgain() {
        HttpConfig config =
                new HttpConfig("127.0.0.1", 0, Set.of(), Set.of(), 0, 100, 100, 1, 30, 1, null, "");
        try (RunningServer running = new RunningServer(folder, config);
                RawClient client = new RawClient(running.server.port())) {
            client.send(REQUEST);
            assertThat(client.until("0\r\n\r\n")).contains("event: now").endsWith("\r\n0\r\n\r\n");
            assertThat(running.get("/api/health/ready").statusCode()).isEqualTo(200);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
