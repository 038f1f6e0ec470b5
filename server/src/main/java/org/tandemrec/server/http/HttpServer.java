package org.tandemrec.server.http;

import io.helidon.webserver.WebServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.tandemrec.server.life.ModelLife;
import org.tandemrec.server.live.Recommendations;
import org.tandemrec.server.store.EventStore;

/** The HTTP interface. */
public final class HttpServer {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final HttpConfig config;
    private final WebServer server;
    private final Dispatcher dispatcher;
    private final HealthRoutes health;
    private final StreamRoutes stream;
    private final Traffic traffic;

    private HttpServer(
            HttpConfig config,
            WebServer server,
            Dispatcher dispatcher,
            HealthRoutes health,
            StreamRoutes stream,
            Traffic traffic) {
        this.config = config;
        this.server = server;
        this.dispatcher = dispatcher;
        this.health = health;
        this.stream = stream;
        this.traffic = traffic;
    }

    /**
     * Makes all ready to answer.
     *
     * @throws IllegalArgumentException if the keystore is bad
     */
    public static HttpServer create(
            HttpConfig config,
            EventStore store,
            Recommendations recommendations,
            ModelLife life,
            PrometheusMeterRegistry registry) {
        HealthRoutes health = new HealthRoutes(store, life);
        List<Route> routes = new ArrayList<>();
        Traffic traffic = new Traffic(registry);
        RowLocks locks = new RowLocks();
        routes.addAll(new UserRoutes(store, locks).routes());
        routes.addAll(new ItemRoutes(store, locks).routes());
        routes.addAll(new FeedbackRoutes(store, traffic).routes());
        routes.addAll(new RecommendRoutes(store, recommendations, traffic).routes());
        routes.addAll(new OwnRoutes(recommendations).routes());
        routes.addAll(new ModelRoutes(life).routes());
        routes.addAll(health.routes());
        LiveFigures figures = new LiveFigures(store, recommendations, life, health, traffic, registry);
        Duration longest = Duration.ofSeconds((Listener.LONGEST_REQUEST - 1L) * config.idleSeconds());
        StreamRoutes stream = new StreamRoutes(figures, config.mostStreams(), longest);
        routes.addAll(stream.routes());
        routes.addAll(new MetricsRoute(registry).routes());
        routes.addAll(new PageRoutes().routes());
        OpenApi openApi = new OpenApi(routes);
        routes.add(openApi.route());
        Dispatcher dispatcher = new Dispatcher(new RouteTable(routes), new Gate(config), traffic, store, config);
        WebServer server = Listener.create(config, dispatcher);
        return new HttpServer(config, server, dispatcher, health, stream, traffic);
    }

    /**
     * Starts answering.
     *
     * @throws IllegalStateException if the address cannot be listened on
     */
    public void start() {
        Listener.start(server, config);
    }

    /**
     * Makes sure that an address can be listened on right now.
     *
     * @throws IllegalStateException if it cannot
     */
    public static void requireFree(HttpConfig config) {
        Listener.requireFree(config);
    }

    /** The port that it answers on. */
    public int port() {
        return server.port();
    }

    /** Stops: first it is not ready, then it finishes the requests in work as long as a grace period lasts, then it closes. */
    public void stop(Duration grace) {
        health.stop();
        dispatcher.stop();
        stream.close();
        long deadline = System.nanoTime() + grace.toNanos();
        boolean waiting = true;
        while (waiting && traffic.inWork() > 0 && System.nanoTime() - deadline < 0) {
            try {
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                waiting = false;
            }
        }
        server.stop();
    }
}
