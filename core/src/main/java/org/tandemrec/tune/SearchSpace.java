package org.tandemrec.tune;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.Setting;
import org.tandemrec.catalog.SettingRange;
import tools.jackson.databind.node.ObjectNode;

/**
 * The settings that are searched, each with its range, around a base config that holds all others. Random search (Bergstra and Bengio,
 * JMLR 2012): each setting of each trial is drawn on its own.
 *
 * <p>Every draw descends from the seed by the trial's number and the setting's path, so neither other settings nor more trials change it.
 */
public final class SearchSpace {
    /* Draws of one setting alone before it is said that none of them fits the base. */
    private static final int PROBES = 16;

    /* Draws of a trial before it is said that there are no further ones. */
    private static final int ATTEMPTS = 200;

    private final ModelCatalog catalog;
    private final String kind;
    private final ObjectNode base;
    private final Map<Setting, SettingRange> ranges;
    private final Map<String, String> leftOut;

    private SearchSpace(
            ModelCatalog catalog,
            String kind,
            ObjectNode base,
            Map<Setting, SettingRange> ranges,
            Map<String, String> leftOut) {
        this.catalog = catalog;
        this.kind = kind;
        this.base = base;
        this.ranges = ranges;
        this.leftOut = leftOut;
    }

    /**
     * A config to try.
     *
     * @param number the trial's number, from 1; the first one is the base itself
     * @param values the values of the searched settings as text, by path
     * @param config the resolved config, or one with the same keys where the values together break a rule
     * @param refusal the rule that they break; null where they break none
     */
    public record Candidate(
            int number,
            Map<String, String> values,
            ObjectNode config,
            @Nullable String refusal) {
        /** The value of a searched setting, as text. */
        public String value(Setting setting) {
            return Objects.requireNonNull(values.get(setting.path()), setting.path());
        }
    }

    /**
     * The space around a base config: the settings with a declared range and those of {@code asked}, whose ranges go over the declared
     * ones. A declared range is left out where the base's other settings refuse every value of it.
     *
     * @param base a resolved config
     * @param held paths of settings that keep the base's value unless asked for
     * @param asked ranges by path or option name
     * @throws ConfigException if a name is unknown, a range does not fit its setting, or nothing is left to search
     */
    public static SearchSpace of(
            ModelCatalog catalog, String kind, ObjectNode base, Set<String> held, Map<String, SettingRange> asked) {
        List<Setting> settings = catalog.settings(kind, base);
        Map<Setting, SettingRange> ranges = new LinkedHashMap<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        Map<String, SettingRange> unknown = new LinkedHashMap<>(asked);
        for (Setting setting : settings) {
            SettingRange own = asked.getOrDefault(setting.path(), asked.get(setting.option()));
            unknown.remove(setting.path());
            unknown.remove(setting.option());
            if (own != null) {
                requireFit(setting, own);
                ranges.put(setting, own);
            } else if (setting.range().isPresent() && !held.contains(setting.path())) {
                SettingRange declared = setting.range().get();
                String refusal = refusal(catalog, kind, base, setting, declared);
                if (refusal == null) {
                    ranges.put(setting, declared);
                } else {
                    leftOut.put(setting.path(), refusal);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw new ConfigException("there is no setting \""
                    + unknown.keySet().iterator().next() + "\" of " + kind
                    + " to search; the settings are "
                    + String.join(", ", settings.stream().map(Setting::path).toList()));
        }
        if (ranges.isEmpty()) {
            throw new ConfigException("no setting of " + kind
                    + " is left to search; say which with --set KEY=FROM..TO or --set KEY=A,B,C");
        }
        return new SearchSpace(catalog, kind, base.deepCopy(), ranges, leftOut);
    }

    /** The searched settings with their ranges, in the order of the config. */
    public Map<Setting, SettingRange> ranges() {
        return new LinkedHashMap<>(ranges);
    }

    /** The settings with a declared range that are not searched because the base refuses all of it: path and reason. */
    public Map<String, String> leftOut() {
        return new LinkedHashMap<>(leftOut);
    }

    /**
     * Draws configs that differ from each other; the first one is the base.
     *
     * @return {@code count} of them, or fewer where the ranges hold no more
     */
    public List<Candidate> draw(int count, Seed seed) {
        Check.argument(count >= 1, "trials must be at least 1, but was %d", count);
        List<Candidate> drawn = new ArrayList<>();
        drawn.add(new Candidate(1, baseValues(), base.deepCopy(), null));
        Set<Map<String, String>> seen = new HashSet<>();
        seen.add(baseValues());
        int attempt = 0;
        while (drawn.size() < count && attempt < ATTEMPTS) {
            int number = drawn.size() + 1;
            Map<String, String> values =
                    values(seed.child("trial").child(number).child(attempt));
            attempt++;
            if (seen.add(values)) {
                drawn.add(candidate(number, values));
                attempt = 0;
            }
        }
        return List.copyOf(drawn);
    }

    /** A value as a trial has it: of equal numbers one text, without an exponent and without zeros at its end. */
    public static String text(Setting setting, String value) {
        if (!setting.isNumber()) {
            return value;
        }
        BigDecimal number = new BigDecimal(value);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private Map<String, String> baseValues() {
        Map<String, String> values = new LinkedHashMap<>();
        ranges.keySet().forEach(setting -> values.put(setting.path(), text(setting, setting.defaultValue())));
        return values;
    }

    private Map<String, String> values(Seed seed) {
        Map<String, String> values = new LinkedHashMap<>();
        ranges.forEach((setting, range) -> {
            String drawn = range.draw(seed.child(setting.path()).random(), setting.isWhole());
            values.put(setting.path(), text(setting, drawn));
        });
        return values;
    }

    private Candidate candidate(int number, Map<String, String> values) {
        ObjectNode raw = base.deepCopy();
        Candidate candidate = new Candidate(number, values, raw, null);
        ranges.keySet().forEach(setting -> setting.put(raw, candidate.value(setting)));
        try {
            return new Candidate(number, values, catalog.resolve(kind, raw), null);
        } catch (ConfigException e) {
            return new Candidate(number, values, raw, String.valueOf(e.getMessage()));
        }
    }

    private static void requireFit(Setting setting, SettingRange range) {
        switch (range) {
            case SettingRange.Interval interval -> {
                if (!setting.isNumber()) {
                    throw new ConfigException(setting.path() + " takes " + setting.typeName()
                            + ", so it must be searched by values such as A,B, but was to be in " + interval);
                }
                if (setting.isWhole() && Math.ceil(interval.from()) > Math.floor(interval.to())) {
                    throw new ConfigException(
                            setting.path() + " takes whole numbers, but there is none in " + interval);
                }
            }
            case SettingRange.Values values -> {
                for (String value : values.values()) {
                    if (setting.isNumber() && !value.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
                        throw new ConfigException(setting.path() + " takes " + setting.typeName()
                                + ", but was to be one of " + values + "; a range of numbers is FROM..TO");
                    }
                }
            }
        }
    }

    /** Why the base refuses every value of a range; null where it takes one other than its own. */
    private static @Nullable String refusal(
            ModelCatalog catalog, String kind, ObjectNode base, Setting setting, SettingRange range) {
        SplittableRandom random = new Seed(0).child(setting.path()).random();
        List<String> probes = new ArrayList<>();
        if (range instanceof SettingRange.Values values) {
            probes.addAll(values.values());
        } else {
            for (int i = 0; i < PROBES; i++) {
                probes.add(range.draw(random, setting.isWhole()));
            }
        }
        String last = null;
        for (String probe : probes) {
            ObjectNode raw = base.deepCopy();
            setting.put(raw, probe);
            try {
                if (!catalog.resolve(kind, raw).equals(base)) {
                    return null;
                }
            } catch (ConfigException e) {
                last = String.valueOf(e.getMessage());
            }
        }
        return last;
    }
}
