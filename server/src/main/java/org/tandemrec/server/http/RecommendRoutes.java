package org.tandemrec.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.tandemrec.server.live.ListRequest;
import org.tandemrec.server.live.ListRequest.Part;
import org.tandemrec.server.live.Recommendations;
import org.tandemrec.server.live.Recommendations.Ranked;
import org.tandemrec.server.live.Scored;
import org.tandemrec.server.store.Duplicates;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.Feedback;

/** Lists of items and of users. */
final class RecommendRoutes {
    private static final HeaderName API_VERSION = HeaderNames.create("X-API-Version");

    private final EventStore store;
    private final Recommendations recommendations;
    private final Traffic traffic;

    RecommendRoutes(EventStore store, Recommendations recommendations, Traffic traffic) {
        this.store = store;
        this.recommendations = recommendations;
        this.traffic = traffic;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/recommend/{user}", "A list for a user, who need not be known.")
                        .query(
                                Parameter.N,
                                Parameter.OFFSET,
                                Parameter.CATEGORY,
                                Parameter.WRITE_BACK_TYPE,
                                Parameter.WRITE_BACK_DELAY)
                        .lane(Lane.LISTS)
                        .replies("ItemIds")
                        .by(this::recommend),
                Route.of("POST", "/api/session/recommend", "A list for someone who did nothing but what the body says.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .body("[SessionFeedback]")
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(this::session),
                Route.of("GET", "/api/collaborative-filtering/{user}", "The long-term part of a user's list alone.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> part(exchange, Part.LONG_TERM)),
                Route.of("GET", "/api/short-term/{user}", "The short-term part of a user's list alone.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> part(exchange, Part.SHORT_TERM)),
                Route.of("GET", "/api/latest", "The newest items.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> scored(exchange, recommendations.latest(exchange.list(Part.FUSED)))),
                Route.of("GET", "/api/non-personalized/popular", "The items with the most events.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> scored(exchange, recommendations.popular(exchange.list(Part.FUSED)))),
                Route.of("GET", "/api/item/{id}/neighbors", "The items most like an item.")
                        .query(Parameter.N, Parameter.OFFSET, Parameter.CATEGORY)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> scored(
                                exchange, recommendations.itemNeighbors(exchange.id(0), exchange.list(Part.FUSED)))),
                Route.of("GET", "/api/user/{id}/neighbors", "The users most like a user.")
                        .query(Parameter.N, Parameter.OFFSET)
                        .lane(Lane.LISTS)
                        .replies("[Score]")
                        .by(exchange -> scored(
                                exchange,
                                recommendations.userNeighbors(exchange.id(0), exchange.n(), exchange.offset()))));
    }

    private void recommend(Exchange exchange) {
        String user = exchange.id(0);
        ListRequest request = exchange.list(Part.FUSED);
        String type = exchange.query(Parameter.WRITE_BACK_TYPE);
        String delay = exchange.query(Parameter.WRITE_BACK_DELAY);
        long delayMillis = delay == null ? 0 : Times.durationMillis(delay, "write-back-delay of the query");
        if (type != null) {
            Rules.id(type, "write-back-type of the query");
        } else if (delay != null) {
            throw Refusal.badRequest("write-back-delay of the query needs a write-back-type beside it.");
        }
        Ranked ranked = ranked(exchange, user, request);
        if (type != null && !ranked.items().isEmpty()) {
            writeBack(user, ranked.items(), type, System.currentTimeMillis() + delayMillis);
        }
        if ("2".equals(exchange.header(API_VERSION))) {
            exchange.reply(JsonReply.scored(ranked.items()));
        } else {
            exchange.reply(out -> {
                out.writeStartArray();
                for (Scored scored : ranked.items()) {
                    out.writeString(scored.id());
                }
                out.writeEndArray();
            });
        }
    }

    private Ranked ranked(Exchange exchange, String user, ListRequest request) {
        Ranked ranked = recommendations.recommend(user, request);
        if (!ranked.degraded().isEmpty()) {
            traffic.answeredDegraded();
            exchange.set("Warning", "199 - \"" + ranked.degraded().replaceAll("[^\\x20-\\x7e]|[\"\\\\]", " ") + "\"");
        }
        return ranked;
    }

    private void writeBack(String user, List<Scored> items, String type, long timeMillis) {
        List<Feedback> shown = new ArrayList<>(items.size());
        for (Scored scored : items) {
            shown.add(new Feedback(type, user, scored.id(), 0, timeMillis, "null", ""));
        }
        traffic.stored(store.append(shown, Duplicates.KEEP));
    }

    private void session(Exchange exchange) {
        ListRequest request = exchange.list(Part.FUSED);
        scored(exchange, recommendations.recommendFor(FeedbackRoutes.read(exchange, "session"), request));
    }

    private void part(Exchange exchange, Part part) {
        scored(exchange, ranked(exchange, exchange.id(0), exchange.list(part)).items());
    }

    private static void scored(Exchange exchange, List<Scored> list) {
        exchange.reply(JsonReply.scored(list));
    }
}
