package org.tandemrec.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.server.life.ModelException;
import org.tandemrec.server.live.OverloadedException;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.StoreUnavailableException;

/** Takes every request: finds its route, lets it in or not, has it answered, and turns what goes wrong into problems (RFC 9457). */
final class Dispatcher implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int OVERLOADED_RETRY_SECONDS = 1;

    private final RouteTable table;
    private final Gate gate;
    private final Traffic traffic;
    private final EventStore store;
    private final int mostRequests;
    private final long bodyNanos;
    private volatile boolean stopping;

    Dispatcher(RouteTable table, Gate gate, Traffic traffic, EventStore store, HttpConfig config) {
        this.table = table;
        this.gate = gate;
        this.traffic = traffic;
        this.store = store;
        mostRequests = config.mostRequests();
        bodyNanos = TimeUnit.SECONDS.toNanos(config.bodySeconds());
    }

    /** From now on every reply closes its connection. */
    void stop() {
        stopping = true;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long start = System.nanoTime();
        @Nullable Route route = null;
        try {
            if (stopping) {
                response.header(HeaderValues.CONNECTION_CLOSE);
            }
            RouteTable.Match match = table.match(
                    request.prologue().method().text(),
                    request.prologue().uriPath().rawPath());
            route = match.route();
            gate.check(request, route.access());
            answer(new Exchange(request, response, match, bodyNanos), route);
        } catch (CloseConnectionException | UncheckedIOException | RequestException e) {
            throw e;
        } catch (RuntimeException e) {
            refuse(request, response, e);
        } finally {
            traffic.answered(route, response.status().code(), System.nanoTime() - start);
            store.wakeWriters();
        }
    }

    private void answer(Exchange exchange, Route route) {
        if (!traffic.enter(route.lane(), mostRequests)) {
            throw Refusal.later(
                    503, "The server has too many requests in work; try again soon.", OVERLOADED_RETRY_SECONDS);
        }
        try {
            route.action().answer(exchange);
        } finally {
            traffic.leave(route.lane());
        }
    }

    private static void refuse(ServerRequest request, ServerResponse response, RuntimeException error) {
        if (response.isSent()) {
            LOG.warn("A reply to {} broke off", request.prologue().method().text(), error);
            throw new CloseConnectionException("the reply broke off", error);
        }
        Refusal refusal = switch (error) {
            case Refusal known -> known;
            case RouteTable.WrongMethod wrong -> {
                response.header(HeaderNames.ALLOW, wrong.allowed());
                yield Refusal.of(405, String.valueOf(wrong.getMessage()));
            }
            case StoreUnavailableException down ->
                Refusal.later(
                        503,
                        "The event store is not available: " + down.getMessage() + ". Nothing was stored; try again.",
                        Math.max(1, down.retryAfterSeconds()));
            case OverloadedException over ->
                Refusal.later(503, over.getMessage() + "; try again soon.", OVERLOADED_RETRY_SECONDS);
            case ModelException bad -> Refusal.of(409, String.valueOf(bad.getMessage()));
            default -> {
                LOG.error("A request failed by an error of the server's own", error);
                yield Refusal.of(500, "The server has an error of its own, which its log shows; please report it.");
            }
        };
        if (refusal.retryAfterSeconds() > 0) {
            response.header(HeaderNames.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
        }
        if (refusal.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"tandem\"");
        }
        response.header(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
        response.status(Status.create(refusal.status()));
        byte[] problem = Problem.bytes(
                refusal.status(), refusal.detail(), request.prologue().uriPath().rawPath());
        if (request.prologue().method().text().equals("HEAD")) {
            response.send();
        } else {
            response.send(problem);
        }
    }
}
