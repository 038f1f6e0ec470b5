package org.tandemrec.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Choice;
import org.tandemrec.base.Range;
import tools.jackson.databind.node.JsonNodeFactory;

class SettingRangeTest {
    record Both(@Range(from = 0, to = 1) @Choice({"0", "1"}) float share) {}

    private static String[] draws(String range, boolean whole) {
        SplittableRandom random = new SplittableRandom(5);
        SettingRange parsed = SettingRange.parse(range);
        return IntStream.range(0, 2000)
                .mapToObj(i -> parsed.draw(random, whole))
                .toArray(String[]::new);
    }

    private static double median(String[] draws) {
        double[] sorted =
                Arrays.stream(draws).mapToDouble(Double::parseDouble).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001..0.1:log", "0..0.5", "-3..4", "64,128,256", "true,false", "adam-w", "1e-5"})
    void theTextFormReadsBack(String text) {
        assertThat(SettingRange.parse(text)).hasToString(text);
        assertThat(SettingRange.parse(SettingRange.parse(text).toString())).isEqualTo(SettingRange.parse(text));
    }

    @Test
    void anExponentIsReadAndNotWritten() {
        assertThat(SettingRange.parse("1e-4..1E2:log")).hasToString("0.0001..100:log");
    }

    @Test
    void drawsAreUniformOrUniformInTheLogarithm() {
        assertThat(median(draws("0..1", false))).isBetween(0.45, 0.55);
        assertThat(median(draws("0.0001..1:log", false))).isBetween(0.007, 0.014);
        assertThat(draws("0.0001..1:log", false)).allSatisfy(text -> {
            assertThat(Double.parseDouble(text)).isBetween(0.0001, 1.0);
            assertThat(text.replaceAll("^0?\\.?0*|\\.", "").length()).isLessThanOrEqualTo(3);
        });
    }

    @ParameterizedTest
    @CsvSource({"1..4,1 2 3 4", "0.5..2.5,1 2", "1..3:log,1 2 3"})
    void wholeNumbersAreAllDrawn(String range, String expected) {
        String[] draws = draws(range, true);
        assertThat(draws).containsOnly(expected.split(" ", -1));
        if (!range.endsWith("log")) {
            int values = expected.split(" ", -1).length;
            assertThat(Arrays.stream(draws)
                            .filter(expected.substring(0, 1)::equals)
                            .count())
                    .isBetween(1700L / values, 2300L / values);
        }
    }

    @Test
    void valuesAreEquallyLikely() {
        String[] draws = draws("a,b,c,d", false);
        for (String value : List.of("a", "b", "c", "d")) {
            assertThat(Arrays.stream(draws).filter(value::equals).count()).isBetween(400L, 600L);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2..1|a range must go from a smaller to a larger number, but went from 2.0 to 1.0",
                "1..1|a range must go from a smaller to a larger number",
                "0..1:log|a logarithmic range must start above 0, but started at 0.0",
                "a..b|a range is FROM..TO or FROM..TO:log with two numbers, such as 0.001..0.1:log, but was \"a..b\"",
                "1..NaN|a range must go from a smaller to a larger number",
                "a,,b|values to choose among must not be empty, but were [a, , b]"
            })
    void wrongText(String text, String message) {
        assertThatThrownBy(() -> SettingRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void settingsCarryWhatTheirComponentsDeclare() {
        List<Setting> settings = ModelCatalog.standard().settings("ra-lst", JsonNodeFactory.instance.objectNode());
        assertThat(range(settings, "shortTerm.config.learningRate")).isEqualTo("0.0003..0.03:log");
        assertThat(range(settings, "longTerm.config.factors")).isEqualTo("16,32,64,128");
        assertThat(range(settings, "longTerm.config.epochs")).isEqualTo("none");
    }

    private static String range(List<Setting> settings, String path) {
        return settings.stream()
                .filter(setting -> setting.path().equals(path))
                .findFirst()
                .orElseThrow()
                .range()
                .map(Object::toString)
                .orElse("none");
    }

    @Test
    void twoDeclarationsAreAProgrammingError() {
        assertThatThrownBy(() -> ConfigJson.settings(new Both(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Both.share has a @Range and a @Choice; keep one");
    }
}
