package org.tandemrec.server.http;

import java.util.List;
import org.tandemrec.server.live.Scored;
import org.tandemrec.server.store.Feedback;
import org.tandemrec.server.store.Item;
import org.tandemrec.server.store.User;
import tools.jackson.core.JsonGenerator;

/** Writes a reply in JSON, key by key: nothing is mapped by reflection. */
@FunctionalInterface
interface JsonReply {
    /** Writes one JSON value. */
    void write(JsonGenerator out);

    /** {@code {"RowAffected":n}}. */
    static JsonReply rows(int affected) {
        return out -> {
            out.writeStartObject();
            out.writeNumberProperty("RowAffected", affected);
            out.writeEndObject();
        };
    }

    /** {@code [{"Id","Score"}]}. */
    static JsonReply scored(List<Scored> list) {
        return out -> writeScored(out, list);
    }

    static void writeScored(JsonGenerator out, List<Scored> list) {
        out.writeStartArray();
        for (Scored scored : list) {
            out.writeStartObject();
            out.writeStringProperty("Id", scored.id());
            number(out, "Score", scored.score());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** A number; null where it is not one. What is a float is written as short as a float. */
    static void number(JsonGenerator out, String key, double value) {
        out.writeName(key);
        float narrow = (float) value;
        if (!Double.isFinite(value)) {
            out.writeNull();
        } else if (Double.compare(narrow, value) == 0) {
            out.writeNumber(narrow);
        } else {
            out.writeNumber(value);
        }
    }

    static void time(JsonGenerator out, String key, long millis) {
        out.writeStringProperty(key, Times.text(millis));
    }

    static void json(JsonGenerator out, String key, String text) {
        out.writeName(key);
        out.writeRawValue(text.isEmpty() ? "null" : text);
    }

    static void texts(JsonGenerator out, String key, List<String> texts) {
        out.writeArrayPropertyStart(key);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    static void user(JsonGenerator out, User user) {
        out.writeStartObject();
        out.writeStringProperty("UserId", user.userId());
        json(out, "Labels", user.labels());
        out.writeStringProperty("Comment", user.comment());
        out.writeEndObject();
    }

    static void item(JsonGenerator out, Item item) {
        out.writeStartObject();
        out.writeStringProperty("ItemId", item.itemId());
        out.writeBooleanProperty("IsHidden", item.hidden());
        texts(out, "Categories", item.categories());
        time(out, "Timestamp", item.timeMillis());
        json(out, "Labels", item.labels());
        out.writeStringProperty("Comment", item.comment());
        out.writeEndObject();
    }

    static void feedback(JsonGenerator out, Feedback feedback) {
        out.writeStartObject();
        out.writeStringProperty("FeedbackType", feedback.type());
        out.writeStringProperty("UserId", feedback.userId());
        out.writeStringProperty("ItemId", feedback.itemId());
        number(out, "Value", feedback.value());
        time(out, "Timestamp", feedback.timeMillis());
        json(out, "Labels", feedback.labels());
        out.writeStringProperty("Comment", feedback.comment());
        out.writeEndObject();
    }
}
