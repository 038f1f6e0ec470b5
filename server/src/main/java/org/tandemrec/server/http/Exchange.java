package org.tandemrec.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.server.live.ListRequest;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A request with its reply, as routes see them. */
final class Exchange {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final int DEFAULT_N = 10;

    /** A body that is late and still arrives is refused; one of which nothing arrives for this long then ends its connection. */
    private static final long SILENCE_NANOS = 1_000_000_000;

    private final ServerRequest request;
    private final ServerResponse response;
    private final RouteTable.Match match;
    private final long bodyNanos;
    private @Nullable List<String> query;

    /**
     * A request that has been found a route.
     *
     * @param bodyNanos how long the body may take to arrive
     */
    Exchange(ServerRequest request, ServerResponse response, RouteTable.Match match, long bodyNanos) {
        this.request = request;
        this.response = response;
        this.match = match;
        this.bodyNanos = bodyNanos;
    }

    /** What stands at the place of a variable of the path. */
    String variable(int index) {
        return match.variables().get(index);
    }

    /** An id, a type or a category that is a variable of the path. */
    String id(int index) {
        return Rules.id(variable(index), match.route().variables().get(index) + " of the path");
    }

    /** A header of the request; null where there is none. */
    @Nullable
    String header(HeaderName name) {
        return request.headers().contains(name) ? request.headers().get(name).get() : null;
    }

    /** The first value of a query parameter; null where there is none. */
    @Nullable
    String query(Parameter parameter) {
        List<String> pairs = pairs();
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(parameter.name())) {
                return pairs.get(i + 1);
            }
        }
        return null;
    }

    /** How many are asked for. */
    int n() {
        return number(Parameter.N, DEFAULT_N, Rules.MOST_N);
    }

    /** How many rows of a long list are asked for, at least one. */
    int rows() {
        int rows = n();
        if (rows == 0) {
            throw Refusal.badRequest(
                    "n of the query must be a whole number from 1 to " + Rules.MOST_N + ", but was 0.");
        }
        return rows;
    }

    /** How many are to be left out. */
    int offset() {
        return number(Parameter.OFFSET, 0, Rules.MOST_OFFSET);
    }

    /** Where to go on; empty for the start. */
    String cursor() {
        String cursor = query(Parameter.CURSOR);
        return cursor == null ? "" : cursor;
    }

    /** All categories that are asked for. */
    List<String> categories() {
        List<String> categories = new ArrayList<>(0);
        List<String> pairs = pairs();
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equals(Parameter.CATEGORY.name())
                    && !pairs.get(i + 1).isEmpty()) {
                categories.add(Rules.id(pairs.get(i + 1), "category of the query"));
            }
        }
        if (categories.size() > Rules.MOST_CATEGORIES) {
            throw Refusal.badRequest("The query must have at most " + Rules.MOST_CATEGORIES + " categories, but has "
                    + categories.size() + ".");
        }
        return categories;
    }

    /** The part of a list that the query asks for. */
    ListRequest list(ListRequest.Part part) {
        return new ListRequest(part, n(), offset(), categories());
    }

    private int number(Parameter parameter, int whereMissing, int most) {
        String text = query(parameter);
        if (text == null || text.isEmpty()) {
            return whereMissing;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            number = digit >= '0' && digit <= '9' && number <= most ? 10 * number + digit - '0' : Integer.MAX_VALUE;
        }
        if (number > most) {
            throw Refusal.badRequest(parameter.name() + " of the query must be a whole number from 0 to " + most
                    + ", but was \"" + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + "\".");
        }
        return number;
    }

    private List<String> pairs() {
        List<String> pairs = query;
        if (pairs == null) {
            pairs = parse(request.prologue().query().rawValue());
            query = pairs;
        }
        return pairs;
    }

    private static List<String> parse(String raw) {
        if (raw.isEmpty()) {
            return List.of();
        }
        List<String> pairs = new ArrayList<>();
        for (int start = 0; start < raw.length(); ) {
            int and = raw.indexOf('&', start);
            int end = and < 0 ? raw.length() : and;
            int equals = raw.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            pairs.add(PercentEncoding.decode(raw.substring(start, nameEnd), true, "query"));
            pairs.add(PercentEncoding.decode(raw.substring(Math.min(nameEnd + 1, end), end), true, "query"));
            start = end + 1;
        }
        return pairs;
    }

    /** The body. */
    byte[] body() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        long length = request.headers().contentLength().orElse(1024);
        if (length > Rules.MOST_BODY_BYTES) {
            throw closing(413, Rules.BODY_TOO_LARGE);
        }
        try (BodyWatch _ = new BodyWatch(bodyNanos + SILENCE_NANOS)) {
            return read((int) length);
        } catch (ClosedByInterruptException e) {
            throw new CloseConnectionException("the body took too long to arrive", e);
        } catch (IllegalArgumentException _) {
            throw closing(400, "The body's chunks are not as HTTP/1.1 wants them; check the transfer encoding.");
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the client left in the middle of a body", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] read(int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        long deadline = System.nanoTime() + bodyNanos;
        byte[] buffer = new byte[Math.clamp(length, 256, 16 * 1024)];
        // Not closed: closing reads what is left, and what is left of a bad body is not to be read.
        InputStream in = request.content().inputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            bytes.write(buffer, 0, read);
            if (bytes.size() > Rules.MOST_BODY_BYTES) {
                throw closing(413, Rules.BODY_TOO_LARGE);
            }
            if (System.nanoTime() - deadline > 0) {
                throw closing(408, "The body took too long to arrive; send it faster or in parts.");
            }
        }
        return bytes.toByteArray();
    }

    /** A refusal after which the connection ends, since the rest of the body is not read. */
    private Refusal closing(int status, String detail) {
        response.header(HeaderValues.CONNECTION_CLOSE);
        return Refusal.of(status, detail);
    }

    /** Sets a header of the reply. */
    void set(String name, String value) {
        response.header(name, value);
    }

    /** Replies in JSON with the route's status. */
    void reply(JsonReply reply) {
        reply(match.route().status(), reply);
    }

    /** Replies in JSON with a status. */
    void reply(int status, JsonReply reply) {
        response.header(HeaderValues.CONTENT_TYPE_JSON);
        response.header(NO_STORE);
        response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF);
        send(status, bytes(reply));
    }

    /** Replies with bytes of a media type. */
    void reply(String mediaType, byte[] bytes) {
        response.header(HeaderNames.CONTENT_TYPE, mediaType);
        send(200, bytes);
    }

    /** Replies with a status and nothing else. */
    void reply(int status) {
        send(status, new byte[0]);
    }

    private void send(int status, byte[] bytes) {
        response.status(Status.create(status));
        if (request.prologue().method().text().equals("HEAD")) {
            response.header(HeaderNames.CONTENT_LENGTH, Integer.toString(bytes.length));
            response.send();
        } else {
            response.send(bytes);
        }
    }

    /** Replies bit by bit; what is written is sent by a flush. */
    ServerResponse stream() {
        return response;
    }

    /** The text of a JSON value. */
    static byte[] bytes(JsonReply reply) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            reply.write(out);
        }
        return bytes.toByteArray();
    }
}
