package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.FeedbackQuery;
import org.tandemrec.server.store.Page;
import tools.jackson.core.JsonGenerator;

/** Feedback: the events that users make. */
final class FeedbackRoutes {
    private final EventStore store;
    private final Traffic traffic;

    FeedbackRoutes(EventStore store, Traffic traffic) {
        this.store = store;
        this.traffic = traffic;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.of("POST", "/api/feedback", "Stores feedback; what is stored already stays as it is.")
                .body("[Feedback]")
                .replies("RowAffected")
                .by(exchange -> append(exchange, Duplicates.KEEP)));
        routes.add(Route.of("PUT", "/api/feedback", "Stores feedback; what is stored already is overwritten.")
                .body("[Feedback]")
                .replies("RowAffected")
                .by(exchange -> append(exchange, Duplicates.OVERWRITE)));
        routes.add(Route.of("GET", "/api/feedback", "All feedback in the order of time, part by part.")
                .query(Parameter.CURSOR, Parameter.N)
                .replies("FeedbackPage")
                .by(exchange -> page(exchange, FeedbackQuery.ALL)));
        routes.add(Route.of("GET", "/api/feedback/{type}", "Feedback of a type in the order of time, part by part.")
                .query(Parameter.CURSOR, Parameter.N)
                .replies("FeedbackPage")
                .by(exchange -> page(exchange, new FeedbackQuery(exchange.id(0), null, null))));
        routes.add(Route.of("GET", "/api/feedback/{user}/{item}", "The latest feedback of each type of a user with an item.")
                .replies("[Feedback]")
                .by(exchange -> latest(exchange, null, exchange.id(0), exchange.id(1))));
        routes.add(Route.of("GET", "/api/feedback/{type}/{user}/{item}", "The latest feedback of a type of a user with an item.")
                .replies("Feedback")
                .by(this::one));
        routes.add(Route.of("DELETE", "/api/feedback/{user}/{item}", "Deletes all feedback of a user with an item.")
                .replies("RowAffected")
                .by(exchange -> delete(exchange, new FeedbackQuery(null, exchange.id(0), exchange.id(1)))));
        routes.add(Route.of(
                        "DELETE", "/api/feedback/{type}/{user}/{item}", "Deletes all feedback of a type of a user with an item.")
                .replies("RowAffected")
                .by(exchange -> delete(exchange, new FeedbackQuery(exchange.id(0), exchange.id(1), exchange.id(2)))));
        routes.addAll(ofOne());
        return routes;
    }

    private List<Route> ofOne() {
        return List.of(
                Route.of("GET", "/api/user/{id}/feedback", "The latest feedback of each type of a user with each item.")
                        .replies("[Feedback]")
                        .by(exchange -> latest(exchange, null, exchange.id(0), null)),
                Route.of("GET", "/api/user/{id}/feedback/{type}", "The latest feedback of a type of a user with each item.")
                        .replies("[Feedback]")
                        .by(exchange -> latest(exchange, exchange.id(1), exchange.id(0), null)),
                Route.of("GET", "/api/item/{id}/feedback", "The latest feedback of each type of each user with an item.")
                        .replies("[Feedback]")
                        .by(exchange -> latest(exchange, null, null, exchange.id(0))),
                Route.of("GET", "/api/item/{id}/feedback/{type}", "The latest feedback of a type of each user with an item.")
                        .replies("[Feedback]")
                        .by(exchange -> latest(exchange, exchange.id(1), null, exchange.id(0))));
    }

    private void append(Exchange exchange, Duplicates duplicates) {
        List<Feedback> feedback = read(exchange, null);
        int rows = feedback.isEmpty() ? 0 : store.append(feedback, duplicates);
        traffic.stored(rows);
        exchange.reply(JsonReply.rows(rows));
    }

    /**
     * Reads a body of feedback.
     *
     * @param userId whose feedback it is; null where each row says so
     */
    static List<Feedback> read(Exchange exchange, @Nullable String userId) {
        long now = System.currentTimeMillis();
        List<JsonBody> rows = JsonBody.array(exchange.body());
        List<Feedback> feedback = new ArrayList<>(rows.size());
        for (JsonBody row : rows) {
            feedback.add(new Feedback(
                    row.id("FeedbackType"),
                    userId == null ? row.id("UserId") : userId,
                    row.id("ItemId"),
                    row.number("Value"),
                    row.millis("Timestamp", now),
                    row.labels("Labels"),
                    row.comment("Comment")));
        }
        return feedback;
    }

    private void page(Exchange exchange, FeedbackQuery query) {
        Page<Feedback> page = Cursors.page(() -> store.feedback(query, exchange.cursor(), exchange.rows()));
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("Cursor", page.cursor());
            out.writeName("Feedback");
            write(out, page.rows());
            out.writeEndObject();
        });
    }

    private void latest(Exchange exchange, @Nullable String type, @Nullable String user, @Nullable String item) {
        List<Feedback> latest = store.latestFeedback(new FeedbackQuery(type, user, item));
        exchange.reply(out -> write(out, latest));
    }

    private void one(Exchange exchange) {
        List<Feedback> latest =
                store.latestFeedback(new FeedbackQuery(exchange.id(0), exchange.id(1), exchange.id(2)));
        if (latest.isEmpty()) {
            throw Refusal.notFound("There is no feedback of this type of this user with this item.");
        }
        exchange.reply(out -> JsonReply.feedback(out, latest.getFirst()));
    }

    private void delete(Exchange exchange, FeedbackQuery query) {
        exchange.reply(JsonReply.rows(store.deleteFeedback(query)));
    }

    private static void write(JsonGenerator out, List<Feedback> rows) {
        out.writeStartArray();
        for (Feedback feedback : rows) {
            JsonReply.feedback(out, feedback);
        }
        out.writeEndArray();
    }
}
