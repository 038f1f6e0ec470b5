package org.tandemrec.model.gru4rec;

import org.tandemrec.catalog.ConfigJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Configs by the keys in which they differ from the default. */
public final class Configs {
    private Configs() {}

    /** The default with the given keys, JSON with single quotes and without braces. */
    public static Gru4RecConfig of(String keys) {
        return of(JsonMapper.shared().readTree("{" + keys.replace('\'', '"') + "}"));
    }

    /** The same of parsed keys. */
    public static Gru4RecConfig of(JsonNode keys) {
        return ConfigJson.overlay(Gru4RecConfig.DEFAULT, keys);
    }
}
