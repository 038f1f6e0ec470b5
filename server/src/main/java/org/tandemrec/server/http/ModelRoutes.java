package org.tandemrec.server.http;

import java.util.List;
import org.tandemrec.server.life.ModelLife;
import org.tandemrec.server.life.ModelLife.TrainingStatus;
import tools.jackson.core.JsonGenerator;

/** The model that serves: its card, and how those in charge replace it. */
final class ModelRoutes {
    private final ModelLife life;

    ModelRoutes(ModelLife life) {
        this.life = life;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/model", "The model that serves: kind, provenance, settings, training.")
                        .lane(Lane.FREE)
                        .replies("Model")
                        .by(this::card),
                Route.of("POST", "/api/admin/model", "Loads a bundle, warms it and lets it serve; then its card.")
                        .access(Access.ADMIN)
                        .lane(Lane.FREE)
                        .body("BundlePath")
                        .replies("Model")
                        .by(this::swap),
                Route.of("POST", "/api/admin/train", "Starts a training from the event store in a process of its own.")
                        .access(Access.ADMIN)
                        .lane(Lane.FREE)
                        .replies("Training")
                        .status(202)
                        .by(this::train));
    }

    private void card(Exchange exchange) {
        String card = life.card().toString();
        exchange.reply(out -> out.writeRawValue(card));
    }

    private void swap(Exchange exchange) {
        String path = JsonBody.object(exchange.body()).id("Path");
        life.swap(path);
        card(exchange);
    }

    private void train(Exchange exchange) {
        TrainingStatus status = life.train();
        exchange.reply(out -> training(out, status));
    }

    static void training(JsonGenerator out, TrainingStatus status) {
        out.writeStartObject();
        out.writeStringProperty("State", status.state());
        JsonReply.number(out, "Progress", status.progress());
        out.writeStringProperty("Message", status.message());
        if (status.startedMillis() > 0) {
            JsonReply.time(out, "Started", status.startedMillis());
        }
        if (status.bundle() != null) {
            out.writeStringProperty("Bundle", status.bundle());
        }
        out.writeEndObject();
    }
}
