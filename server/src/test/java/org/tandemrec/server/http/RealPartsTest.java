package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.server.SmallBundle;
import org.tandemrec.server.live.LiveConfig;
import org.tandemrec.server.live.LiveRecommender;
import org.tandemrec.server.live.ServedModel;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.Item;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The interface over a trained model, a real store and live states: what one writes, one reads in the next list. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealPartsTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private EventStore store;
    private LiveRecommender live;
    private HttpServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        Bundle bundle = SmallBundle.write(folder.resolve("bundle"), 3, Instant.parse("2026-01-01T00:00:00Z"));
        store = EventStores.open(folder.resolve("state"));
        List<Item> items = new ArrayList<>();
        for (String id : bundle.items().ids()) {
            items.add(new Item(
                    id, false, List.of(), 0, "null", bundle.title(bundle.items().indexOf(id))));
        }
        store.putItems(items);
        store.append(
                List.of(new Feedback(
                        "click", bundle.users().id(0), bundle.items().id(1), 1, 1_000, "null", "")),
                Duplicates.KEEP);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        live = new LiveRecommender(store, ServedModel.of("small", bundle), LiveConfig.DEFAULT, registry);
        server = HttpServer.create(HttpConfig.DEFAULT.withPort(0), store, live, new FixedLife(), registry);
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(Duration.ofSeconds(5));
        client.close();
        live.close();
        store.close();
    }

    @Test
    void everyEventChangesTheNextList() {
        String before = ok("GET", "/api/recommend/new%20user?n=5", "");
        for (int i = 0; i < 10; i++) {
            String top = MAPPER.readTree(ok("GET", "/api/recommend/new%20user?n=5", ""))
                    .get(0)
                    .stringValue();
            String click = "[{\"FeedbackType\":\"click\",\"UserId\":\"new user\",\"ItemId\":\"" + top + "\"}]";
            assertThat(ok("POST", "/api/feedback", click)).isEqualTo("{\"RowAffected\":1}");
            assertThat(ok("GET", "/api/recommend/new%20user?n=20", "")).doesNotContain("\"" + top + "\"");
        }
        assertThat(ok("GET", "/api/recommend/new%20user?n=5", "")).isNotEqualTo(before);
        JsonNode state = MAPPER.readTree(ok("GET", "/api/user/new%20user/state", ""));
        assertThat(state.get("Events").intValue()).isEqualTo(10);
        assertThat(state.get("InModel").booleanValue()).isFalse();
    }

    @Test
    void aWriteBackShowsOthersOnARefresh() {
        String first = ok("GET", "/api/recommend/reader?n=5&write-back-type=read", "");
        JsonNode second = MAPPER.readTree(ok("GET", "/api/recommend/reader?n=5", ""));
        assertThat(second.size()).isEqualTo(5);
        second.forEach(id -> assertThat(first).doesNotContain("\"" + id.stringValue() + "\""));
    }

    @Test
    void hiddenItemsAndCategoriesCount() {
        String top = MAPPER.readTree(ok("GET", "/api/recommend/hider?n=1", ""))
                .get(0)
                .stringValue();
        ok("PATCH", "/api/item/" + top, "{\"IsHidden\":true}");
        assertThat(ok("GET", "/api/recommend/hider?n=100", "")).doesNotContain("\"" + top + "\"");
        ok("PATCH", "/api/item/" + top, "{\"IsHidden\":false}");
        ok("PUT", "/api/item/" + top + "/category/lamps", "");
        assertThat(ok("GET", "/api/recommend/hider?category=lamps", "")).isEqualTo("[\"" + top + "\"]");
    }

    @Test
    void allOtherListsAnswer() {
        for (String path : List.of(
                "/api/latest",
                "/api/non-personalized/popular",
                "/api/collaborative-filtering/1",
                "/api/short-term/1",
                "/api/item/1/neighbors/",
                "/api/search?q=")) {
            assertThat(MAPPER.readTree(ok("GET", path, "")).size()).as(path).isPositive();
        }
        assertThat(MAPPER.readTree(ok("GET", "/api/lists/1", "")).get("Fused").size())
                .isEqualTo(10);
        assertThat(MAPPER.readTree(ok("GET", "/api/recommend/1/explain", ""))
                        .get("Items")
                        .size())
                .isEqualTo(10);
        assertThat(ok("POST", "/api/session/recommend", "[{\"FeedbackType\":\"click\",\"ItemId\":\"1\"}]"))
                .doesNotContain("\"Id\":\"1\"")
                .contains("Score");
    }

    private String ok(String method, String path, String body) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .timeout(Duration.ofSeconds(20))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as(method + " " + path + ": " + response.body())
                    .isEqualTo(200);
            return response.body();
        } catch (java.io.IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path + " was interrupted", e);
        }
    }
}
