package org.tandemrec.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A client of a server under test. */
public final class Client implements AutoCloseable {
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final String url;

    /** A client of a server. */
    public Client(String url) {
        this.url = url;
    }

    /** What came back. */
    public record Reply(int status, String body) {
        /** The body as JSON. */
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    /** Sends a request without a body. */
    public Reply get(String path) {
        return send(request(path).GET().build());
    }

    /** Sends JSON. */
    public Reply post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    /** The ids of a user's list. */
    public List<String> recommend(String userId, int n) {
        Reply reply = get("/api/recommend/" + userId + "?n=" + n);
        if (reply.status != 200) {
            throw new AssertionError(reply.toString());
        }
        return StreamSupport.stream(reply.json().spliterator(), false)
                .map(JsonNode::stringValue)
                .toList();
    }

    /** Sends one event, at the present time. */
    public Reply event(String type, String userId, String itemId) {
        ArrayNode feedback = JsonNodeFactory.instance.arrayNode();
        feedback.addObject().put("FeedbackType", type).put("UserId", userId).put("ItemId", itemId);
        return post("/api/feedback", feedback.toString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(20));
    }

    private Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
