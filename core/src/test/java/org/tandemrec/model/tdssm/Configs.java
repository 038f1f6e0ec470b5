package org.tandemrec.model.tdssm;

import org.tandemrec.catalog.ConfigJson;
import tools.jackson.databind.json.JsonMapper;

/** Configs by the keys in which they differ from the default. */
final class Configs {
    private Configs() {}

    /** The default with the given keys, JSON with single quotes and without braces. */
    static MrTdssmConfig of(String keys) {
        return ConfigJson.overlay(
                MrTdssmConfig.DEFAULT, JsonMapper.shared().readTree("{" + keys.replace('\'', '"') + "}"));
    }
}
