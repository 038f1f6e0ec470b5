package org.tandemrec.bench.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tandemrec.bench.load.Call;
import org.tandemrec.bench.load.CallSource;
import org.tandemrec.bench.load.HttpConnection;
import org.tandemrec.bench.load.Request;

/** The HTTP server below Tandem's with one route that does nothing but answer the same bytes. */
final class ConstantServer {
    /** Where it answers. */
    static final String TARGET = "/constant";

    /** Ask for them. */
    static final CallSource CALLS = number -> new Call(Traffic.LIST, Request.get(TARGET));

    private ConstantServer() {}

    /** How many bytes a list has. */
    static int size(JavaProcess server, Traffic traffic) {
        try (HttpConnection connection = HttpConnection.open(server.port(), Stage.PATIENCE)) {
            return connection.exchange(traffic.warm(0).request()).body().length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one in a process of its own that answers {@code size} bytes, and returns at once. */
    static JavaProcess start(Stage stage, Path work, int size) {
        int port = JavaProcess.freePort();
        List<String> arguments = List.of(Integer.toString(port), Integer.toString(size));
        return JavaProcess.start(
                work.resolve("constant.log"),
                JavaProcess.java(stage.serverFlags(), ConstantServer.class, arguments),
                Map.of(),
                port);
    }

    /** Starts it: the port, and how many bytes it answers. */
    public static void main(String[] args) {
        byte[] body = ("[\"" + "x".repeat(Math.max(0, Integer.parseInt(args[1]) - 4)) + "\"]")
                .getBytes(StandardCharsets.US_ASCII);
        HttpRouting.Builder routing = HttpRouting.builder()
                .get(
                        TARGET,
                        (request, response) -> response.header(HeaderNames.CONTENT_TYPE, "application/json")
                                .send(body));
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .routing(routing)
                .build()
                .start();
    }
}
