package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tandemrec.app.report.SvgChart.Point;
import org.tandemrec.app.report.SvgChart.Reference;
import org.tandemrec.app.report.SvgChart.Series;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SvgChartTest {
    private static SvgChart chart(List<Series> series, Reference... references) {
        return new SvgChart("NDCG <b>&", "epoch", "NDCG@10", series, List.of(references));
    }

    private static List<Element> lines(Document svg) {
        return Xml.elements(svg, "path")
                .filter(path -> path.getAttribute("class").startsWith("tc-line"))
                .toList();
    }

    @Test
    void drawsEveryLinePointAndReference() throws Exception {
        Document svg = Xml.parse(chart(
                        List.of(
                                new Series("LFM", 0, List.of(new Point(1, 0.1), new Point(2, 0.2), new Point(3, 0.25))),
                                new Series("<script>", 1, List.of(new Point(1, 0.3), new Point(2, 0.35)))),
                        new Reference("published", 0, 0.3669))
                .svg(420, 300));
        assertThat(svg.getDocumentElement().getAttribute("aria-label")).isEqualTo("NDCG <b>&");
        assertThat(lines(svg)).hasSize(2);
        assertThat(Xml.elements(svg, "title").map(Element::getTextContent))
                .containsExactly(
                        "LFM, epoch 1: 0.1000",
                        "LFM, epoch 2: 0.2000",
                        "LFM, epoch 3: 0.2500",
                        "<script>, epoch 1: 0.3000",
                        "<script>, epoch 2: 0.3500");
        assertThat(Xml.elements(svg, "line")
                        .filter(line -> line.getAttribute("class").startsWith("tc-ref")))
                .hasSize(2); // in the plot and in the legend
        assertThat(Xml.elements(svg, "script")).isEmpty();
    }

    @Test
    void higherValuesAreHigherUp() throws Exception {
        Document svg = Xml.parse(chart(List.of(new Series("a", 0, List.of(new Point(1, 0.1), new Point(2, 0.3)))))
                .svg(420, 300));
        String[] numbers = lines(svg).getFirst().getAttribute("d").split("[ML ]", -1);
        assertThat(Double.parseDouble(numbers[3])).isGreaterThan(Double.parseDouble(numbers[1]));
        assertThat(Double.parseDouble(numbers[4])).isLessThan(Double.parseDouble(numbers[2]));
    }

    @Test
    void leavesOutWhatIsNotFiniteAndSaysSo() throws Exception {
        Series series = new Series(
                "a",
                0,
                List.of(
                        new Point(1, 0.1),
                        new Point(2, Double.NaN),
                        new Point(3, 0.2),
                        new Point(4, Double.POSITIVE_INFINITY)));
        String text = chart(List.of(series)).svg(420, 300);
        assertThat(text)
                .contains("2 not finite, left out")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
        assertThat(lines(Xml.parse(text)).getFirst().getAttribute("d")).matches("M[^ML]+M[^ML]+");
    }

    @Test
    void standsASinglePointEqualValuesAndNothing() throws Exception {
        Series single = new Series("a", 0, List.of(new Point(1, 0.5)));
        Series flat = new Series("b", 1, List.of(new Point(1, 0.5), new Point(2, 0.5)));
        Series nothing = new Series("c", 2, List.of(new Point(1, Double.NaN)));
        assertThat(Xml.elements(Xml.parse(chart(List.of(single)).svg(420, 300)), "title"))
                .hasSize(1);
        assertThat(Xml.elements(Xml.parse(chart(List.of(flat)).svg(420, 300)), "title"))
                .hasSize(2);
        assertThat(chart(List.of(nothing)).svg(420, 300)).contains("no values to show");
        assertThat(chart(List.of()).svg(420, 300)).contains("no values to show").doesNotContain("NaN");
    }

    @Test
    void wrapsALongLegend() throws Exception {
        List<Series> many = List.of(
                new Series("a model with a long name", 0, List.of(new Point(1, 1))),
                new Series("another model with a long name", 1, List.of(new Point(1, 2))),
                new Series("and another one", 2, List.of(new Point(1, 3))));
        Document svg = Xml.parse(chart(many).svg(420, 300));
        assertThat(Xml.elements(svg, "text")
                        .filter(text ->
                                many.stream().anyMatch(series -> series.name().equals(text.getTextContent())))
                        .map(text -> text.getAttribute("y"))
                        .distinct())
                .hasSizeGreaterThan(1);
    }
}
