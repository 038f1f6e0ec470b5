package org.tandemrec.catalog;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A resolved config as people write it: the name of a preset, and the keys that differ from it. */
public final class ConfigDifference {
    private static final String KIND = "kind";
    private static final String CONFIG = "config";

    private ConfigDifference() {}

    /**
     * Returns the raw config that starts from a preset and resolves to {@code config}.
     *
     * @param kind the kind of model
     * @param preset the preset's name
     * @param config a resolved config of that kind
     * @throws ConfigException if there is no such preset
     */
    public static ObjectNode of(ModelCatalog catalog, String kind, String preset, JsonNode config) {
        ObjectNode raw = JsonNodeFactory.instance.objectNode().put(ModelKind.PRESET, preset);
        raw.setAll(differences(catalog.resolve(kind, raw), config.asObject()));
        if (!catalog.resolve(kind, raw).equals(config)) {
            throw new IllegalStateException(
                    "the config " + config + " of " + kind + " is not what " + raw + " resolves to");
        }
        return raw;
    }

    private static ObjectNode differences(ObjectNode preset, ObjectNode config) {
        ObjectNode different = JsonNodeFactory.instance.objectNode();
        config.forEachEntry((key, value) -> {
            JsonNode before = preset.get(key);
            if (before instanceof ObjectNode part && part.get(KIND).equals(value.get(KIND))) {
                ObjectNode inside = differences(
                        part.get(CONFIG).asObject(), value.get(CONFIG).asObject());
                if (!inside.isEmpty()) {
                    different.putObject(key).set(CONFIG, inside);
                }
            } else if (!value.equals(before)) {
                different.set(key, value);
            }
        });
        preset.propertyNames().stream() // an empty list has no key
                .filter(key -> !config.has(key))
                .forEach(different::putArray);
        return different;
    }
}
