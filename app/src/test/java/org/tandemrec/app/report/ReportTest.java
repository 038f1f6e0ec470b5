package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.eval.Report;
import org.tandemrec.eval.ResultRecord;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Report REPORT = InventedReport.of(12, "RA_LST on ml-1m");

    private static Report with(List<ResultRecord> records) {
        return new Report("a title", List.of(), records, List.of(), List.of(), List.of(), List.of());
    }

    private static ResultRecord ndcg(String model, double value) {
        return InventedReport.record(InventedReport.SAMPLED, model, "ndcg", 10, value, null);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 12})
    void thePageHoldsEveryFinalFigure(int epochs) throws Exception {
        Report report = InventedReport.of(epochs, "a title");
        List<String> cells = Xml.elements(Xml.parse(HtmlReport.render(report)), "td")
                .map(Element::getTextContent)
                .toList();
        for (ResultRecord record : report.records()) {
            if (record.epoch() == null) {
                assertThat(cells).contains(String.format(Locale.ROOT, "%.4f", record.value()));
            }
        }
        report.published()
                .forEach(figure -> assertThat(cells).contains(String.format(Locale.ROOT, "%.4f", figure.value())));
    }

    @Test
    void thePageShowsFactsNotesAndFigures() throws Exception {
        String html = HtmlReport.render(REPORT);
        String text = Xml.parse(html).getDocumentElement().getTextContent();
        REPORT.data().forEach(fact -> assertThat(text).contains(fact.label(), fact.value()));
        REPORT.provenance().forEach(fact -> assertThat(text).contains(fact.label(), fact.value()));
        REPORT.notes().forEach(note -> assertThat(text).contains(note));
        assertThat(text).contains(Headline.of(REPORT), "cannot be compared with ours in absolute terms", "seed 42");
        assertThat(Xml.elements(Xml.parse(html), "svg")).hasSize(3);
    }

    @Test
    void thePageAsksNoOtherHostAndRunsNothing() throws Exception {
        String html = HtmlReport.render(REPORT).replaceAll("xmlns=\"[^\"]*\"", "");
        assertThat(html).doesNotContain("http:", "https:", "@import", "url(", "<script", "src=");
    }

    @Test
    void escapesWhatComesFromData() throws Exception {
        String attack = "</title><script>alert(\"x\")</script>&'\u0000\u001b[31m";
        List<Report.Fact> facts = List.of(new Report.Fact(attack, attack));
        ResultRecord record = new ResultRecord(
                attack, attack, attack, attack, attack, attack, 10, 0.5, null, null, 1, null, 42, null);
        ResultRecord point =
                new ResultRecord(attack, attack, attack, attack, attack, "rmse", null, 0.5, null, null, 1, 1, 42, null);
        Report report = new Report(
                attack,
                facts,
                List.of(record, point),
                List.of(new Report.ThetaPoint(1, attack, 0.5, attack)),
                List.of(),
                facts,
                List.of(attack));
        String html = HtmlReport.render(report);
        assertThat(html).doesNotContain("<script", "\u0000", "\u001b");
        assertThat(Xml.elements(Xml.parse(html), "h1").map(Element::getTextContent))
                .containsExactly("</title><script>alert(\"x\")</script>&'\uFFFD\uFFFD[31m");
        assertThat(ResultTable.render(report, false)).doesNotContain("\u001b", "\u0000");
    }

    @Test
    void thePageOfNothingIsStillAPage() throws Exception {
        Report empty = with(List.of());
        assertThat(Xml.parse(HtmlReport.render(empty)).getDocumentElement().getTextContent())
                .contains("This report holds no figures.");
        assertThat(ResultTable.render(empty, true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.62|RA_LST reaches NDCG@10 0.6200 among 100 sampled items, 0.0200 above its better part, GRU4Rec (0.6000).",
                "0.58|RA_LST reaches NDCG@10 0.5800 among 100 sampled items, 0.0200 below its better part, GRU4Rec (0.6000).",
                "0.60001|RA_LST reaches NDCG@10 0.6000 among 100 sampled items, as much as its better part, GRU4Rec (0.6000).",
            })
    void theHeadlineClaimsWhatTheFiguresShow(double fusion, String expected) {
        assertThat(Headline.of(with(List.of(ndcg("lfm", 0.4), ndcg("gru4rec", 0.6), ndcg("ra-lst", fusion)))))
                .isEqualTo(expected);
    }

    @Test
    void everyKindHasANameForPeopleAndAPlace() {
        List<String> kinds = ModelCatalog.standard().kinds();
        assertThat(kinds).allSatisfy(kind -> assertThat(Names.model(kind)).isNotEqualTo(kind));
        assertThat(kinds.stream().map(Names::modelOrder)).doesNotHaveDuplicates();
        assertThat(Names.model("sasrec (shuffled)")).isEqualTo("SASRec (shuffled)");
    }

    @Test
    void noTwoLinesOfAFigureShareAColour() {
        List<ResultRecord> records = new ArrayList<>();
        for (String model : List.of("ra-lst-long-term", "sasrec", "ra-lst-other-1", "ra-lst", "mine")) {
            for (int epoch = 1; epoch <= 2; epoch++) {
                records.add(InventedReport.record(InventedReport.SAMPLED, model, "ndcg", 10, 0.5, epoch));
            }
        }
        assertThat(Objects.requireNonNull(Figures.of(with(records)).get("figure-6")).series().stream()
                        .map(SvgChart.Series::colour))
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    @Test
    void theHeadlineMakesDoWithLess() {
        assertThat(Headline.of(with(List.of(ndcg("lfm", 0.4)))))
                .isEqualTo("LFM reaches NDCG@10 0.4000 among 100 sampled items.");
        assertThat(Headline.of(with(List.of(ndcg("lfm", Double.NaN))))).isEqualTo("This report holds no NDCG@10.");
        assertThat(Headline.of(REPORT)).endsWith(" Among all unseen items it reaches 0.1753.");
    }

    @Test
    void averagesAreThoseOfTheCurves() {
        List<ResultRecord> records = new ArrayList<>();
        double[] short1 = {0.4, 0.5};
        double[] fused = {0.45, 0.57};
        for (int i = 0; i < 2; i++) {
            records.add(InventedReport.record(InventedReport.SAMPLED, "gru4rec", "ndcg", 10, short1[i], i + 1));
            records.add(InventedReport.record(InventedReport.SAMPLED, "ra-lst", "ndcg", 10, fused[i], i + 1));
            records.add(InventedReport.record(InventedReport.SAMPLED, "lfm", "rmse", null, 0.2, i + 1));
            records.add(InventedReport.record(InventedReport.SAMPLED, "ra-lst", "rmse", null, 0.1, i + 1));
        }
        assertThat(Headline.averages(with(records)))
                .contains("Averaged over the epochs, RA_LST's NDCG@10 is 0.0600 above GRU4Rec's; "
                        + "its RMSE is 0.1000 below LFM's.");
        assertThat(Headline.averages(with(List.of()))).isEmpty();
    }

    @Test
    void theTableIsAlignedAndNarrow() {
        String table = ResultTable.render(REPORT, false);
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
        assertThat(table).contains("NDCG@10  published", "0.6042", "0.4501", "Best constant", "among all unseen items");
        List<String> rows = table.lines()
                .filter(line -> line.matches("  (LFM|GRU4Rec|RA_LST)  .*"))
                .toList();
        assertThat(rows).hasSize(6); // three models, two candidate sets
        assertThat(rows.subList(0, 3).stream().map(row -> row.indexOf("0.")).distinct())
                .hasSize(1);
    }

    @Test
    void theBestIsBoldOnATerminalOnly() {
        assertThat(ResultTable.render(REPORT, false)).doesNotContain("\033");
        assertThat(ResultTable.render(REPORT, true))
                .contains("\033[1m0.6042\033[0m", "\033[1m0.0896\033[0m")
                .doesNotContain("\033[1m0.5874");
    }

    @Test
    void theTableWrapsWhereItHasTooManyColumns() {
        List<ResultRecord> records = new ArrayList<>();
        for (int k = 1; k <= 30; k++) {
            records.add(InventedReport.record(InventedReport.FULL, "lfm", "ndcg", k, k / 100.0, null));
        }
        String table = ResultTable.render(with(records), false);
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
        for (int k = 1; k <= 30; k++) {
            assertThat(table).contains("NDCG@" + k, String.format(Locale.ROOT, "%.4f", k / 100.0));
        }
    }

    @Test
    void writesAllFilesWholeOverOlderOnes(@TempDir Path temporary) throws Exception {
        Path folder = temporary.resolve("a/b");
        ReportFiles.write(with(List.of()), folder);
        List<Path> files = ReportFiles.write(REPORT, folder);
        assertThat(files.stream().map(file -> file.getFileName().toString()))
                .containsExactlyElementsOf(Stream.of(
                                "report.html",
                                "results.json",
                                "figure-6.svg",
                                "figure-6.png",
                                "figure-7.svg",
                                "figure-7.png",
                                "theta.svg",
                                "theta.png")
                        .filter(name -> PngCanvas.hasFont() || !name.endsWith(".png"))
                        .toList());
        try (var listing = Files.list(folder)) {
            assertThat(listing).containsExactlyInAnyOrderElementsOf(files);
        }
        JsonNode records = JsonMapper.shared().readTree(folder.resolve("results.json"));
        assertThat(records.size()).isEqualTo(REPORT.records().size());
        assertThat(records.get(0).get("value").doubleValue()).isEqualTo(0.4121);
        assertThat(records.get(0).has("epoch")).isFalse();
        Xml.parse(Files.readString(folder.resolve("figure-6.svg")));
    }
}
