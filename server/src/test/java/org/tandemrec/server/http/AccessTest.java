package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tandemrec.server.http.HttpServerTest.assertProblem;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and how many. */
class AccessTest {
    private static final HttpConfig KEYS = HttpConfig.DEFAULT.withKeys(Set.of("api-1", "api-2"), Set.of("boss"));

    @TempDir
    Path folder;

    @Test
    void keysOpenWhatTheyAreFor() {
        try (RunningServer running = new RunningServer(folder, KEYS)) {
            HttpResponse<String> none = running.get("/api/latest");
            assertProblem(none, 401, "This server wants an API key");
            assertThat(none.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"tandem\"");
            assertProblem(running.get("/api/latest", "X-API-Key", "api-3"), 401, "X-API-Key");
            assertProblem(running.get("/metrics"), 401, "X-API-Key");
            assertProblem(running.get("/api/stream"), 401, "X-API-Key");
            for (String key : Set.of("api-1", "api-2", "boss")) {
                assertThat(running.get("/api/latest", "X-API-Key", key).statusCode()).as(key).isEqualTo(200);
                assertThat(running.get("/api/latest", "Authorization", "Bearer " + key).statusCode()).isEqualTo(200);
            }
            assertProblem(
                    running.send("POST", "/api/admin/train", "", "X-API-Key", "api-1"), 401, "wants the admin key");
            assertThat(running.send("POST", "/api/admin/train", "", "X-API-Key", "boss").statusCode()).isEqualTo(202);
            for (String path : Set.of("/api/health/live", "/openapi.json", "/docs")) {
                assertThat(running.get(path).statusCode()).as(path).isEqualTo(200);
            }
        }
    }

    @Test
    void otherSitesChangeNothing() {
        try (RunningServer running = new RunningServer(folder)) {
            String user = "{\"UserId\":\"ann\"}";
            assertProblem(
                    running.send("POST", "/api/user", user, "Origin", "https://elsewhere.example"),
                    403,
                    "Pages of other sites");
            assertProblem(running.send("POST", "/api/user", user, "Origin", "null"), 403, "Pages of other sites");
            assertThat(running.store.user("ann")).isEmpty();
            assertThat(running.send("POST", "/api/user", user, "Origin", running.url()).statusCode())
                    .isEqualTo(200);
            assertThat(running.get("/api/latest", "Origin", "https://elsewhere.example").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutAnAdminKeyOnlyLocalNamesReachTheAdminRoutes() {
        try (RunningServer running = new RunningServer(folder);
                RawClient client = new RawClient(running.server.port())) {
            client.send("POST /api/admin/train HTTP/1.1\r\nHost: rebound.example:8087\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 403").contains("Without an admin key");
            client.send("POST /api/admin/train HTTP/1.1\r\nHost: localhost:8087\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.answer()).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void eachKeyHasARateOfItsOwn() {
        HttpConfig config = new HttpConfig(
                "127.0.0.1", 0, Set.of("slow", "other"), Set.of(), 0.1, 100, 100, 10, 30, 75, null, "");
        try (RunningServer running = new RunningServer(folder, config)) {
            assertThat(running.get("/api/latest", "X-API-Key", "slow").statusCode()).isEqualTo(200);
            HttpResponse<String> second = running.get("/api/latest", "X-API-Key", "slow");
            assertProblem(second, 429, "too many requests");
            assertThat(second.headers().firstValue("Retry-After")).contains("10");
            assertThat(running.get("/api/latest", "X-API-Key", "other").statusCode()).isEqualTo(200);
            assertThat(running.get("/api/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAtOnceAndAStopFinishesWhatIsInWork() throws InterruptedException {
        HttpConfig config =
                new HttpConfig("127.0.0.1", 0, Set.of(), Set.of(), 0, 100, 1, 10, 30, 75, null, "");
        RunningServer running = new RunningServer(folder, config);
        try (running) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            running.recommendations.before = () -> {
                entered.countDown();
                await(go);
            };
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> running.get("/api/recommend/ann"));
            entered.await();
            HttpResponse<String> second = running.get("/api/latest");
            assertProblem(second, 503, "too many requests in work");
            assertThat(second.headers().firstValue("Retry-After")).contains("1");
            assertThat(running.get("/api/users").statusCode()).isEqualTo(200);
            Thread stopping = Thread.ofVirtual().start(() -> running.server.stop(Duration.ofSeconds(10)));
            while (running.get("/api/health/ready").statusCode() == 200) {
                Thread.onSpinWait();
            }
            assertThat(first).isNotDone();
            go.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            stopping.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
