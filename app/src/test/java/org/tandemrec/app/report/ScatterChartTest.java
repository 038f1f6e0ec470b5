package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class ScatterChartTest {
    private static ScatterChart.Dot dot(String name, double x, double y) {
        return new ScatterChart.Dot(name, false, x, y, y - 0.01, y + 0.01);
    }

    private static List<Element> elements(ScatterChart chart, String name) throws Exception {
        return Xml.elements(Xml.parse(chart.svg(420, 320)), name).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 16})
    void everyDotHasItsNameWithinTheFigure(int count) throws Exception {
        SplittableRandom random = new SplittableRandom(count);
        List<ScatterChart.Dot> dots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            dots.add(dot("model-" + i, Math.exp(8 * random.nextDouble() - 3), random.nextDouble()));
        }
        ScatterChart chart = new ScatterChart("a title", "seconds", "NDCG@10", dots);
        assertThat(elements(chart, "path")).hasSize(count).allSatisfy(mark -> {
            String[] place =
                    mark.getAttribute("transform").replaceAll("[^0-9. ]", "").split(" ", -1);
            assertThat(Double.parseDouble(place[0])).isBetween(52.0, 404.0);
            assertThat(Double.parseDouble(place[1])).isBetween(50.0, 278.0);
        });
        List<Element> names = elements(chart, "text").stream()
                .filter(text -> text.getTextContent().startsWith("model-"))
                .toList();
        assertThat(names).hasSize(count);
        for (Element name : names) {
            assertThat(left(name)).isGreaterThanOrEqualTo(52);
            assertThat(left(name) + width(name)).isLessThanOrEqualTo(404);
        }
    }

    private static double width(Element name) {
        return 6.8 * name.getTextContent().length();
    }

    private static double left(Element name) {
        double x = Double.parseDouble(name.getAttribute("x"));
        return switch (name.getAttribute("text-anchor")) {
            case "end" -> x - width(name);
            case "middle" -> x - width(name) / 2;
            default -> x;
        };
    }

    /** Where the first has no room beside it, its name is above that of the second. */
    @Test
    void theUpperOfTwoNeighboursIsNamedAbove() throws Exception {
        ScatterChart chart = new ScatterChart(
                "t",
                "x",
                "y",
                List.of(dot("recently", 0.15, 0.0217), dot("always", 0.16, 0.0201), dot("far", 4000, 0.2)));
        List<Double> heights = elements(chart, "text").stream()
                .filter(text -> text.getTextContent().matches("recently|always"))
                .map(text -> Double.parseDouble(text.getAttribute("y")))
                .toList();
        assertThat(heights).hasSize(2);
        assertThat(heights.get(0)).isLessThan(heights.get(1));
    }

    @Test
    void namesOfNeighboursDoNotCoverEachOther() throws Exception {
        ScatterChart chart = new ScatterChart(
                "t", "x", "y", List.of(dot("aaaa", 1, 0.5), dot("bbbb", 1.01, 0.5), dot("cccc", 1.02, 0.501)));
        List<Element> names = elements(chart, "text").stream()
                .filter(text -> text.getTextContent().matches("aaaa|bbbb|cccc"))
                .toList();
        assertThat(names).hasSize(3);
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < i; j++) {
                double height = Double.parseDouble(names.get(i).getAttribute("y"));
                double other = Double.parseDouble(names.get(j).getAttribute("y"));
                assertThat(Math.abs(left(names.get(i)) - left(names.get(j))) >= 4 * 6.8
                                || Math.abs(height - other) >= 13)
                        .isTrue();
            }
        }
    }

    @Test
    void whatHasNoPlaceIsLeftOutAndSaid() throws Exception {
        ScatterChart chart =
                new ScatterChart("t", "x", "y", List.of(dot("a", 0, 0.5), dot("b", 1, Double.NaN), dot("c", 1, 0.5)));
        assertThat(elements(chart, "path")).hasSize(1);
        assertThat(chart.svg(420, 320)).contains("2 without a place, left out");
        ScatterChart none = new ScatterChart("t", "x", "y", List.of(dot("a", -1, 0.5)));
        assertThat(elements(none, "path")).isEmpty();
        assertThat(none.svg(420, 320)).contains("no values to show");
    }

    @Test
    void textIsEscaped() throws Exception {
        String attack = "</title><script>&\"'";
        ScatterChart chart = new ScatterChart(attack, attack, attack, List.of(dot(attack, 1, 1)));
        assertThat(elements(chart, "script")).isEmpty();
        assertThat(elements(chart, "title").getFirst().getTextContent()).startsWith(attack);
    }
}
