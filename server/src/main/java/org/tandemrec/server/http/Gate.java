package org.tandemrec.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets requests in, or not: keys, requests that other sites make a browser send, and the rate of each key. */
final class Gate {
    /** The header in which clients show their key. */
    static final HeaderName API_KEY = HeaderNames.create("X-API-Key");

    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final Keys apiKeys;
    private final Keys adminKeys;
    private final List<RateLimit> limits = new ArrayList<>();

    Gate(HttpConfig config) {
        apiKeys = new Keys(config.apiKeys());
        adminKeys = new Keys(config.adminKeys());
        if (config.rateLimit() > 0) {
            long now = System.nanoTime();
            int buckets = config.apiKeys().size() + config.adminKeys().size() + 1;
            for (int i = 0; i < buckets; i++) {
                limits.add(new RateLimit(config.rateLimit(), now));
            }
        }
    }

    /**
     * Lets a request pass.
     *
     * @throws Refusal 401, 403 or 429
     */
    void check(ServerRequest request, Access access) {
        if (access == Access.OPEN) {
            return;
        }
        if (!READING.contains(request.prologue().method().text())) {
            checkOrigin(request);
        }
        int client = access == Access.ADMIN ? checkAdmin(request) : checkKey(request);
        if (!limits.isEmpty()) {
            RateLimit limit = limits.get(client);
            if (!limit.tryAcquire(System.nanoTime())) {
                throw Refusal.later(
                        429, "This key has sent too many requests; slow down.", limit.retryAfterSeconds());
            }
        }
    }

    /** The bucket of whoever sends a request to an ordinary route. */
    private int checkKey(ServerRequest request) {
        if (apiKeys.isEmpty()) {
            return 0;
        }
        String shown = shown(request);
        int admin = adminKeys.find(shown);
        int api = apiKeys.find(shown);
        if (api >= 0) {
            return 1 + api;
        }
        if (admin >= 0) {
            return limits.size() - 1 - admin;
        }
        throw Refusal.of(
                401, "This server wants an API key: send it in the header X-API-Key, or as Authorization: Bearer.");
    }

    private int checkAdmin(ServerRequest request) {
        if (!adminKeys.isEmpty()) {
            int admin = adminKeys.find(shown(request));
            if (admin < 0) {
                throw Refusal.of(401, "This route wants the admin key: send it in the header X-API-Key.");
            }
            return limits.size() - 1 - admin;
        }
        if (!isLoopback(request) || !isLoopbackName(request.authority())) {
            throw Refusal.of(
                    403,
                    "Without an admin key this route answers programs on the server's own machine only, which call it by"
                            + " localhost; start the server with an admin key to use it from elsewhere.");
        }
        return checkKey(request);
    }

    private static @Nullable String shown(ServerRequest request) {
        if (request.headers().contains(API_KEY)) {
            return request.headers().get(API_KEY).get();
        }
        if (!request.headers().contains(HeaderNames.AUTHORIZATION)) {
            return null;
        }
        String authorization = request.headers().get(HeaderNames.AUTHORIZATION).get();
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : null;
    }

    private static boolean isLoopback(ServerRequest request) {
        return request.remotePeer().address() instanceof InetSocketAddress address
                && address.getAddress() != null
                && address.getAddress().isLoopbackAddress();
    }

    /** A name that no other site can make a browser use for this machine. */
    private static boolean isLoopbackName(String authority) {
        String name = authority.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static void checkOrigin(ServerRequest request) {
        if (!request.headers().contains(HeaderNames.ORIGIN)) {
            return;
        }
        String origin = request.headers().get(HeaderNames.ORIGIN).get();
        int scheme = origin.indexOf("://");
        if (scheme < 0 || !origin.substring(scheme + 3).equalsIgnoreCase(request.authority())) {
            throw Refusal.of(403, "Pages of other sites must not change anything here; send this without an Origin header.");
        }
    }
}
