package org.tandemrec.server.http;

import java.util.List;
import org.tandemrec.server.live.Recommendations;
import org.tandemrec.server.live.Recommendations.Entry;
import org.tandemrec.server.live.Recommendations.Explained;
import org.tandemrec.server.live.Recommendations.Explanation;
import org.tandemrec.server.live.Recommendations.Filtered;
import org.tandemrec.server.live.Recommendations.Lists;
import org.tandemrec.server.live.Recommendations.Past;
import org.tandemrec.server.live.Recommendations.Reason;
import org.tandemrec.server.live.Recommendations.Titled;
import org.tandemrec.server.live.Recommendations.UserState;
import tools.jackson.core.JsonGenerator;

/** What a fusion of a long-term and a short-term part can tell of a list: its parts, its reasons, the user's state. */
final class OwnRoutes {
    private static final int MOST_EXPLAINED = 100;

    private final Recommendations recommendations;

    OwnRoutes(Recommendations recommendations) {
        this.recommendations = recommendations;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/recommend/{user}/explain", "Why a user's list is as it is; of at most 100 items.")
                        .query(Parameter.N)
                        .lane(Lane.LISTS)
                        .replies("Explanation")
                        .by(this::explain),
                Route.of("GET", "/api/lists/{user}", "The fused, the long-term and the short-term list side by side.")
                        .query(Parameter.N)
                        .lane(Lane.LISTS)
                        .replies("Lists")
                        .by(this::lists),
                Route.of("GET", "/api/user/{id}/state", "What is known of a user right now.")
                        .lane(Lane.LISTS)
                        .replies("UserState")
                        .by(this::state),
                Route.of("GET", "/api/search", "Items whose title or id contains a text, the most popular ones first.")
                        .query(Parameter.Q, Parameter.N)
                        .lane(Lane.LISTS)
                        .replies("[Title]")
                        .by(this::search));
    }

    private void explain(Exchange exchange) {
        Explanation why = recommendations.explain(exchange.id(0), Math.min(exchange.n(), MOST_EXPLAINED));
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("User", why.userId());
            JsonReply.number(out, "Theta", why.theta());
            out.writeArrayPropertyStart("Items");
            for (Explained explained : why.items()) {
                out.writeStartObject();
                keys(out, explained.entry());
                reasons(out, "LongTermReasons", explained.longTermReasons());
                reasons(out, "ShortTermReasons", explained.shortTermReasons());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayPropertyStart("Filtered");
            for (Filtered filtered : why.filtered()) {
                out.writeStartObject();
                out.writeStringProperty("Id", filtered.id());
                out.writeStringProperty("Title", filtered.title());
                JsonReply.number(out, "Score", filtered.score());
                out.writeStringProperty("Reason", filtered.reason());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void reasons(JsonGenerator out, String key, List<Reason> reasons) {
        out.writeArrayPropertyStart(key);
        for (Reason reason : reasons) {
            out.writeStartObject();
            out.writeStringProperty("Id", reason.id());
            out.writeStringProperty("Title", reason.title());
            JsonReply.number(out, "Contribution", reason.contribution());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void lists(Exchange exchange) {
        Lists lists = recommendations.lists(exchange.id(0), exchange.n());
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("User", lists.userId());
            out.writeNumberProperty("Events", lists.events());
            JsonReply.number(out, "Theta", lists.theta());
            JsonReply.number(out, "Drift", lists.drift());
            latest(out, lists.latest());
            entries(out, "Fused", lists.fused());
            entries(out, "LongTerm", lists.longTerm());
            entries(out, "ShortTerm", lists.shortTerm());
            out.writeEndObject();
        });
    }

    private static void latest(JsonGenerator out, List<Past> latest) {
        out.writeArrayPropertyStart("Latest");
        for (Past past : latest) {
            out.writeStartObject();
            out.writeStringProperty("Id", past.id());
            out.writeStringProperty("Title", past.title());
            out.writeStringProperty("FeedbackType", past.type());
            JsonReply.number(out, "Value", past.value());
            JsonReply.time(out, "Timestamp", past.timeMillis());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void entries(JsonGenerator out, String key, List<Entry> entries) {
        out.writeArrayPropertyStart(key);
        for (Entry entry : entries) {
            out.writeStartObject();
            keys(out, entry);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void keys(JsonGenerator out, Entry entry) {
        out.writeStringProperty("Id", entry.id());
        out.writeStringProperty("Title", entry.title());
        JsonReply.number(out, "Score", entry.score());
        JsonReply.number(out, "LongTerm", entry.longTerm());
        JsonReply.number(out, "ShortTerm", entry.shortTerm());
    }

    private void state(Exchange exchange) {
        UserState state = recommendations.state(exchange.id(0));
        exchange.reply(out -> {
            out.writeStartObject();
            out.writeStringProperty("User", state.userId());
            out.writeBooleanProperty("InModel", state.inModel());
            out.writeNumberProperty("Events", state.events());
            latest(out, state.latest());
            JsonReply.number(out, "Theta", state.theta());
            JsonReply.number(out, "Drift", state.drift());
            out.writeName("Nearest");
            JsonReply.writeScored(out, state.nearest());
            out.writeEndObject();
        });
    }

    private void search(Exchange exchange) {
        String text = exchange.query(Parameter.Q);
        if (text != null && text.length() > Rules.MOST_ID_BYTES) {
            throw Refusal.badRequest("q of the query must have at most " + Rules.MOST_ID_BYTES + " characters.");
        }
        List<Titled> found = recommendations.search(text == null ? "" : text, exchange.n());
        exchange.reply(out -> {
            out.writeStartArray();
            for (Titled titled : found) {
                out.writeStartObject();
                out.writeStringProperty("Id", titled.id());
                out.writeStringProperty("Title", titled.title());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }
}
