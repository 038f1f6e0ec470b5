package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Check;
import org.tandemrec.base.Description;
import org.tandemrec.model.PartConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Config records in config records: flat in JSON and on the command line. */
class NestedConfigTest {
    private static final Outer PRESET = new Outer(
            8,
            new Loss(Kind.SOFT, 0.1f, new Depth(3)),
            new PartConfig("toy", JsonNodeFactory.instance.objectNode().put("factors", 2)),
            5);

    enum Kind {
        SOFT,
        VERY_HARD
    }

    record Outer(int size, Loss loss, PartConfig part, int epochs) {}

    record Loss(@Description("what is minimised") Kind loss, float smoothing, Depth depth) {
        Loss {
            Check.argument(smoothing < 1, "smoothing must be less than 1, but was %s", smoothing);
        }
    }

    record Depth(int layers) {}

    record Twice(int layers, Depth depth) {}

    record Siblings(Depth left, Depth right) {}

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void keysStandAmongTheOuterOnes() {
        assertThat(ConfigJson.toJson(PRESET))
                .hasToString(json("{'size':8,'loss':'soft','smoothing':0.1,'layers':3,"
                                + "'part':{'kind':'toy','config':{'factors':2}},'epochs':5}")
                        .toString());
    }

    @Test
    void overlayReachesEveryDepth() {
        Outer config = ConfigJson.overlay(
                PRESET, json("{'loss':'very-hard','layers':7,'epochs':6,'part':{'config':{'factors':9}}}"));
        assertThat(config.loss()).isEqualTo(new Loss(Kind.VERY_HARD, 0.1f, new Depth(7)));
        assertThat(config.epochs()).isEqualTo(6);
        assertThat(config.part().config().get("factors").intValue()).isEqualTo(9);
        assertThat(ConfigJson.overlay(PRESET, ConfigJson.toJson(config))).isEqualTo(config);
        assertThat(ConfigJson.overlay(PRESET, json("{}"))).isEqualTo(PRESET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'layers':'3'}  | part.config | part.config.layers must be an integer, but was "3" (a text)
            {'loss':'sofd'} | part.config | part.config.loss must be one of soft, very-hard, but was "sofd" (a text); did you mean soft?
            {'smoothing':2} | part.config | part.config: smoothing must be less than 1, but was 2.0
            {'layer':3}     | part.config | unknown key "part.config.layer"; the keys are size, loss, smoothing, layers, part, epochs; did you mean layers?
            {'depth':{}}    | part.config | unknown key "part.config.depth"; the keys are size, loss, smoothing, layers, part, epochs
            {'loss':{}}     | part.config | part.config.loss must be one of soft, very-hard, but was an object
            """)
    void errorsNameTheFlatKey(String overrides, String path, String message) {
        assertThatThrownBy(() -> ConfigJson.overlay(PRESET, json(overrides), path, (part, key) -> part))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void settingsAreFlatAndPutBackTheirDefaults() {
        var settings = ConfigJson.settings(PRESET);
        assertThat(settings)
                .extracting(Setting::path)
                .containsExactly("size", "loss", "smoothing", "layers", "part.kind", "epochs");
        assertThat(settings.get(1).description()).isEqualTo("what is minimised");
        assertThat(settings.get(1).choices()).containsExactly("soft", "very-hard");
        ObjectNode overrides = JsonMapper.shared().createObjectNode();
        for (Setting setting : settings) {
            setting.put(overrides, setting.defaultValue());
        }
        Outer other = new Outer(1, new Loss(Kind.VERY_HARD, 0.9f, new Depth(1)), PRESET.part(), 1);
        assertThat(ConfigJson.overlay(other, overrides)).isEqualTo(PRESET);
    }

    @Test
    void equalKeysAreAProgrammingError() {
        Twice twice = new Twice(1, new Depth(2));
        assertThatThrownBy(() -> ConfigJson.toJson(twice))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the keys of a config and its nested records must differ, but Twice.layers and Depth.layers"
                        + " are both \"layers\"; rename one");
        assertThatThrownBy(() -> ConfigJson.overlay(twice, json("{}"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ConfigJson.settings(new Siblings(new Depth(1), new Depth(2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Depth.layers and Depth.layers are both \"layers\"");
    }

    record Band(PartConfig first, List<PartConfig> others) {}

    private static final Band BAND = new Band(PRESET.part(), List.of());

    @Test
    void aListOfPartsIsReplacedAsAWhole() {
        assertThat(ConfigJson.toJson(BAND))
                .as("an empty list is left out")
                .hasToString(
                        json("{'first':{'kind':'toy','config':{'factors':2}}}").toString());
        assertThat(ConfigJson.overlay(BAND, json("{}"))).isEqualTo(BAND);
        Band two = ConfigJson.overlay(
                BAND, json("{'others':[{'kind':'toy'},{'kind':'other','config':{'preset':'paper','a':1}}]}"));
        assertThat(two.others())
                .containsExactly(
                        new PartConfig("toy", json("{}")), new PartConfig("other", json("{'preset':'paper','a':1}")));
        assertThat(ConfigJson.overlay(BAND, ConfigJson.toJson(two))).isEqualTo(two);
        assertThat(ConfigJson.overlay(two, json("{}"))).isEqualTo(two);
        assertThat(ConfigJson.overlay(two, json("{'others':[]}"))).isEqualTo(BAND);
    }

    @Test
    void aListOfPartsIsASettingOfKinds() {
        Setting others = ConfigJson.settings(BAND).getLast();
        assertThat(others.option()).isEqualTo("others");
        assertThat(others.typeName()).isEqualTo("KIND,…");
        assertThat(others.defaultValue()).isEqualTo("none");
        ObjectNode overrides = JsonMapper.shared().createObjectNode();
        others.put(overrides, "toy, other:paper");
        assertThat(overrides)
                .isEqualTo(json("{'others':[{'kind':'toy'},{'kind':'other','config':{'preset':'paper'}}]}"));
        Band two = ConfigJson.overlay(BAND, overrides);
        assertThat(ConfigJson.settings(two).getLast().defaultValue()).isEqualTo("toy,other");
        others.put(overrides, "none");
        assertThat(ConfigJson.overlay(two, overrides)).isEqualTo(BAND);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'others':'toy'}                  | others must be a list of parts, such as [{"kind": "als"}], but was "toy" (a text)
            {'others':['toy']}                | others[0] must be a JSON object, but was "toy" (a text)
            {'others':[{}]}                   | others[0].kind is missing; a part of a list needs one, such as "als"
            {'others':[{'kind':'a'},{'config':{}}]} | others[1].kind is missing; a part of a list needs one, such as "als"
            {'others':[{'kind':'a','x':1}]}   | unknown key "others[0].x"; the keys are kind, config
            {'others':[{'kind':1}]}           | others[0].kind must be a text, but was 1
            """)
    void aPartOfAListFailsByItsPlace(String overrides, String message) {
        assertThatThrownBy(() -> ConfigJson.overlay(BAND, json(overrides)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }
}
