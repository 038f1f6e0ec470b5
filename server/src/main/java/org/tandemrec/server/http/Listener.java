package org.tandemrec.server.http;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sets Helidon's web server up: addresses, limits, TLS, and problems for what is not even a request. */
final class Listener {
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int MOST_LINE_BYTES = 8 * 1024;
    /** How long a request may take, in periods of silence. */
    static final int LONGEST_REQUEST = 4;

    private Listener() {}

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the address cannot be listened on
     */
    static void start(WebServer server, HttpConfig config) {
        requireFree(config);
        server.start();
        if (!server.isRunning()) { // which it only logs
            throw new IllegalStateException(notFree(config, "another program was faster"));
        }
    }

    static void requireFree(HttpConfig config) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that are closed, but not forgotten yet, do no harm
            socket.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (IOException e) {
            throw new IllegalStateException(notFree(config, e.getMessage()), e);
        }
    }

    private static String notFree(HttpConfig config, @Nullable String reason) {
        return "the port " + config.port() + " of " + config.host() + " must be free to listen on, but: " + reason
                + "; stop what uses it, or name another one";
    }

    /** A web server that gives everything to a dispatcher. */
    static WebServer create(HttpConfig config, Dispatcher dispatcher) {
        Duration idle = Duration.ofSeconds(config.idleSeconds());
        Duration longest = idle.multipliedBy(LONGEST_REQUEST);
        WebServerConfig.Builder builder = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(MOST_HEADER_BYTES)
                        .maxPrologueLength(MOST_LINE_BYTES)
                        .build())
                .maxPayloadSize(Rules.MOST_BODY_BYTES)
                .maxTcpConnections(config.mostConnections())
                .idleConnectionTimeout(longest)
                .idleConnectionPeriod(Duration.ofSeconds(Math.clamp(config.idleSeconds() / 4, 1, 15)))
                .connectionOptions(socket -> socket.readTimeout(idle).tcpNoDelay(true))
                .directHandlers(problems())
                .routing(HttpRouting.builder().any(dispatcher));
        if (config.tlsKeystore() != null) {
            builder.tls(tls(config.tlsKeystore(), config.tlsPassword().toCharArray()));
        }
        return builder.build();
    }

    private static DirectHandlers problems() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(
                    type,
                    (request, _, status, headers, _) ->
                            problem(request, request.method().isEmpty() ? asClients(status) : status, headers));
        }
        return handlers.build();
    }

    /** Before there is a request nothing of ours has run yet, so what does not work then is what was sent. */
    private static Status asClients(Status status) {
        return status.code() == 500 ? Status.BAD_REQUEST_400 : status;
    }

    private static DirectHandler.TransportResponse problem(
            DirectHandler.TransportRequest request, Status status, ServerResponseHeaders headers) {
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .keepAlive(false)
                .entity(Problem.bytes(status.code(), detail(status.code()), request.path()))
                .build();
    }

    private static String detail(int status) {
        if (status == 413) {
            return Rules.BODY_TOO_LARGE;
        }
        return status >= 500 && status != 505
                ? "The server has an error of its own, which its log shows; please report it."
                : "This is not a proper HTTP/1.1 request; check its first line, its headers and its length.";
    }

    static Tls tls(Path keystore, char[] password) {
        try (InputStream in = Files.newInputStream(keystore)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return Tls.builder().sslContext(context).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    keystore
                            + ": must be a PKCS#12 file with a key and a certificate, readable with the given password;"
                            + " keytool makes one (" + e.getMessage() + ")",
                    e);
        }
    }
}
