package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tandemrec.app.report.TrialChart.Across;
import org.tandemrec.app.report.TrialChart.Dot;
import org.w3c.dom.Element;

class TrialChartTest {
    private static final List<String> RUNGS = List.of("rung 1 (2 epochs)", "rung 2 (6 epochs)");

    static Stream<Across> axes() {
        return Stream.of(
                new Across.Numbers("trial"),
                new Across.Values("share", false),
                new Across.Values("rate", true),
                new Across.Words("decay", List.of("none", "linear", "cosine", "step")));
    }

    private static TrialChart chart(Across across, List<Dot> dots) {
        return new TrialChart("a title", "ndcg@10", across, RUNGS, dots);
    }

    private static List<Element> elements(TrialChart chart, String name) throws Exception {
        return Xml.elements(Xml.parse(chart.svg(420, 290)), name).toList();
    }

    @ParameterizedTest
    @MethodSource("axes")
    void everyDotIsWithinTheFigureInTheColourOfItsRung(Across across) throws Exception {
        List<Dot> dots = List.of(
                new Dot(1, 0.1, 0, "trial 1"), new Dot(2, 0.4, 0, "trial 2"), new Dot(2, 0.7, 1, "trial 2 again"));
        List<Element> marks = elements(chart(across, dots), "path");
        assertThat(marks).hasSize(RUNGS.size() + dots.size());
        List<Element> placed = marks.subList(RUNGS.size(), marks.size());
        assertThat(placed)
                .extracting(mark -> mark.getAttribute("class").replaceAll(".*tc-s", ""))
                .containsExactly("0", "0", "1");
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            String[] place = placed.get(i)
                    .getAttribute("transform")
                    .replaceAll("[^0-9. ]", "")
                    .split(" ", -1);
            x[i] = Double.parseDouble(place[0]);
            y[i] = Double.parseDouble(place[1]);
            assertThat(x[i]).isBetween(56.0, 404.0);
            assertThat(y[i]).isBetween(50.0, 248.0);
        }
        assertThat(x[0]).isLessThan(x[1]);
        assertThat(x[1]).isEqualTo(x[2]);
        assertThat(y[0]).isGreaterThan(y[1]);
        assertThat(y[1]).isGreaterThan(y[2]);
    }

    @Test
    void wordsStandUnderTheirDots() throws Exception {
        TrialChart chart = chart(
                new Across.Words("decay", List.of("none", "linear")),
                List.of(new Dot(0, 0.1, 0, ""), new Dot(1, 0.2, 0, "")));
        List<Element> words = elements(chart, "text").stream()
                .filter(text -> text.getTextContent().matches("none|linear"))
                .toList();
        List<Element> marks = elements(chart, "path");
        for (int i = 0; i < 2; i++) {
            assertThat(marks.get(RUNGS.size() + i).getAttribute("transform"))
                    .startsWith("translate(" + words.get(i).getAttribute("x") + " ");
        }
    }

    @Test
    void withoutDotsItSaysSo() {
        assertThat(chart(new Across.Numbers("trial"), List.of()).svg(420, 290)).contains("no values to show");
    }

    @Test
    void textIsEscaped() throws Exception {
        String attack = "</title><script>&\"'";
        TrialChart chart = new TrialChart(
                attack,
                attack,
                new Across.Words(attack, List.of(attack)),
                List.of(attack),
                List.of(new Dot(0, 1, 0, attack)));
        assertThat(elements(chart, "script")).isEmpty();
        assertThat(elements(chart, "title").getFirst().getTextContent()).startsWith(attack);
    }
}
