package org.tandemrec.bench.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;

/** The HTTP server below Tandem's with one route that does nothing but answer the same bytes. */
final class ConstantServer {
    /** Where it answers. */
    static final String TARGET = "/constant";

    private ConstantServer() {}

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
