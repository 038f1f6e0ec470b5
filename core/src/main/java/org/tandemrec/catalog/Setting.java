package org.tandemrec.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One setting of a config as the command line and the docs show it, derived from a record component.
 *
 * @param path the key path in JSON, for example {@code factors} or {@code longTerm.config.factors}
 * @param option the option's name without dashes, for example {@code learning-rate} or {@code long-term-factors}
 * @param type the Java type of the value
 * @param defaultValue the value of the config that it was derived from, in the form that {@link #put} reads
 * @param choices the valid values where they are a closed set, else empty
 * @param description what it means; empty where nothing is said
 * @param range the values that a search for good settings draws; empty of a setting that is not searched unless asked for
 */
public record Setting(
        String path,
        String option,
        Class<?> type,
        String defaultValue,
        List<String> choices,
        String description,
        Optional<SettingRange> range) {
    /** The text of an empty list of parts. */
    static final String NO_PARTS = "none";

    /** The type's name for people: {@code integer}, {@code number}, {@code true|false}, {@code text}, {@code KIND,…} or the choices. */
    public String typeName() {
        if (!choices.isEmpty()) {
            return String.join("|", choices);
        }
        if (type == int.class || type == long.class) {
            return "integer";
        }
        if (type == float.class || type == double.class) {
            return "number";
        }
        if (type == List.class) {
            return "KIND,…";
        }
        return type == boolean.class ? "true|false" : "text";
    }

    /** Whether it takes whole numbers alone. */
    public boolean isWhole() {
        return type == int.class || type == long.class;
    }

    /** Whether it takes numbers. */
    public boolean isNumber() {
        return isWhole() || type == float.class || type == double.class;
    }

    /**
     * Puts a value given as text at this setting's place in {@code overrides}, creating the objects around it. A list of parts is
     * {@code none}, or kinds with commas between them, each with the name of a preset behind it ({@code lfm:paper}) where it does not
     * start from the default one. Text that does not fit the type is put as it is, for {@link ConfigJson#overlay} to reject with its key path.
     */
    public void put(ObjectNode overrides, String text) {
        ObjectNode parent = overrides;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            JsonNode child = parent.get(keys[i]);
            parent = child instanceof ObjectNode object ? object : parent.putObject(keys[i]);
        }
        parent.set(keys[keys.length - 1], parse(text));
    }

    private static JsonNode parts(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ArrayNode parts = nodes.arrayNode();
        if (!text.equals(NO_PARTS)) {
            for (String part : text.split(",", -1)) {
                String[] kindAndPreset = part.strip().split(":", 2);
                ObjectNode json = parts.addObject().put("kind", kindAndPreset[0]);
                if (kindAndPreset.length == 2) {
                    json.putObject("config").put(ModelKind.PRESET, kindAndPreset[1]);
                }
            }
        }
        return parts;
    }

    private JsonNode parse(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (type == List.class) {
            return parts(text);
        }
        try {
            if (type == int.class || type == long.class) {
                return nodes.numberNode(new BigInteger(text));
            }
            if (type == float.class || type == double.class) {
                return nodes.numberNode(new BigDecimal(text));
            }
        } catch (NumberFormatException notANumber) {
            return nodes.stringNode(text);
        }
        if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(Boolean.parseBoolean(text));
        }
        return nodes.stringNode(text);
    }
}
