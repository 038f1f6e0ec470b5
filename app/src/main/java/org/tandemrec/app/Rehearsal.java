package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tandemrec.app.terminal.Terminal;

/**
 * What most starts go through, done once on invented data: train, recommend, serve. The launcher lets Java note which classes that loads
 * and which methods are hot, and gives what it noted to every later start (JEP 483, 514, 515).
 */
final class Rehearsal {
    private static final String CONFIG = """
            {"longTerm": {"kind": "als", "config": {"epochs": 2}},
             "shortTerm": {"kind": "gru4rec", "config": {"hiddenSize": 32, "epochs": 1, "batchSize": 32}}}
            """;
    private static final int REQUESTS = 50;
    private static final List<String> TARGETS = List.of(
            "/",
            "/openapi.json",
            "/metrics",
            "/api/recommend/nobody",
            "/api/recommend/1?n=10&category=Drama",
            "/api/lists/1",
            "/api/recommend/1/explain",
            "/api/latest",
            "/api/non-personalized/popular",
            "/api/users",
            "/api/model");

    private final Path folder;
    private final Terminal terminal;

    /** A rehearsal in an empty folder. */
    Rehearsal(Path folder, Terminal terminal) {
        this.folder = folder;
        this.terminal = terminal;
    }

    /** Rehearses in an empty folder, its only argument, and fails if anything does not work. */
    public static void main(String[] args) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        new Rehearsal(Path.of(args[0]), Terminal.ofProcess()).run();
    }

    void run() throws InterruptedException {
        String data = folder.resolve("data").toString();
        String bundle = folder.resolve("bundle").toString();
        String config = folder.resolve("config.json").toString();
        try {
            Files.writeString(Path.of(config), CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tandem("generate", "--users", "100", "--out", data);
        tandem("train", "--model", "ra-lst", "--config", config, "--data", data, "--out", bundle);
        tandem("recommend", "--bundle", bundle, "--user", "1");
        String port = Integer.toString(freePort());
        String state = folder.resolve("state").toString();
        Thread server = Thread.ofPlatform()
                .start(() -> tandem("serve", "--bundle", bundle, "--state", state, "--import", data, "--port", port));
        try {
            ask("http://127.0.0.1:" + port, server);
        } finally {
            server.interrupt();
            server.join();
        }
    }

    private void tandem(String... args) {
        int status = Main.run(terminal, Main.COMMANDS, args);
        if (status != 0) {
            throw new IllegalStateException("tandem " + String.join(" ", args) + " ended with " + status);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(String url, Thread server) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (server.isAlive() && status(client, get(url + "/api/health/ready")) != 200) {
                Thread.sleep(20);
            }
            List<HttpRequest> requests = new ArrayList<>();
            for (String target : TARGETS) {
                requests.add(get(url + target));
            }
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(HttpRequest.newBuilder(URI.create(url + "/api/feedback"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("[{\"FeedbackType\": \"click\", \"UserId\": \"" + i
                                + "\", \"ItemId\": \"" + (i + 1) + "\"}]"))
                        .build());
                requests.add(get(url + "/api/recommend/" + i));
            }
            for (HttpRequest request : requests) {
                int status = status(client, request);
                if (status != 200) {
                    throw new IllegalStateException(request + " was answered with " + status);
                }
            }
        }
    }

    private static HttpRequest get(String url) {
        return HttpRequest.newBuilder(URI.create(url)).build();
    }

    /** The status of an answer; 0 for none. */
    private static int status(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0; // does not listen yet
        }
    }
}
