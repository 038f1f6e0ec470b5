package org.tandemrec.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.PartConfig;
import org.tandemrec.model.Trainer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The kinds of models by name, and what turns a kind's raw config into a trainer or a model.
 *
 * <p>A raw config is a JSON object of the keys that differ from a preset; the key {@code preset} names that preset, which is
 * {@code default} otherwise. A resolved config has every key, those of its parts included.
 */
public final class ModelCatalog {
    private final Map<String, ModelKind<?>> kinds = new LinkedHashMap<>();

    private ModelCatalog(List<ModelKind<?>> kinds) {
        for (ModelKind<?> kind : kinds) {
            Check.argument(this.kinds.put(kind.name(), kind) == null, "kind %s is there twice", kind.name());
        }
    }

    /** Returns the catalog of all models of Tandem. */
    public static ModelCatalog standard() {
        return of(StandardKinds.all());
    }

    /** Returns a catalog of the given kinds, in their order. */
    public static ModelCatalog of(List<ModelKind<?>> kinds) {
        return new ModelCatalog(kinds);
    }

    /** The names of all kinds. */
    public List<String> kinds() {
        return List.copyOf(kinds.keySet());
    }

    /**
     * The kind of a name.
     *
     * @throws ConfigException if there is none
     */
    public ModelKind<?> kind(String name) {
        return kind(name, "");
    }

    /**
     * The trainer of a raw or resolved config.
     *
     * @throws ConfigException if the kind is unknown or the config breaks a rule
     */
    public Trainer trainer(String kind, JsonNode config) {
        return trainer(kind(kind), config);
    }

    /** The trainer of a kind with its default settings; errors as for {@link #trainer(String, JsonNode)}. */
    public Trainer trainer(String kind) {
        return trainer(kind, ModelKind.DEFAULT);
    }

    /** The trainer of a kind's preset, for example {@code paper}; errors as for {@link #trainer(String, JsonNode)}. */
    public Trainer trainer(String kind, String preset) {
        return trainer(kind, JsonNodeFactory.instance.objectNode().put(ModelKind.PRESET, preset));
    }

    /** The trainer of a part. */
    public Trainer trainer(PartConfig part) {
        return trainer(part.kind(), part.config());
    }

    /**
     * The model of a resolved config and a state.
     *
     * @throws ConfigException if the kind is unknown or the config breaks a rule
     * @throws IllegalArgumentException if the state does not fit the config
     */
    public Model load(String kind, JsonNode config, ModelState state) {
        return load(kind(kind), config, state);
    }

    /** The model of a part. */
    public Model load(PartConfig part, ModelState state) {
        return load(part.kind(), part.config(), state);
    }

    /** The models of a list of parts, each of the tensors under the list's name and its place from 0. */
    List<Model> load(List<PartConfig> parts, ModelState state, String name) {
        List<Model> models = new ArrayList<>();
        for (PartConfig part : parts) {
            models.add(load(part, state.nested(name + "." + models.size())));
        }
        return models;
    }

    /** The config record of a raw config. */
    public Record config(String kind, JsonNode config) {
        return config(kind(kind), config, "");
    }

    /** The complete form of a raw config: every key, parts included. Resolving it again gives the same. */
    public ObjectNode resolve(String kind, JsonNode config) {
        return ConfigJson.toJson(config(kind, config));
    }

    /** The settings of a kind with the values of a raw config as defaults; those of a part follow the part's kind. */
    public List<Setting> settings(String kind, JsonNode config) {
        List<Setting> settings = new ArrayList<>();
        Record resolved = config(kind, config);
        ObjectNode json = ConfigJson.toJson(resolved);
        for (Setting setting : ConfigJson.settings(resolved)) {
            if (!setting.path().endsWith(".kind")) {
                settings.add(setting);
                continue;
            }
            String part = setting.path().substring(0, setting.path().length() - ".kind".length());
            settings.add(new Setting(
                    setting.path(),
                    setting.option(),
                    setting.type(),
                    setting.defaultValue(),
                    kinds(),
                    setting.description(),
                    setting.range()));
            for (Setting nested :
                    settings(setting.defaultValue(), json.get(part).get("config"))) {
                settings.add(new Setting(
                        part + ".config." + nested.path(),
                        setting.option() + "-" + nested.option(),
                        nested.type(),
                        nested.defaultValue(),
                        nested.choices(),
                        nested.description(),
                        nested.range()));
            }
        }
        return settings;
    }

    private ModelKind<?> kind(String name, String path) {
        ModelKind<?> kind = kinds.get(name);
        if (kind == null) {
            throw new ConfigException((path.isEmpty() ? "" : path + ": ") + "there is no model of kind \"" + name
                    + "\"; the kinds are " + String.join(", ", kinds()) + Names.suggestion(name, kinds()));
        }
        return kind;
    }

    private <C extends Record> Trainer trainer(ModelKind<C> kind, JsonNode config) {
        return kind.training().trainer(config(kind, config, ""), this);
    }

    private <C extends Record> Model load(ModelKind<C> kind, JsonNode config, ModelState state) {
        return kind.loading().load(config(kind, config, ""), state, this);
    }

    private <C extends Record> C config(ModelKind<C> kind, JsonNode config, String path) {
        ConfigJson.requireObject(config, path);
        JsonNode presetName = config.get(ModelKind.PRESET);
        if (presetName == null) {
            return ConfigJson.overlay(kind.preset(ModelKind.DEFAULT), config, path, this::resolve);
        }
        String key = ConfigJson.join(path, ModelKind.PRESET);
        C preset = kind.preset((String) ConfigValue.fromJson(String.class, presetName, key));
        ObjectNode overrides = config.asObject().deepCopy();
        overrides.remove(ModelKind.PRESET);
        return ConfigJson.overlay(preset, overrides, path, this::resolve);
    }

    private PartConfig resolve(PartConfig part, String path) {
        ModelKind<?> kind = kind(part.kind(), ConfigJson.join(path, "kind"));
        Record config = config(kind, part.config(), ConfigJson.join(path, "config"));
        return new PartConfig(kind.name(), ConfigJson.toJson(config));
    }
}
