package org.tandemrec.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStores;

/** A server with a store of its own at a free port, and a client. */
final class RunningServer implements AutoCloseable {
    final EventStore store;
    final FixedRecommendations recommendations = new FixedRecommendations();
    final FixedLife life = new FixedLife();
    final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningServer(Path folder, HttpConfig config) {
        store = EventStores.open(folder);
        server = HttpServer.create(
                config.withPort(0),
                store,
                recommendations,
                life,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        server.start();
    }

    RunningServer(Path folder) {
        this(folder, HttpConfig.DEFAULT);
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Sends a request; headers as name, value, name, value. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(method + " " + path + " was interrupted", e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** The body of a request that must be answered by 200. */
    String ok(String method, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        if (response.statusCode() != 200) {
            throw new AssertionError(method + " " + path + " got " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        server.stop(Duration.ofSeconds(5));
        client.close();
        store.close();
    }
}
