package org.tandemrec.server.http;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom the server answers.
 *
 * @param host the address that it binds to
 * @param port the port; 0 takes a free one
 * @param apiKeys the keys that clients must show one of; empty lets everyone in
 * @param adminKeys the keys that open everything, the admin routes too; empty opens those to programs on this machine
 * @param rateLimit requests a second per key; 0 for no limit
 * @param mostConnections how many connections at once; more of them wait to be accepted
 * @param mostRequests how many requests in work at once, those for lists and those for rows counted apart; more of them get 503
 * @param mostStreams how many readers of live figures at once
 * @param bodySeconds how long a body may take to arrive
 * @param idleSeconds how long a connection may be silent; one request may take four times as long
 * @param tlsKeystore a PKCS#12 file with the key and the certificate for TLS, or null for plain HTTP
 * @param tlsPassword the password of that file; empty for none
 */
public record HttpConfig(
        String host,
        int port,
        Set<String> apiKeys,
        Set<String> adminKeys,
        double rateLimit,
        int mostConnections,
        int mostRequests,
        int mostStreams,
        int bodySeconds,
        int idleSeconds,
        @Nullable Path tlsKeystore,
        String tlsPassword) {
    /** On this machine only, at port 8087, without keys. */
    public static final HttpConfig DEFAULT =
            new HttpConfig("127.0.0.1", 8087, Set.of(), Set.of(), 0, 1024, 64, 64, 30, 75, null, "");

    /** Checks the numbers and copies the keys. */
    public HttpConfig {
        apiKeys = Set.copyOf(apiKeys);
        adminKeys = Set.copyOf(adminKeys);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port must be 0 (any free one) to 65535, but was " + port);
        }
        if (!(rateLimit >= 0) || rateLimit > 1e9) {
            throw new IllegalArgumentException("rateLimit must be 0 (no limit) to 1e9 requests/s, but was " + rateLimit);
        }
        atLeastOne("mostConnections", mostConnections);
        atLeastOne("mostRequests", mostRequests);
        atLeastOne("mostStreams", mostStreams);
        atLeastOne("bodySeconds", bodySeconds);
        atLeastOne("idleSeconds", idleSeconds);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }

    /** The same at another port. */
    public HttpConfig withPort(int other) {
        return new HttpConfig(
                host,
                other,
                apiKeys,
                adminKeys,
                rateLimit,
                mostConnections,
                mostRequests,
                mostStreams,
                bodySeconds,
                idleSeconds,
                tlsKeystore,
                tlsPassword);
    }

    /** The same with other keys. */
    public HttpConfig withKeys(Set<String> api, Set<String> admin) {
        return new HttpConfig(
                host,
                port,
                api,
                admin,
                rateLimit,
                mostConnections,
                mostRequests,
                mostStreams,
                bodySeconds,
                idleSeconds,
                tlsKeystore,
                tlsPassword);
    }

    /** Without the keys and the password. */
    @Override
    public String toString() {
        return "HttpConfig[host=" + host + ", port=" + port + ", apiKeys=" + apiKeys.size() + ", adminKeys="
                + adminKeys.size() + ", tls=" + (tlsKeystore != null) + "]";
    }
}
