package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigDifferenceTest {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lfm|{'preset':'paper','factors':9}",
                "lfm|{'preset':'default'}",
                "ra-lst|{'preset':'paper','longTerm':{'config':{'factors':9}},'learningRate':0.5}",
                "ra-lst|{'preset':'default','others':[]}"
            })
    void onlyWhatDiffersIsWritten(String kind, String raw) {
        JsonNode written = ConfigDifference.of(
                CATALOG, kind, json(raw).get("preset").stringValue(), CATALOG.resolve(kind, json(raw)));
        assertThat(written).isEqualTo(json(raw.replace(",'others':[]", "")));
    }

    @Test
    void aPartOfAnotherKindAndOtherPartsAreWrittenWhole() {
        JsonNode config =
                CATALOG.resolve("ra-lst", json("{'longTerm':{'kind':'als'},'others':[{'kind':'ease','config':{}}]}"));
        JsonNode written = ConfigDifference.of(CATALOG, "ra-lst", "default", config);
        assertThat(written.at("/longTerm/kind").stringValue()).isEqualTo("als");
        assertThat(written.at("/longTerm/config").size()).isGreaterThan(5);
        assertThat(written.at("/others/0/config/regularization").doubleValue()).isEqualTo(500);
        assertThat(CATALOG.resolve("ra-lst", written)).isEqualTo(config);
    }

    @Test
    void anUnknownPresetIsRefused() {
        JsonNode config = CATALOG.resolve("lfm", json("{}"));
        assertThatThrownBy(() -> ConfigDifference.of(CATALOG, "lfm", "papers", config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no preset \"papers\" of lfm");
    }
}
