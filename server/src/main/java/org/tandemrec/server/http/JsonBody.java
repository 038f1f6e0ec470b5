package org.tandemrec.server.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object of a request, read strictly: a wrong type is refused with its place and its value. Keys that are not asked for are
 * ignored, since clients of other versions send more of them.
 */
final class JsonBody {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final JsonNode node;
    private final String place;

    private JsonBody(JsonNode node, String place) {
        this.node = node;
        this.place = place;
    }

    /** Reads a body that is one object. */
    static JsonBody object(byte[] bytes) {
        JsonNode node = parse(bytes);
        return object(node, "");
    }

    /** Reads a body that is an array of at most {@link Rules#MOST_ROWS} objects. */
    static List<JsonBody> array(byte[] bytes) {
        JsonNode node = parse(bytes);
        if (!node.isArray()) {
            throw Refusal.badRequest("The body must be a JSON array, [{…}, …], but was " + kind(node) + ".");
        }
        if (node.size() > Rules.MOST_ROWS) {
            throw Refusal.badRequest("The body must have at most " + Rules.MOST_ROWS + " rows, but has " + node.size()
                    + "; send it in parts.");
        }
        List<JsonBody> rows = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            rows.add(object(node.get(i), "[" + i + "]."));
        }
        return rows;
    }

    private static JsonBody object(JsonNode node, String place) {
        if (!node.isObject()) {
            String where = place.isEmpty() ? "The body" : place.substring(0, place.length() - 1) + " of the body";
            throw Refusal.badRequest(where + " must be a JSON object, {…}, but was " + kind(node) + ".");
        }
        return new JsonBody(node, place);
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw Refusal.badRequest("The body is not JSON in UTF-8" + where + ": " + reason(e) + ".");
        }
    }

    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }

    /** Whether a key is there with a value other than null. */
    boolean has(String key) {
        return node.hasNonNull(key);
    }

    /** An id that must be there. */
    String id(String key) {
        String id = text(key);
        if (id == null) {
            throw Refusal.badRequest(place + key + " is missing; it must be a text that is not empty.");
        }
        return Rules.id(id, place + key);
    }

    /** A text; null where it is missing or null. */
    @Nullable String text(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw wrong(key, "a text", value);
        }
        return value.stringValue();
    }

    /** A comment; empty where it is missing or null. */
    String comment(String key) {
        String comment = text(key);
        return comment == null ? "" : Rules.comment(comment, place + key);
    }

    /** Any JSON value, as its text. */
    String labels(String key) {
        JsonNode value = node.get(key);
        return value == null ? "null" : Rules.labels(value.toString(), place + key);
    }

    /** A finite number; 0 where it is missing or null. */
    double number(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return 0;
        }
        double number = value.isNumber() ? value.numberValue().doubleValue() : Double.NaN;
        if (!Double.isFinite(number)) {
            throw wrong(key, "a finite number", value);
        }
        return number;
    }

    /** True or false; false where it is missing or null. */
    boolean flag(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return value.booleanValue();
    }

    /** A time; now where it is missing or null. */
    long millis(String key, long now) {
        return Times.millis(text(key), now, place + key);
    }

    /** Categories; none where they are missing or null. One that is given twice counts once. */
    List<String> categories(String key) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray() || value.size() > Rules.MOST_CATEGORIES) {
            throw wrong(key, "an array of at most " + Rules.MOST_CATEGORIES + " texts", value);
        }
        List<String> texts = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            JsonNode element = value.get(i);
            if (!element.isString()) {
                throw wrong(key + "[" + i + "]", "a text", element);
            }
            String text = Rules.id(element.stringValue(), place + key + "[" + i + "]");
            if (!texts.contains(text)) {
                texts.add(text);
            }
        }
        return texts;
    }

    private Refusal wrong(String key, String rule, JsonNode value) {
        return Refusal.badRequest(place + key + " must be " + rule + ", but was " + kind(value) + ".");
    }

    private static String kind(JsonNode value) {
        if (value.isMissingNode()) {
            return "empty";
        }
        if (value.isObject()) {
            return "an object";
        }
        if (value.isArray()) {
            return "an array of " + value.size();
        }
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
