package org.tandemrec.server.http;

import java.util.List;
import org.tandemrec.server.life.ModelLife;
import org.tandemrec.server.store.EventStore;

/** Whether the server lives and is ready, for those who watch over it. */
final class HealthRoutes {
    private final EventStore store;
    private final ModelLife life;
    private volatile boolean stopping;

    HealthRoutes(EventStore store, ModelLife life) {
        this.store = store;
        this.life = life;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/health/live", "Whether the server answers at all.")
                        .access(Access.OPEN)
                        .lane(Lane.FREE)
                        .replies("Health")
                        .by(exchange -> exchange.reply(200, this::write)),
                Route.of("GET", "/api/health/ready", "Whether requests are welcome; 503 while they are not.")
                        .access(Access.OPEN)
                        .lane(Lane.FREE)
                        .replies("Health")
                        .by(exchange -> exchange.reply(isReady() ? 200 : 503, this::write)));
    }

    /** From now on the server is not ready. */
    void stop() {
        stopping = true;
    }

    /** Lists are answered while the database is down, so it does not count here. */
    boolean isReady() {
        return !stopping && life.isReady();
    }

    private void write(tools.jackson.core.JsonGenerator out) {
        out.writeStartObject();
        out.writeBooleanProperty("Ready", isReady());
        out.writeBooleanProperty("ModelReady", life.isReady());
        out.writeBooleanProperty("DataStoreConnected", store.isAvailable());
        out.writeEndObject();
    }
}
