package org.tandemrec.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ConfigDifference;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.Setting;
import org.tandemrec.catalog.SettingRange;
import org.tandemrec.tune.SearchSpace.Candidate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class SearchSpaceTest {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();
    private static final Seed SEED = new Seed(7);

    static List<String> kinds() {
        return CATALOG.kinds();
    }

    private static ObjectNode base(String kind, String raw) {
        return CATALOG.resolve(kind, JsonMapper.shared().readTree(raw.replace('\'', '"')));
    }

    private static SearchSpace space(String kind, String raw, Map<String, SettingRange> asked) {
        return SearchSpace.of(CATALOG, kind, base(kind, raw), Set.of(), asked);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theDeclaredRangesOfEveryKindFitItsDefaults(String kind) {
        SearchSpace space = space(kind, "{}", Map.of());
        List<Candidate> drawn = space.draw(40, SEED);
        long refused = drawn.stream().filter(trial -> trial.refusal() != null).count();
        assertThat(refused).as("refused of %s", drawn).isLessThanOrEqualTo(drawn.size() / 3);
        for (Candidate trial : drawn.subList(1, drawn.size())) {
            space.ranges().forEach((setting, range) -> assertIn(range, setting, trial.value(setting)));
        }
        assertThat(new HashSet<>(drawn.stream().map(Candidate::values).toList()))
                .hasSameSizeAs(drawn);
    }

    private static void assertIn(SettingRange range, Setting setting, String value) {
        switch (range) {
            case SettingRange.Interval interval ->
                assertThat(Double.parseDouble(value)).isBetween(interval.from(), interval.to());
            case SettingRange.Values values ->
                assertThat(values.values().stream().map(each -> SearchSpace.text(setting, each)))
                        .contains(value);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyDrawnConfigIsWrittenAsItsDifferenceFromAPreset(String kind) {
        for (Candidate trial : space(kind, "{}", Map.of()).draw(12, SEED)) {
            if (trial.refusal() == null) {
                for (String preset : CATALOG.kind(kind).presets().keySet()) {
                    ObjectNode raw = ConfigDifference.of(CATALOG, kind, preset, trial.config());
                    assertThat(CATALOG.resolve(kind, raw)).isEqualTo(trial.config());
                }
                assertThat(ConfigDifference.of(CATALOG, kind, "default", trial.config())
                                        .size()
                                - 1)
                        .isLessThanOrEqualTo(trial.values().size());
            }
        }
    }

    @Test
    void theFirstTrialIsTheBase() {
        ObjectNode base = base("lfm", "{'factors': 5, 'learningRate': 0.5}");
        Candidate first = SearchSpace.of(CATALOG, "lfm", base, Set.of(), Map.of())
                .draw(3, SEED)
                .getFirst();
        assertThat(first.number()).isOne();
        assertThat(first.config()).isEqualTo(base);
        assertThat(first.values()).containsEntry("factors", "5").containsEntry("learningRate", "0.5");
    }

    @Test
    void aDrawDependsOnSeedNumberAndSettingAlone() {
        SearchSpace one = space("lfm", "{}", Map.of());
        List<Candidate> many = one.draw(20, SEED);
        assertThat(one.draw(7, SEED)).isEqualTo(many.subList(0, 7));
        assertThat(one.draw(20, new Seed(8))).isNotEqualTo(many);
        SearchSpace fewer = SearchSpace.of(CATALOG, "lfm", base("lfm", "{}"), Set.of("factors", "negatives"), Map.of());
        List<Candidate> held = fewer.draw(20, SEED);
        for (int i = 1; i < 20; i++) {
            assertThat(held.get(i).values()).doesNotContainKey("factors");
            assertThat(many.get(i).values()).containsAllEntriesOf(held.get(i).values());
            assertThat(held.get(i).config().get("factors").intValue()).isEqualTo(32);
        }
    }

    @Test
    void rangesThatAreAskedForGoOverTheDeclaredAndTheHeldOnes() {
        SearchSpace space = SearchSpace.of(
                CATALOG,
                "ra-lst",
                base("ra-lst", "{}"),
                Set.of("longTerm.config.factors", "shortTerm.config.epochs"),
                Map.of(
                        "long-term-factors", SettingRange.parse("3,5"),
                        "shortTerm.config.epochs", SettingRange.parse("2..4")));
        for (Candidate trial : space.draw(20, SEED).subList(1, 20)) {
            assertThat(trial.config().at("/longTerm/config/factors").intValue()).isIn(3, 5);
            assertThat(trial.config().at("/shortTerm/config/epochs").intValue()).isBetween(2, 4);
        }
        assertThat(space.ranges().keySet().stream().map(Setting::path)).doesNotContain("longTerm.config.epochs");
    }

    @Test
    void aDeclaredRangeThatTheBaseRulesOutIsLeftOutWithItsReason() {
        SearchSpace space = space("gru4rec", "{}", Map.of());
        assertThat(space.leftOut().get("weightDecay")).contains("weightDecay is for adam-w");
        SearchSpace adamW = space("gru4rec", "{'optimizer': 'adam-w'}", Map.of());
        assertThat(adamW.leftOut()).doesNotContainKey("weightDecay");
        assertThat(adamW.ranges().keySet().stream().map(Setting::path)).contains("weightDecay");
    }

    @Test
    void valuesThatBreakARuleTogetherAreATrialWithItsReason() {
        List<Candidate> drawn = space("gru4rec", "{'epochs': 2}", Map.of("warmupEpochs", SettingRange.parse("0,5")))
                .draw(20, SEED);
        assertThat(drawn).hasSize(20).anyMatch(trial -> trial.refusal() == null && trial.number() > 1);
        assertThat(drawn)
                .filteredOn(trial -> "5".equals(trial.values().get("warmupEpochs")))
                .isNotEmpty()
                .allSatisfy(trial ->
                        assertThat(trial.refusal()).contains("warmupEpochs must be less than epochs (2), but was 5"));
    }

    @Test
    void fewDifferentConfigsAreFewTrials() {
        SearchSpace space = SearchSpace.of(
                CATALOG,
                "popularity",
                base("popularity", "{}"),
                Set.of(),
                Map.of("counting", SettingRange.parse("events,users")));
        assertThat(space.draw(50, SEED)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "factor@1..2@there is no setting \"factor\" of lfm to search; the settings are feedback, loss, factors",
                "loss@1..2@loss takes squared|logistic|bpr, so it must be searched by values such as A,B, but was to be in 1..2",
                "factors@1.2..1.8@factors takes whole numbers, but there is none in 1.2..1.8",
                "factors@few,many@factors takes integer, but was to be one of few,many; a range of numbers is FROM..TO"
            })
    void whatDoesNotFitIsRefused(String key, String range, String message) {
        assertThatThrownBy(() -> space("lfm", "{}", Map.of(key, SettingRange.parse(range))))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void nothingToSearchIsRefused() {
        ObjectNode base = CATALOG.resolve("ease", JsonNodeFactory.instance.objectNode());
        assertThatThrownBy(() -> SearchSpace.of(CATALOG, "ease", base, Set.of("regularization"), Map.of()))
                .hasMessage(
                        "no setting of ease is left to search; say which with --set KEY=FROM..TO or --set KEY=A,B,C");
    }
}
