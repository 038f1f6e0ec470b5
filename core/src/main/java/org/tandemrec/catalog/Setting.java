package org.tandemrec.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.JsonNode;
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
 */
public record Setting(
        String path, String option, Class<?> type, String defaultValue, List<String> choices, String description) {

    /** The type's name for people: {@code integer}, {@code number}, {@code true|false}, {@code text} or the choices. */
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
        return type == boolean.class ? "true|false" : "text";
    }

    /**
     * Puts a value given as text at this setting's place in {@code overrides}, creating the objects around it. Text that does not
     * fit the type is put as it is, for {@link ConfigJson#overlay} to reject with its key path.
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

    private JsonNode parse(String text) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
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
