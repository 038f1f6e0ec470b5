package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.server.live.ListRequest;
import org.tandemrec.server.live.ListRequest.Part;

/** Every route, by its replies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {
    private RunningServer running;

    @BeforeAll
    void start(@TempDir Path folder) {
        running = new RunningServer(folder);
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @Test
    void usersArePutChangedListedAndDeleted() {
        assertThat(running.ok("POST", "/api/user", "{\"UserId\":\"ann\",\"Labels\":[\"x\",{\"y\":1.50}],\"Comment\":\"c\",\"New\":1}"))
                .isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("POST", "/api/users", "[{\"UserId\":\"a/b c\"},{\"UserId\":\"zoë\"}]"))
                .isEqualTo("{\"RowAffected\":2}");
        assertThat(running.ok("GET", "/api/user/ann", ""))
                .isEqualTo("{\"UserId\":\"ann\",\"Labels\":[\"x\",{\"y\":1.50}],\"Comment\":\"c\"}");
        assertThat(running.ok("GET", "/api/user/a%2Fb%20c", ""))
                .isEqualTo("{\"UserId\":\"a/b c\",\"Labels\":null,\"Comment\":\"\"}");
        assertThat(running.ok("PATCH", "/api/user/ann", "{\"Comment\":\"d\"}")).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("GET", "/api/user/ann", ""))
                .isEqualTo("{\"UserId\":\"ann\",\"Labels\":[\"x\",{\"y\":1.50}],\"Comment\":\"d\"}");
        String first = running.ok("GET", "/api/users?n=2", "");
        assertThat(first).contains("\"a/b c\"", "\"ann\"").doesNotContain("zoë");
        String cursor = first.replaceFirst(".*\"Cursor\":\"([^\"]+)\".*", "$1");
        assertThat(running.ok("GET", "/api/users?n=2&cursor=" + cursor, "")).contains("zoë").contains("\"Cursor\":\"\"");
        assertThat(running.ok("DELETE", "/api/user/zo%C3%AB", "")).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("DELETE", "/api/user/zo%C3%AB", "")).isEqualTo("{\"RowAffected\":0}");
        assertProblem(running.get("/api/user/zo%C3%AB"), 404, "No user has this id");
        assertProblem(running.send("PATCH", "/api/user/nobody", "{}"), 404, "No user has this id");
    }

    @Test
    void itemsArePutChangedListedAndDeleted() {
        String lamp = "{\"ItemId\":\"lamp\",\"IsHidden\":true,\"Categories\":[\"a\",\"b\",\"a\"],"
                + "\"Timestamp\":\"2022-02-22T01:00:00+01:00\",\"Labels\":null,\"Comment\":\"A lamp\"}";
        assertThat(running.ok("POST", "/api/item", lamp)).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("GET", "/api/item/lamp", ""))
                .isEqualTo("{\"ItemId\":\"lamp\",\"IsHidden\":true,\"Categories\":[\"a\",\"b\"],"
                        + "\"Timestamp\":\"2022-02-22T00:00:00Z\",\"Labels\":null,\"Comment\":\"A lamp\"}");
        assertThat(running.ok("PATCH", "/api/item/lamp", "{\"IsHidden\":false,\"Categories\":[\"c\"]}"))
                .isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("PUT", "/api/item/lamp/category/d%20e", "")).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("DELETE", "/api/item/lamp/category/c", "")).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("GET", "/api/item/lamp", ""))
                .contains("\"IsHidden\":false", "\"Categories\":[\"d e\"]", "\"Comment\":\"A lamp\"", "2022-02-22T00:00:00Z");
        long before = Instant.now().toEpochMilli() / 1000 * 1000;
        assertThat(running.ok("POST", "/api/items", "[{\"ItemId\":\"m1\"},{\"ItemId\":\"m2\",\"Timestamp\":\"0001-01-01T00:00:00Z\"}]"))
                .isEqualTo("{\"RowAffected\":2}");
        assertThat(running.store.item("m2").orElseThrow().timeMillis()).isGreaterThanOrEqualTo(before);
        assertThat(running.ok("GET", "/api/items?n=1000", "")).contains("\"lamp\"", "\"m1\"", "\"m2\"");
        assertThat(running.ok("DELETE", "/api/item/m1", "")).isEqualTo("{\"RowAffected\":1}");
        assertProblem(running.get("/api/item/m1"), 404, "No item has this id");
    }

    @Test
    void feedbackIsKeptAsEventsAndShownByItsLatest() {
        String like = "[{\"FeedbackType\":\"like\",\"UserId\":\"bob\",\"ItemId\":\"sofa\",\"Value\":2,"
                + "\"Timestamp\":\"2024-05-06T07:08:09.010Z\",\"Comment\":\"first\"}]";
        assertThat(running.ok("POST", "/api/feedback", like)).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("POST", "/api/feedback", like.replace("first", "second"))).isEqualTo("{\"RowAffected\":0}");
        String shown = "{\"FeedbackType\":\"like\",\"UserId\":\"bob\",\"ItemId\":\"sofa\",\"Value\":2.0,"
                + "\"Timestamp\":\"2024-05-06T07:08:09.010Z\",\"Labels\":null,\"Comment\":\"first\"}";
        assertThat(running.ok("GET", "/api/feedback/like/bob/sofa", "")).isEqualTo(shown);
        assertThat(running.ok("PUT", "/api/feedback", like.replace("first", "third"))).isEqualTo("{\"RowAffected\":1}");
        String third = "[" + shown.replace("first", "third") + "]";
        for (String path : List.of(
                "/api/feedback/bob/sofa",
                "/api/user/bob/feedback",
                "/api/user/bob/feedback/like",
                "/api/item/sofa/feedback/",
                "/api/item/sofa/feedback/like")) {
            assertThat(running.ok("GET", path, "")).as(path).isEqualTo(third);
        }
        assertThat(running.ok("GET", "/api/feedback/like?n=5", ""))
                .isEqualTo("{\"Cursor\":\"\",\"Feedback\":" + third + "}");
        assertThat(running.ok("GET", "/api/feedback", "")).contains("third");
        assertThat(running.ok("POST", "/api/feedback", "[]")).isEqualTo("{\"RowAffected\":0}");
        assertThat(running.ok("DELETE", "/api/feedback/like/bob/sofa", "")).isEqualTo("{\"RowAffected\":1}");
        assertThat(running.ok("DELETE", "/api/feedback/bob/sofa", "")).isEqualTo("{\"RowAffected\":0}");
        assertProblem(running.get("/api/feedback/like/bob/sofa"), 404, "There is no feedback");
    }

    @Test
    void aListIsIdsOrIdsWithScores() {
        assertThat(running.ok("GET", "/api/recommend/ann?n=2", "")).isEqualTo("[\"i0\",\"i1\"]");
        assertThat(running.get("/api/recommend/ann?n=2&offset=1", "X-API-Version", "2").body())
                .isEqualTo("[{\"Id\":\"i1\",\"Score\":0.5},{\"Id\":\"i2\",\"Score\":0.3333333333333333}]");
        running.ok("GET", "/api/recommend/ann?category=a&category=b+c&offset=3", "");
        assertThat(running.recommendations.asked.get())
                .isEqualTo(new ListRequest(Part.FUSED, 10, 3, List.of("a", "b c")));
    }

    @Test
    void aWriteBackIsStoredForTheItemsOfTheReply() {
        long before = System.currentTimeMillis();
        running.ok("GET", "/api/recommend/eve?n=2&write-back-type=shown&write-back-delay=1h30m", "");
        assertThat(running.store.history("eve", Long.MAX_VALUE).events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo("shown");
            assertThat(event.timeMillis()).isBetween(before + 5_400_000, System.currentTimeMillis() + 5_400_000);
        });
    }

    @Test
    void aListMadeWithoutTheDatabaseHasAWarning() {
        running.recommendations.degraded = "the \"database\" is dówn";
        HttpResponse<String> response = running.get("/api/recommend/ann");
        running.recommendations.degraded = "";
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Warning")).contains("199 - \"the  database  is d wn\"");
        assertThat(running.ok("GET", "/metrics", "")).contains("tandem_http_degraded_total 1.0");
    }

    @Test
    void aSessionNeedsNoUser() {
        assertThat(running.ok("POST", "/api/session/recommend?n=1", "[{\"FeedbackType\":\"click\",\"ItemId\":\"a\",\"Value\":3}]"))
                .isEqualTo("[{\"Id\":\"i0\",\"Score\":1.0}]");
        assertThat(running.recommendations.session.get().getFirst().itemId()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/latest, FUSED",
        "/api/non-personalized/popular, FUSED",
        "/api/collaborative-filtering/ann, LONG_TERM",
        "/api/short-term/ann, SHORT_TERM",
        "/api/item/lamp/neighbors/, FUSED"
    })
    void otherListsHaveScores(String path, Part part) {
        assertThat(running.ok("GET", path + "?n=1&offset=1&category=x", "")).isEqualTo("[{\"Id\":\"i1\",\"Score\":0.5}]");
        assertThat(running.recommendations.asked.get()).isEqualTo(new ListRequest(part, 1, 1, List.of("x")));
    }

    @Test
    void usersHaveNeighbors() {
        assertThat(running.ok("GET", "/api/user/ann/neighbors/?n=1&offset=1", ""))
                .isEqualTo("[{\"Id\":\"i1\",\"Score\":0.5}]");
    }

    @Test
    void whatOnlyAFusionCanTell() {
        assertThat(running.ok("GET", "/api/recommend/ann/explain", ""))
                .isEqualTo("{\"User\":\"ann\",\"Theta\":null,\"Items\":[{\"Id\":\"i0\",\"Title\":\"Zero\",\"Score\":2.5,"
                        + "\"LongTerm\":1.0,\"ShortTerm\":1.5,\"LongTermReasons\":[{\"Id\":\"i7\",\"Title\":\"Seven\","
                        + "\"Contribution\":0.5}],\"ShortTermReasons\":[]}],\"Filtered\":[{\"Id\":\"i9\","
                        + "\"Title\":\"Nine\",\"Score\":9.0,\"Reason\":\"seen\"}]}");
        String entry = "[{\"Id\":\"i0\",\"Title\":\"Zero\",\"Score\":2.5,\"LongTerm\":null,\"ShortTerm\":-0.5}]";
        assertThat(running.ok("GET", "/api/lists/ann", ""))
                .isEqualTo("{\"User\":\"ann\",\"Events\":3,\"Theta\":0.25,\"Drift\":null,\"Latest\":[{\"Id\":\"i9\","
                        + "\"Title\":\"Nine\",\"FeedbackType\":\"click\",\"Value\":4.0,"
                        + "\"Timestamp\":\"1970-01-01T00:00:01Z\"}],\"Fused\":" + entry + ",\"LongTerm\":" + entry
                        + ",\"ShortTerm\":[]}");
        assertThat(running.ok("GET", "/api/user/ann/state", ""))
                .isEqualTo("{\"User\":\"ann\",\"InModel\":true,\"Events\":3,\"Latest\":[],\"Theta\":0.25,"
                        + "\"Drift\":0.5,\"Nearest\":[{\"Id\":\"u2\",\"Score\":0.75}]}");
        assertThat(running.ok("GET", "/api/search?q=a+b&n=3", ""))
                .isEqualTo("[{\"Id\":\"i1\",\"Title\":\"One of a b\"}]");
    }

    @Test
    void aModelIsSwappedAndTrained() {
        assertThat(running.ok("GET", "/api/model", "")).contains("\"Kind\":\"none\"");
        assertThat(running.ok("POST", "/api/admin/model", "{\"Path\":\"good\"}"))
                .isEqualTo("{\"Kind\":\"none\",\"Name\":\"good\"}");
        assertProblem(running.send("POST", "/api/admin/model", "{\"Path\":\"../bad\"}"), 409, "../bad must be a bundle");
        HttpResponse<String> training = running.send("POST", "/api/admin/train", "");
        assertThat(training.statusCode()).isEqualTo(202);
        assertThat(training.body())
                .isEqualTo("{\"State\":\"running\",\"Progress\":0.0,\"Message\":\"begins\","
                        + "\"Started\":\"1970-01-01T00:00:01Z\"}");
    }

    @Test
    void healthTellsOfTheModelAndTheStore() {
        String ready = "{\"Ready\":true,\"ModelReady\":true,\"DataStoreConnected\":true}";
        assertThat(running.ok("GET", "/api/health/live", "")).isEqualTo(ready);
        assertThat(running.ok("GET", "/api/health/ready", "")).isEqualTo(ready);
        running.life.ready = false;
        assertThat(running.get("/api/health/live").statusCode()).isEqualTo(200);
        assertThat(running.get("/api/health/ready").statusCode()).isEqualTo(503);
        running.life.ready = true;
    }

    @Test
    void headIsGetWithoutABody() {
        HttpResponse<String> response = running.send("HEAD", "/api/health/ready", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValueAsLong("Content-Length").orElseThrow()).isPositive();
        assertThat(running.send("HEAD", "/nothing/at/all", "").statusCode()).isEqualTo(404);
    }

    @Test
    void unknownPathsAndMethodsAreProblems() {
        assertProblem(running.get("/api/recommend"), 404, "/openapi.json lists all of them");
        HttpResponse<String> wrong = running.send("DELETE", "/api/latest", "");
        assertProblem(wrong, 405, "This path answers GET only.");
        assertThat(wrong.headers().firstValue("Allow")).contains("GET");
        assertProblem(running.get("/api/recommend/one%20too%20many"), 503, "40 lists wait");
        assertThat(running.get("/api/recommend/one%20too%20many").headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void metricsCountRequestsByRoute() {
        running.ok("GET", "/api/latest?n=1", "");
        assertThat(running.ok("GET", "/metrics", ""))
                .contains("tandem_http_requests_seconds_bucket{method=\"GET\",route=\"/api/latest\",status=\"2xx\",le=\"0.001\"}")
                .contains("tandem_http_requests_in_work");
    }

    @Test
    void theDocumentationIsAPageWithSecurityHeaders() {
        HttpResponse<String> docs = running.get("/docs");
        assertThat(docs.statusCode()).isEqualTo(200);
        assertThat(docs.body()).contains("/docs.js");
        assertThat(docs.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(docs.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(docs.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        HttpResponse<String> script = running.get("/docs.js");
        assertThat(script.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        String tag = script.headers().firstValue("ETag").orElseThrow();
        assertThat(running.get("/docs.js", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertProblem(running.get("/schemas.json"), 404, "There is no such page");
        assertProblem(running.get("/%2e%2e%2fschemas.json"), 404, "There is no such page");
    }

    static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status, "\"type\":\"about:blank\"", detail);
    }
}
