package org.tandemrec.catalog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Description;
import org.tandemrec.base.Range;
import org.tandemrec.model.PartConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Config records as JSON objects, key by key from the record's components, so that each name is typed once.
 *
 * <p>Components are {@code int}, {@code long}, {@code float}, {@code double}, {@code boolean}, {@code String}, an enum (in JSON its
 * name in lower kebab case), a {@link PartConfig}, a list of these or another config record. A list replaces the preset's as a whole;
 * an empty one, which the default preset of a kind must have, is left out of the JSON. The keys of a record in a record stand among the outer
 * record's own, so that JSON, presets and options stay flat; two equal keys are a programming error. Nothing is coerced: a wrong type
 * fails as an unknown key does.
 */
public final class ConfigJson {
    private ConfigJson() {}

    /** Resolves a part after its overrides were merged into it. */
    @FunctionalInterface
    interface PartResolver {
        /** Returns the part with its complete config; {@code path} is the part's key path. */
        PartConfig resolve(PartConfig part, String path);
    }

    /**
     * Returns the config as a JSON object with all its keys, but those of empty lists. Floats are written as short as they read back.
     *
     * @throws IllegalStateException if two keys of the record and its nested records are equal, here and in all methods
     */
    public static ObjectNode toJson(Record config) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Leaf leaf : leaves(config)) {
            if (!leaf.value().equals(List.of())) {
                json.set(leaf.key(), ConfigValue.toJson(leaf.value()));
            }
        }
        return json;
    }

    /**
     * Returns {@code preset} with the values of the given keys in place of its own. The overrides of a part are merged into the
     * part's config, unless they change its kind or start from a preset of their own.
     *
     * @throws ConfigException if a key is unknown, a value has the wrong type, or the record rejects the values
     */
    public static <C extends Record> C overlay(C preset, JsonNode overrides) {
        return overlay(preset, overrides, "", (part, path) -> part);
    }

    static <C extends Record> C overlay(C preset, JsonNode overrides, String path, PartResolver parts) {
        requireObject(overrides, path);
        requireKnown(overrides, path, leaves(preset).stream().map(Leaf::key).toList());
        return overlayKnown(preset, overrides, path, parts);
    }

    /** A nested record's keys are looked up among the overrides of the outer one. */
    private static <C extends Record> C overlayKnown(C preset, JsonNode overrides, String path, PartResolver parts) {
        RecordComponent[] components = preset.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            String key = join(path, name);
            Object value = value(preset, components[i]);
            JsonNode override = overrides.get(name);
            if (value instanceof PartConfig part) {
                PartConfig merged = override == null ? part : merge(part, override, key);
                values[i] = parts.resolve(merged, key);
            } else if (value instanceof List<?> list) {
                values[i] = parts(list, override, key, parts);
            } else if (value instanceof Record nested) {
                values[i] = overlayKnown(nested, overrides, path, parts);
            } else {
                values[i] = override == null ? value : ConfigValue.fromJson(components[i].getType(), override, key);
            }
        }
        return construct(preset, components, values, path);
    }

    /** The parts of a preset's list, or of the list that stands in its place. */
    private static List<PartConfig> parts(
            List<?> preset, @Nullable JsonNode override, String path, PartResolver resolver) {
        List<PartConfig> parts = new ArrayList<>();
        if (override == null) {
            preset.forEach(part -> parts.add(resolver.resolve((PartConfig) part, path + "[" + parts.size() + "]")));
            return parts;
        }
        if (!override.isArray()) {
            throw new ConfigException(path + " must be a list of parts, such as [{\"kind\": \"als\"}], but was "
                    + ConfigValue.describe(override));
        }
        for (JsonNode part : override) {
            String place = path + "[" + parts.size() + "]";
            requireObject(part, place);
            if (!part.has("kind")) {
                throw new ConfigException(place + ".kind is missing; a part of a list needs one, such as \"als\"");
            }
            PartConfig none = new PartConfig("", JsonNodeFactory.instance.objectNode());
            parts.add(resolver.resolve(merge(none, part, place), place));
        }
        return parts;
    }

    /** Returns the settings of a config in the order of its components; a part's is its kind, a list's the kinds of its parts. */
    public static List<Setting> settings(Record config) {
        List<Setting> settings = new ArrayList<>();
        for (Leaf leaf : leaves(config)) {
            Class<?> type = leaf.component().getType();
            Description description = leaf.component().getAnnotation(Description.class);
            boolean part = leaf.value() instanceof PartConfig;
            settings.add(new Setting(
                    part ? leaf.key() + ".kind" : leaf.key(),
                    Names.kebab(leaf.key()),
                    part ? String.class : type,
                    leaf.value() instanceof PartConfig it ? it.kind() : ConfigValue.text(leaf.value()),
                    ConfigValue.choices(type),
                    description == null ? "" : description.value(),
                    range(leaf)));
        }
        return settings;
    }

    /** The range that a component declares. */
    private static Optional<SettingRange> range(Leaf leaf) {
        Range range = leaf.component().getAnnotation(Range.class);
        Choice choice = leaf.component().getAnnotation(Choice.class);
        if (range != null && choice != null) {
            throw new IllegalStateException(leaf.place() + " has a @Range and a @Choice; keep one");
        }
        if (range != null) {
            return Optional.of(new SettingRange.Interval(range.from(), range.to(), range.log()));
        }
        return Optional.ofNullable(choice).map(values -> new SettingRange.Values(List.of(values.value())));
    }

    /** A component that has a key of its own: no nested record, but one of its components. */
    private record Leaf(RecordComponent component, Object value) {
        String key() {
            return component.getName();
        }

        String place() {
            return component.getDeclaringRecord().getSimpleName() + "." + key();
        }
    }

    /** The components of a config in their order, those of a nested record in its place. */
    private static List<Leaf> leaves(Record config) {
        Map<String, Leaf> leaves = new LinkedHashMap<>();
        collect(config, leaves);
        return List.copyOf(leaves.values());
    }

    private static void collect(Record config, Map<String, Leaf> leaves) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = value(config, component);
            if (value instanceof Record nested && !(value instanceof PartConfig)) {
                collect(nested, leaves);
                continue;
            }
            Leaf leaf = new Leaf(component, value);
            Leaf same = leaves.putIfAbsent(leaf.key(), leaf);
            if (same != null) {
                throw new IllegalStateException("the keys of a config and its nested records must differ, but "
                        + same.place() + " and " + leaf.place() + " are both \"" + leaf.key() + "\"; rename one");
            }
        }
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static void requireObject(JsonNode json, String path) {
        if (!json.isObject()) {
            String what = path.isEmpty() ? "a config" : path;
            throw new ConfigException(what + " must be a JSON object, but was " + ConfigValue.describe(json));
        }
    }

    private static void requireKnown(JsonNode json, String path, List<String> valid) {
        for (String key : json.propertyNames()) {
            if (!valid.contains(key)) {
                throw new ConfigException("unknown key \"" + join(path, key) + "\"; the keys are "
                        + String.join(", ", valid) + Names.suggestion(key, valid));
            }
        }
    }

    private static PartConfig merge(PartConfig part, JsonNode override, String path) {
        requireObject(override, path);
        requireKnown(override, path, List.of("kind", "config"));
        JsonNode kind = override.get("kind");
        JsonNode config = override.get("config");
        String mergedKind =
                kind == null ? part.kind() : (String) ConfigValue.fromJson(String.class, kind, join(path, "kind"));
        boolean anew = !mergedKind.equals(part.kind()) || (config != null && config.has(ModelKind.PRESET));
        ObjectNode merged = anew
                ? JsonNodeFactory.instance.objectNode()
                : part.config().asObject().deepCopy();
        if (config != null) {
            requireObject(config, join(path, "config"));
            mergeInto(merged, config);
        }
        return new PartConfig(mergedKind, merged);
    }

    private static void mergeInto(ObjectNode target, JsonNode overrides) {
        overrides.forEachEntry((key, value) -> {
            JsonNode present = target.get(key);
            if (present instanceof ObjectNode object && value.isObject()) {
                mergeInto(object, value);
            } else {
                target.set(key, value);
            }
        });
    }

    private static Object value(Record config, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    @SuppressWarnings("unchecked") // the constructor of the preset's own class
    private static <C extends Record> C construct(
            C preset, RecordComponent[] components, @Nullable Object[] values, String path) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = preset.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (C) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getTargetException();
            throw new ConfigException((path.isEmpty() ? "" : path + ": ") + cause.getMessage(), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + preset.getClass(), e);
        }
    }
}
