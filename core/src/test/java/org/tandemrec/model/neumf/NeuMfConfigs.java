package org.tandemrec.model.neumf;

import org.tandemrec.catalog.ConfigJson;
import tools.jackson.databind.json.JsonMapper;

/** Configs by the keys in which they differ from the default. */
final class NeuMfConfigs {
    private NeuMfConfigs() {}

    /** The default with the given keys, JSON with single quotes and without braces. */
    static NeuMfConfig of(String keys) {
        return ConfigJson.overlay(
                NeuMfConfig.DEFAULT, JsonMapper.shared().readTree("{" + keys.replace('\'', '"') + "}"));
    }
}
