package org.tandemrec.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tandemrec.model.PartConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One value of a config, from and to JSON and text. */
final class ConfigValue {
    private ConfigValue() {}

    static JsonNode toJson(Object value) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (value) {
            case Integer number -> nodes.numberNode(number);
            case Long number -> nodes.numberNode(number);
            case Float number -> nodes.numberNode(Double.parseDouble(number.toString())); // 0.02, not 0.01999…
            case Double number -> nodes.numberNode(number);
            case Boolean bool -> nodes.booleanNode(bool);
            case String text -> nodes.stringNode(text);
            case Enum<?> constant -> nodes.stringNode(Names.kebab(constant.name()));
            case PartConfig part ->
                nodes.objectNode()
                        .put("kind", part.kind())
                        .set("config", part.config().deepCopy());
            case List<?> parts -> {
                var list = nodes.arrayNode();
                parts.forEach(part -> list.add(toJson(part)));
                yield list;
            }
            default -> throw unsupported(value.getClass());
        };
    }

    static String text(Object value) {
        return switch (value) {
            case Enum<?> constant -> Names.kebab(constant.name());
            case List<?> parts when parts.isEmpty() -> Setting.NO_PARTS;
            case List<?> parts ->
                parts.stream().map(part -> ((PartConfig) part).kind()).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    /** The valid values of an enum; nothing for other types. */
    static List<String> choices(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(constants(type))
                        .map(constant -> Names.kebab(constant.name()))
                        .toList()
                : List.of();
    }

    static Object fromJson(Class<?> type, JsonNode json, String path) {
        if (type.isEnum()) {
            return constant(type, json, path);
        }
        if (type == int.class) {
            require(json.isIntegralNumber() && json.canConvertToInt(), path, "an integer", json);
            return json.intValue();
        }
        if (type == long.class) {
            require(json.isIntegralNumber() && json.canConvertToLong(), path, "an integer", json);
            return json.longValue();
        }
        if (type == float.class) {
            require(json.isNumber() && Float.isFinite(toFloat(json)), path, "a number within float range", json);
            return toFloat(json);
        }
        if (type == double.class) {
            require(json.isNumber() && Double.isFinite(json.asDouble(Double.NaN)), path, "a finite number", json);
            return json.asDouble();
        }
        if (type == boolean.class) {
            require(json.isBoolean(), path, "true or false", json);
            return json.asBoolean();
        }
        if (type == String.class) {
            require(json.isString(), path, "a text", json);
            return json.stringValue();
        }
        throw unsupported(type);
    }

    /** The value with its JSON type where that is not plain from its looks. */
    static String describe(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> json + " (a text)";
            case NUMBER, BOOLEAN, NULL, MISSING, BINARY, POJO -> json.toString();
            case ARRAY -> "a list";
            case OBJECT -> "an object";
        };
    }

    /** Rounds the decimal text once: by way of a double it could be rounded twice. */
    private static float toFloat(JsonNode json) {
        return Float.parseFloat(json.toString());
    }

    private static Object constant(Class<?> type, JsonNode json, String path) {
        List<String> choices = choices(type);
        String text = json.isString() ? json.stringValue() : "";
        int index = choices.indexOf(text.toLowerCase(Locale.ROOT));
        String rule = "one of " + String.join(", ", choices);
        if (index < 0) {
            throw new ConfigException(message(path, rule, json) + Names.suggestion(text, choices));
        }
        return constants(type)[index];
    }

    private static Enum<?>[] constants(Class<?> type) {
        return (Enum<?>[]) type.getEnumConstants();
    }

    private static void require(boolean holds, String path, String rule, JsonNode json) {
        if (!holds) {
            throw new ConfigException(message(path, rule, json));
        }
    }

    private static String message(String path, String rule, JsonNode json) {
        return path + " must be " + rule + ", but was " + describe(json);
    }

    private static IllegalStateException unsupported(Class<?> type) {
        return new IllegalStateException("a config record cannot have a component of type " + type.getName());
    }
}
