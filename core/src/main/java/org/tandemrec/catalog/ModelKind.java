package org.tandemrec.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.Trainer;

/**
 * A kind of model: its name, its presets, how to train it and how to load it.
 *
 * @param <C> the config record
 * @param name the kind, for example {@code lfm}
 * @param presets configs by name, in the order shown to people; {@value #DEFAULT} is one of them
 * @param training makes a trainer of a resolved config
 * @param loading makes a model of a resolved config and a state
 */
public record ModelKind<C extends Record>(
        String name, Map<String, C> presets, Training<C> training, Loading<C> loading) {
    /** The name of the preset that configs start from. */
    public static final String DEFAULT = "default";

    /** The name of the preset that follows the paper. */
    public static final String PAPER = "paper";

    /** The name of the preset for data as large as the Netflix Prize's. */
    public static final String NETFLIX = "netflix";

    /** The key of a config's JSON that names the preset it starts from. */
    public static final String PRESET = "preset";

    /** Makes a trainer; a model of parts asks the catalog for theirs. */
    @FunctionalInterface
    public interface Training<C extends Record> {
        /** Returns the trainer of {@code config}. */
        Trainer trainer(C config, ModelCatalog catalog);
    }

    /** Loads a model; a model of parts asks the catalog for theirs. */
    @FunctionalInterface
    public interface Loading<C extends Record> {
        /**
         * Returns the model of {@code config} whose state was {@code state}.
         *
         * @throws IllegalArgumentException if the state does not fit the config
         */
        Model load(C config, ModelState state, ModelCatalog catalog);
    }

    /** Copies the presets, in their order. */
    public ModelKind {
        Check.argument(presets.containsKey(DEFAULT), "kind %s has no preset named %s", name, DEFAULT);
        presets = Collections.unmodifiableMap(new LinkedHashMap<>(presets));
    }

    /** A kind with the two presets that every kind of the paper has. */
    public static <C extends Record> ModelKind<C> of(
            String name, C standard, C paper, Training<C> training, Loading<C> loading) {
        Map<String, C> presets = new LinkedHashMap<>();
        presets.put(DEFAULT, standard);
        presets.put(PAPER, paper);
        return new ModelKind<>(name, presets, training, loading);
    }

    /**
     * The config of a preset.
     *
     * @throws ConfigException if there is none of this name
     */
    public C preset(String presetName) {
        C config = presets.get(presetName);
        if (config == null) {
            List<String> names = new ArrayList<>(presets.keySet());
            throw new ConfigException("there is no preset \"" + presetName + "\" of " + name + "; its presets are "
                    + String.join(", ", names) + Names.suggestion(presetName, names));
        }
        return config;
    }
}
