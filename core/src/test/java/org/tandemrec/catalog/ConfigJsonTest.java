package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigJsonTest {
    private static final ToyVectors.Config PRESET = ToyVectors.Config.DEFAULT;

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void writesEveryComponentAndShortFloats() {
        assertThat(ConfigJson.toJson(PRESET))
                .hasToString(json("{'factors':2,'learningRate':0.02,'decay':0.5,'bias':true,'salt':7,"
                                + "'note':'plain','shake':'gentle','epochs':3}")
                        .toString());
        assertThat(ConfigJson.toJson(ToyVectors.Config.PAPER).get("shake").stringValue())
                .isEqualTo("very-hard");
    }

    @Test
    void overlayChangesOnlyTheGivenKeys() {
        var config = ConfigJson.overlay(PRESET, json("{'factors':64,'shake':'Very-HARD','learningRate':1}"));
        assertThat(config)
                .isEqualTo(new ToyVectors.Config(64, 1, 0.5, true, 7, "plain", ToyVectors.Shake.VERY_HARD, 3));
        assertThat(ConfigJson.overlay(PRESET, json("{}"))).isEqualTo(PRESET);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void randomConfigsComeBackFromTheirText(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 100; round++) {
            float rate = Float.intBitsToFloat(random.nextInt());
            double decay = Double.longBitsToDouble(random.nextLong());
            var config = new ToyVectors.Config(
                    random.nextInt(1, Integer.MAX_VALUE),
                    Float.isFinite(rate) ? rate : Float.MIN_VALUE,
                    Double.isFinite(decay) ? decay : Double.MAX_VALUE,
                    random.nextBoolean(),
                    random.nextLong(),
                    new String(new char[] {(char) random.nextInt(0xD800), '"', '\n'}),
                    random.nextBoolean() ? ToyVectors.Shake.GENTLE : ToyVectors.Shake.VERY_HARD,
                    random.nextInt());
            String text = ConfigJson.toJson(config).toString();
            assertThat(ConfigJson.overlay(PRESET, JsonMapper.shared().readTree(text)))
                    .isEqualTo(config);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'factors':'64'}        | factors must be an integer, but was "64" (a text)
            {'factors':0.5}         | factors must be an integer, but was 0.5
            {'factors':64.0}        | factors must be an integer, but was 64.0
            {'factors':3000000000}  | factors must be an integer, but was 3000000000
            {'factors':null}        | factors must be an integer, but was null
            {'factors':[1]}         | factors must be an integer, but was a list
            {'factors':0}           | factors must be at least 1, but was 0
            {'salt':1.5}            | salt must be an integer, but was 1.5
            {'learningRate':'0.1'}  | learningRate must be a number within float range, but was "0.1" (a text)
            {'learningRate':1e39}   | learningRate must be a number within float range, but was 1.0E39
            {'decay':true}          | decay must be a finite number, but was true
            {'bias':1}              | bias must be true or false, but was 1
            {'bias':'true'}         | bias must be true or false, but was "true" (a text)
            {'note':1}              | note must be a text, but was 1
            {'shake':'gentel'}      | shake must be one of gentle, very-hard, but was "gentel" (a text); did you mean gentle?
            {'shake':1}             | shake must be one of gentle, very-hard, but was 1
            {'factor':1}            | unknown key "factor"; the keys are factors, learningRate, decay, bias, salt, note, shake, epochs; did you mean factors?
            {'learning_rate':1}     | unknown key "learning_rate"; the keys are factors, learningRate, decay, bias, salt, note, shake, epochs; did you mean learningRate?
            {'x':1}                 | unknown key "x"; the keys are factors, learningRate, decay, bias, salt, note, shake, epochs
            []                      | a config must be a JSON object, but was a list
            """)
    void whatDoesNotFitFailsWithKeyRuleAndValue(String overrides, String message) {
        assertThatThrownBy(() -> ConfigJson.overlay(PRESET, json(overrides)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void settingsDeriveFromTheRecord() {
        var settings = ConfigJson.settings(PRESET);
        assertThat(settings)
                .extracting(Setting::option)
                .containsExactly("factors", "learning-rate", "decay", "bias", "salt", "note", "shake", "epochs");
        assertThat(settings)
                .extracting(Setting::defaultValue)
                .containsExactly("2", "0.02", "0.5", "true", "7", "plain", "gentle", "3");
        assertThat(settings)
                .extracting(Setting::typeName)
                .containsExactly(
                        "integer", "number", "number", "true|false", "integer", "text", "gentle|very-hard", "integer");
        assertThat(settings.getFirst().description()).isEqualTo("dimensions of a vector");
    }

    @Test
    void settingsPutBackTheirDefaults() {
        ObjectNode overrides = JsonMapper.shared().createObjectNode();
        for (Setting setting : ConfigJson.settings(ToyVectors.Config.PAPER)) {
            setting.put(overrides, setting.defaultValue());
        }
        assertThat(ConfigJson.overlay(PRESET, overrides)).isEqualTo(ToyVectors.Config.PAPER);
    }

    @ParameterizedTest
    @CsvSource({"factors,many", "factors,1.5", "learningRate,NaN", "bias,yes", "shake,soft"})
    void aSettingOfWrongTextIsRejectedByTheOverlay(String path, String text) {
        ObjectNode overrides = JsonMapper.shared().createObjectNode();
        ConfigJson.settings(PRESET).stream()
                .filter(setting -> setting.path().equals(path))
                .forEach(setting -> setting.put(overrides, text));
        assertThatThrownBy(() -> ConfigJson.overlay(PRESET, overrides))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(path + " must be")
                .hasMessageContaining(text);
    }
}
