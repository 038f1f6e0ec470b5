package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.TrainingContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelCatalogTest {
    private static final ModelCatalog CATALOG = ToyFusion.CATALOG;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void resolvesPartsCompletely() {
        ObjectNode resolved = CATALOG.resolve("toy-fusion", json("{'longTerm':{'config':{'factors':9}}}"));
        assertThat(resolved.get("longTerm").get("config"))
                .hasToString(json("{'factors':9,'learningRate':0.02,'decay':0.5,'bias':true,'salt':7,"
                                + "'note':'plain','shake':'gentle','epochs':5}")
                        .toString());
        assertThat(resolved.get("shortTerm")).isEqualTo(json("{'kind':'toy-sequence','config':{'step':1.0}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'preset':'paper'}", "{'theta':0.125}", "{'longTerm':{'kind':'toy-sequence'}}"})
    void resolvingTwiceIsResolvingOnce(String config) {
        JsonNode once = JsonMapper.shared()
                .readTree(CATALOG.resolve("toy-fusion", json(config)).toString());
        assertThat(CATALOG.resolve("toy-fusion", once)).hasToString(once.toString());
    }

    @Test
    void presetsAreNamedByKeyAtAnyDepth() {
        assertThat(CATALOG.config("toy-vectors", json("{'preset':'paper','salt':1}")))
                .isEqualTo(new ToyVectors.Config(4, 0.001f, 0.25, false, 1, "paper", ToyVectors.Shake.VERY_HARD, 2));
        ObjectNode whole = CATALOG.resolve("toy-fusion", json("{'preset':'paper'}"));
        ObjectNode part = CATALOG.resolve("toy-fusion", json("{'longTerm':{'config':{'preset':'paper'}}}"));
        assertThat(whole.get("longTerm")).isEqualTo(part.get("longTerm"));
        assertThat(whole.get("longTerm").get("config").get("factors").intValue())
                .isEqualTo(4);
        assertThat(part.get("theta").doubleValue()).isEqualTo(0.25);
    }

    @Test
    void anotherKindOfPartForgetsTheConfigOfTheFirst() {
        ObjectNode resolved = CATALOG.resolve("toy-fusion", json("{'longTerm':{'kind':'toy-sequence'}}"));
        assertThat(resolved.get("longTerm")).isEqualTo(json("{'kind':'toy-sequence','config':{'step':1.0}}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            toy-fusion | {'longTerm':{'config':{'factor':1}}} | unknown key "longTerm.config.factor"; the keys are
            toy-fusion | {'longTerm':{'config':{'factors':'1'}}} | longTerm.config.factors must be an integer, but was "1"
            toy-fusion | {'longTerm':{'config':{'factors':0}}} | longTerm.config: factors must be at least 1, but was 0
            toy-fusion | {'longTerm':{'config':7}} | longTerm.config must be a JSON object, but was 7
            toy-fusion | {'longTerm':'toy-vectors'} | longTerm must be a JSON object, but was "toy-vectors" (a text)
            toy-fusion | {'longTerm':{'king':1}} | unknown key "longTerm.king"; the keys are kind, config; did you mean kind?
            toy-fusion | {'longTerm':{'kind':1}} | longTerm.kind must be a text, but was 1
            toy-fusion | {'longTerm':{'kind':'toy-vector'}} | longTerm.kind: there is no model of kind "toy-vector"; the kinds are toy-vectors, toy-sequence, toy-fusion; did you mean toy-vectors?
            toy-fusion | {'longTerm':{'config':{'preset':'papr'}}} | there is no preset "papr" of toy-vectors; its presets are default, paper; did you mean paper?
            toy-vectors | {'preset':3} | preset must be a text, but was 3
            svd | {} | there is no model of kind "svd"; the kinds are toy-vectors, toy-sequence, toy-fusion
            """)
    void whatDoesNotFitFailsWithItsKeyPath(String kind, String config, String message) {
        assertThatThrownBy(() -> CATALOG.trainer(kind, json(config)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void settingsReachIntoParts() {
        List<Setting> settings = CATALOG.settings("toy-fusion", json("{'longTerm':{'config':{'factors':9}}}"));
        assertThat(settings).extracting(Setting::option).contains("long-term", "long-term-learning-rate", "theta");
        Setting factors = settings.stream()
                .filter(setting -> setting.option().equals("long-term-factors"))
                .findFirst()
                .orElseThrow();
        assertThat(factors.defaultValue()).isEqualTo("9");
        assertThat(factors.path()).isEqualTo("longTerm.config.factors");
        ObjectNode overrides = JsonMapper.shared().createObjectNode();
        factors.put(overrides, "11");
        assertThat(overrides).hasToString("{\"longTerm\":{\"config\":{\"factors\":11}}}");
    }

    @Test
    void trainsAndLoadsModelsOfParts() {
        Interactions data = new Interactions.Builder()
                .addUntimed(0, 0)
                .addUntimed(0, 1)
                .addUntimed(1, 2)
                .build(2, 3);
        Model trained = CATALOG.trainer("toy-fusion", json("{}")).train(data, TrainingContext.of(1));
        Model loaded = CATALOG.load("toy-fusion", CATALOG.resolve("toy-fusion", json("{}")), trained.state());
        float[] expected = new float[3];
        float[] scores = new float[3];
        trained.score(new Query(0, new int[] {0}), expected);
        loaded.score(new Query(0, new int[] {0}), scores);
        assertThat(scores).containsExactly(expected);
        assertThat(scores[1]).isGreaterThan(scores[2]);
    }

    @Test
    void aKindOccursOnceAndHasADefault() {
        ModelKind<?> kind = CATALOG.kind("toy-vectors");
        assertThatThrownBy(() -> ModelCatalog.of(List.of(kind, kind))).hasMessageContaining("there twice");
        assertThatThrownBy(() -> new ModelKind<ToySequence.Config>(
                        "bare",
                        Map.of(),
                        (config, catalog) -> new ToySequence.SequenceTrainer(config),
                        (config, state, catalog) -> ToySequence.load(config, state)))
                .hasMessage("kind bare has no preset named default");
    }
}
