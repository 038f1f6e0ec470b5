package org.tandemrec.model.fpmc;

import org.tandemrec.catalog.ConfigJson;
import tools.jackson.databind.json.JsonMapper;

/** Configs by the keys in which they differ from a preset. */
final class FpmcConfigs {
    private FpmcConfigs() {}

    /** The default with the given keys, JSON with single quotes and without braces. */
    static FpmcConfig of(String keys) {
        return of(FpmcConfig.DEFAULT, keys);
    }

    /** The paper's preset with the given keys. */
    static FpmcConfig paper(String keys) {
        return of(FpmcConfig.PAPER, keys);
    }

    private static FpmcConfig of(FpmcConfig preset, String keys) {
        return ConfigJson.overlay(preset, JsonMapper.shared().readTree("{" + keys.replace('\'', '"') + "}"));
    }
}
