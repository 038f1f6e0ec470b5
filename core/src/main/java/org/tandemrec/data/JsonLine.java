package org.tandemrec.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses lines that hold one JSON object each. Only members of the object itself are looked at; what is nested below is passed over.
 * Lines are parsed one by one, so that a broken one costs itself and not the rest of the file.
 */
final class JsonLine {
    private final JsonFactory factory = new JsonFactory();
    private final Column[] columns;
    private final String[] names;

    /** A parser of objects whose members have the given names. */
    JsonLine(Map<Column, String> members) {
        columns = members.keySet().toArray(new Column[0]);
        names = members.values().toArray(new String[0]);
    }

    /** Adds the names of an object's members to {@code found}; a line that is none adds nothing. */
    void findNames(byte[] line, int from, int to, Set<String> found) throws BadLine {
        try (JsonParser parser = open(line, from, to)) {
            List<String> members = new ArrayList<>();
            while (nextMember(parser)) {
                members.add(parser.currentName());
                parser.nextToken();
                parser.skipChildren();
            }
            found.addAll(members);
        } catch (JacksonException e) {
            throw broken(e, line, from, to);
        }
    }

    /**
     * Reads an object.
     *
     * @throws BadLine if the line is no object, or a member that is needed has no plain value or comes twice
     */
    void read(byte[] line, int from, int to, EventFields fields) throws BadLine {
        fields.clear();
        try (JsonParser parser = open(line, from, to)) {
            while (nextMember(parser)) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                for (int i = 0; i < names.length; i++) {
                    if (names[i].equals(name)) {
                        set(fields, columns[i], name, value, parser);
                    }
                }
                parser.skipChildren();
            }
        } catch (JacksonException e) {
            throw broken(e, line, from, to);
        }
    }

    private JsonParser open(byte[] line, int from, int to) throws BadLine {
        JsonParser parser = factory.createParser(ObjectReadContext.empty(), line, from, to - from);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new BadLine("a line must be one JSON object, but was " + Quote.of(line, from, to));
        }
        return parser;
    }

    /** Goes to the next member's name; false at the object's end, which must be the line's. */
    private static boolean nextMember(JsonParser parser) throws BadLine {
        if (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            return true;
        }
        if (parser.nextToken() != null) {
            throw new BadLine("a line must be one JSON object, but this one goes on behind it");
        }
        return false;
    }

    private static void set(
            EventFields fields, Column column, String name, @Nullable JsonToken value, JsonParser parser)
            throws BadLine {
        if (fields.isSet(column)) {
            throw new BadLine("a member must come once in an object, but %s comes twice".formatted(Quote.of(name)));
        }
        if (value == JsonToken.VALUE_NULL) {
            fields.absent(column);
        } else if (value == JsonToken.VALUE_STRING
                || value == JsonToken.VALUE_NUMBER_INT
                || value == JsonToken.VALUE_NUMBER_FLOAT) {
            fields.text(column, parser.getString()); // a number stays as it is written
        } else {
            throw new BadLine("the %s must be a string or a number, but %s is %s"
                    .formatted(EventFields.name(column), Quote.of(name), kind(value)));
        }
    }

    private static String kind(@Nullable JsonToken value) {
        if (value == JsonToken.START_OBJECT) {
            return "an object (only members of the line's own object are read)";
        }
        return value == JsonToken.START_ARRAY ? "an array" : value == JsonToken.VALUE_TRUE ? "true" : "false";
    }

    private static BadLine broken(JacksonException problem, byte[] line, int from, int to) {
        int cut = Math.min(to, from + 4096);
        String text = new String(line, from, cut - from, StandardCharsets.UTF_8);
        String why =
                String.valueOf(problem.getOriginalMessage()).lines().findFirst().orElse("");
        return new BadLine(
                "a line must be one JSON object, but %s cannot be parsed: %s".formatted(Quote.of(text), why));
    }
}
