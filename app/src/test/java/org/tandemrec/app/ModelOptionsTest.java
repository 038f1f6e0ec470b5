package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.Setting;
import tools.jackson.databind.json.JsonMapper;

class ModelOptionsTest {
    static List<String> kinds() {
        return ModelCatalog.standard().kinds();
    }

    /** Help as one line, so that a text can be found however it is wrapped. */
    private static String help(String arguments) {
        return Outcome.ofLine("train " + arguments + " --help")
                .succeeded()
                .out()
                .replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void helpShowsEverySettingWithItsDefault(String kind) {
        String help = help("--model " + kind);
        assertThat(help).contains("Settings of " + kind + " (presets: default, paper");
        for (Setting setting :
                ModelCatalog.standard().settings(kind, JsonMapper.shared().createObjectNode())) {
            assertThat(setting.description()).as(setting.path()).isNotEmpty();
            String rest = help.substring(help.indexOf(" --" + setting.option() + "=") + 1);
            assertThat(rest).startsWith("--" + setting.option() + "=");
            assertThat(rest.substring(0, rest.indexOf("Default: ") + 100))
                    .containsIgnoringCase(setting.description())
                    .contains("Default: " + setting.defaultValue() + ".");
        }
    }

    @Test
    void helpFollowsThePreset() {
        assertThat(help("--model=lfm")).contains("Default: 0.05.");
        assertThat(help("--model lfm --preset=explicit")).contains("explicit. Default: explicit.");
    }

    @Test
    void helpWithoutAModelSaysHowToSeeItsSettings() {
        assertThat(help("")).contains("--model=KIND", String.join(", ", kinds()), "shows the settings of that model");
        assertThat(help("")).doesNotContain("--hidden-size", "Settings of");
    }

    @Test
    void anArgumentAfterTheEndOfOptionsIsNoModel() {
        assertThat(Outcome.ofLine("train --out x -- --model=lmf").err())
                .contains("issing required option: '--model=KIND'");
    }
}
