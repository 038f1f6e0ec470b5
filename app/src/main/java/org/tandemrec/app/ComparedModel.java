package org.tandemrec.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.tandemrec.app.report.Json;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.ModelKind;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model of a comparison.
 *
 * @param name what the comparison calls it, which is a folder's name, too
 * @param kind its kind
 * @param config its resolved config
 */
record ComparedModel(String name, String kind, ObjectNode config) {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    /** A name that results give to something else. */
    private static final String TAKEN = "best-constant";

    /**
     * Reads models from texts, each one or several with commas between them.
     *
     * @throws ConfigException if a text is none, a config breaks a rule, or two names are the same
     */
    static List<ComparedModel> parseAll(List<String> texts) {
        List<ComparedModel> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String text : texts) {
            for (String one : separate(text)) {
                ComparedModel model = parse(one.strip());
                if (!names.add(model.name.toLowerCase(Locale.ROOT))) { // some file systems take both for one
                    throw new ConfigException("two models are called \"" + model.name
                            + "\"; give one another name, as in other=" + model.kind);
                }
                models.add(model);
            }
        }
        return models;
    }

    /** Cuts a text at its commas, those within braces and quotes excepted. */
    private static List<String> separate(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && depth > 0 && text.charAt(i - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '}')) {
                depth += c == '{' ? 1 : -1;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /**
     * Reads {@code KIND}, {@code NAME=KIND}, {@code KIND:SETTINGS} or {@code NAME=KIND:SETTINGS}; the settings are a preset, a file whose
     * name ends with {@code .json}, or a JSON object.
     */
    private static ComparedModel parse(String text) {
        int colon = text.indexOf(':');
        String head = colon < 0 ? text : text.substring(0, colon);
        int equals = head.indexOf('=');
        String kind = head.substring(equals + 1);
        String name = equals < 0 ? kind : head.substring(0, equals);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || name.equals(TAKEN)) {
            throw new ConfigException(
                    "a model's name must be of at most 64 letters, digits, points, dashes and underscores, "
                            + "start with a letter or digit and not be " + TAKEN + ", but was \"" + name
                            + "\"; a model is KIND, NAME=KIND, NAME=KIND:PRESET or NAME=KIND:FILE.json");
        }
        CATALOG.kind(kind);
        try {
            ObjectNode raw =
                    colon < 0 ? JsonNodeFactory.instance.objectNode() : settings(text.substring(colon + 1), kind);
            return new ComparedModel(name, kind, CATALOG.resolve(kind, raw));
        } catch (ConfigException e) {
            throw new ConfigException("model " + name + ": " + e.getMessage(), e);
        }
    }

    private static ObjectNode settings(String text, String kind) {
        if (text.endsWith(".json")) {
            return ModelOptions.read(Path.of(text), kind);
        }
        if (!text.startsWith("{")) {
            return JsonNodeFactory.instance.objectNode().put(ModelKind.PRESET, text);
        }
        try {
            JsonNode json = Json.MAPPER.readTree(text);
            return json.asObject();
        } catch (JacksonException e) {
            throw new ConfigException("settings must be a JSON object, but: " + e.getOriginalMessage(), e);
        }
    }

    /** The model as an experiment file has it. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("kind", kind).set("config", config);
        return json;
    }

    /**
     * The text of a model in an experiment file: a text as it is, or an object with {@code name}, {@code kind} and {@code config}, which
     * is a text or an object, too.
     *
     * @throws ConfigException if it is neither
     */
    static String text(JsonNode json) {
        if (json.isString()) {
            return json.stringValue();
        }
        if (!json.isObject()) {
            throw new ConfigException(
                    "a model must be a text or an object with name, kind and config, but was " + json);
        }
        for (String key : json.propertyNames()) {
            if (!Set.of("name", "kind", "config").contains(key)) {
                throw new ConfigException("unknown key \"" + key + "\" of a model; the keys are name, kind, config");
            }
        }
        JsonNode kind = json.path("kind");
        JsonNode name = json.has("name") ? json.path("name") : kind;
        if (!kind.isString() || !name.isString()) {
            throw new ConfigException("kind and name of a model must be texts, but it was " + json);
        }
        JsonNode config = json.path("config");
        String settings = config.isMissingNode() ? "" : ":" + (config.isString() ? config.stringValue() : config);
        return name.stringValue() + "=" + kind.stringValue() + settings;
    }
}
