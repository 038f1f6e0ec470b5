package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The presets of all models, those that others are compared with in detail. */
class PresetsTest {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    private static ObjectNode preset(String kind, String preset) {
        return CATALOG.resolve(kind, JsonMapper.shared().createObjectNode().put("preset", preset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lstm", "rnn"})
    void otherCellsHaveTheSettingsThatWereTunedForTheGru(String cell) {
        ObjectNode expected = CATALOG.resolve("gru4rec", JsonMapper.shared().readTree("""
                        {
                          "hiddenSize": 256,
                          "embedding": "tied",
                          "embeddingDropout": 0.3,
                          "hiddenDropout": 0.3,
                          "learningRate": 0.001,
                          "decay": "cosine",
                          "epochs": 10,
                          "batchSize": 32,
                          "bptt": 16
                        }"""));
        assertThat(preset("gru4rec", cell)).isEqualTo(expected.put("cell", cell));
    }

    @Test
    void bprIsPairwiseWithBiases() {
        ObjectNode bpr = preset("lfm", "bpr");
        assertThat(bpr.get("loss").asString()).isEqualTo("bpr");
        assertThat(bpr.get("feedback").asString()).isEqualTo("implicit");
        assertThat(bpr.get("biases").asBoolean()).isTrue();
    }

    static List<String> kinds() {
        return CATALOG.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyPresetComesBackFromJson(String kind) {
        ModelKind<?> model = CATALOG.kind(kind);
        Record base = model.preset("default");
        for (Record preset : model.presets().values()) {
            assertThat(ConfigJson.overlay(base, ConfigJson.toJson(preset))).isEqualTo(preset);
        }
    }

    @Test
    void presetsAreShownInTheirOrder() {
        assertThat(CATALOG.kind("lfm").presets().keySet())
                .containsExactly("default", "paper", "explicit", "bpr", "netflix");
        assertThat(CATALOG.kind("gru4rec").presets().keySet())
                .containsExactly("default", "paper", "lstm", "rnn", "netflix");
    }
}
