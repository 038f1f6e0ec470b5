package org.tandemrec.server.http;

import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/** The page and the documentation: files from the class path. */
final class PageRoutes {
    private static final List<String> FOLDERS = List.of("page/", "docs/");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,60}\\.([a-z0-9]{2,5})");
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "txt", "text/plain; charset=utf-8");
    private static final String POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
            + " frame-ancestors 'none'; img-src 'self' data:";

    private final Map<String, File> files = new ConcurrentHashMap<>();

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/", "The page: try it, look at the model, watch the server.")
                        .access(Access.OPEN)
                        .lane(Lane.FREE)
                        .replies("text/html")
                        .by(exchange -> send(exchange, "index.html")),
                Route.of("GET", "/docs", "This interface, readable.")
                        .access(Access.OPEN)
                        .lane(Lane.FREE)
                        .replies("text/html")
                        .by(exchange -> send(exchange, "docs.html")),
                Route.of("GET", "/{file}", "A file of the page.")
                        .access(Access.OPEN)
                        .lane(Lane.FREE)
                        .replies("text/*")
                        .by(exchange -> send(exchange, exchange.variable(0))));
    }

    private void send(Exchange exchange, String name) {
        File file = find(name).orElseThrow(() -> Refusal.notFound("There is no such page; start at /."));
        exchange.set("ETag", file.tag);
        exchange.set("Cache-Control", "no-cache");
        exchange.set("Content-Security-Policy", POLICY);
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.set("Referrer-Policy", "no-referrer");
        exchange.set("X-Frame-Options", "DENY");
        exchange.set("Cross-Origin-Opener-Policy", "same-origin");
        if (file.tag.equals(exchange.header(HeaderNames.IF_NONE_MATCH))) {
            exchange.reply(304);
        } else {
            exchange.reply(file.mediaType, file.bytes);
        }
    }

    private Optional<File> find(String name) {
        File known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Matcher matcher = NAME.matcher(name);
        String mediaType = matcher.matches() ? MEDIA_TYPES.get(matcher.group(1)) : null;
        if (mediaType == null) {
            return Optional.empty();
        }
        Optional<File> found = FOLDERS.stream()
                .flatMap(folder -> read(folder + name, mediaType).stream())
                .findFirst();
        found.ifPresent(file -> files.put(name, file));
        return found;
    }

    private static Optional<File> read(String path, String mediaType) {
        try (InputStream in = PageRoutes.class.getResourceAsStream(path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            CRC32C sum = new CRC32C();
            sum.update(bytes);
            return Optional.of(new File(
                    mediaType, bytes, "\"" + Long.toHexString(sum.getValue()) + "-" + bytes.length + "\""));
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + path + " cannot be read from the class path", e);
        }
    }

    /** A file with its media type and what changes when it does. */
    private record File(String mediaType, byte[] bytes, String tag) {}
}
