package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.app.report.Xml;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tandem compare}: one whole comparison, and what its files say. */
class CompareCommandTest {
    private static final String ALS = "als:{\"factors\":4,\"epochs\":2}";
    private static final String LFM = "lfm:{\"factors\":4,\"epochs\":2}";
    private static final String GRU = "gru=gru4rec:{\"hiddenSize\":8,\"batchSize\":8,\"epochs\":2}";
    private static final List<String> CANDIDATES = List.of("sampled-uniform(10)", "full-unseen");

    @TempDir
    static Path folder;

    private static String data = "";
    private static Path out = Path.of("");
    private static Outcome whole = new Outcome(0, "", "");
    private static List<JsonNode> records = List.of();

    @BeforeAll
    static void compare() throws IOException {
        data = folder.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 60 --items 120 --min-length 8 --mean-length 14")
                .succeeded();
        out = folder.resolve("whole");
        whole = Outcome.ofLine(line(out)).succeeded();
        records = records(out);
    }

    private static String line(Path to) {
        return "compare --data " + data + " --models " + ALS + "," + LFM + "," + GRU
                + " --seeds 2 --split leave-last-out "
                + "--candidates sampled-uniform(10),full-unseen --metrics ndcg,hr,mrr -k 5,10 --slices activity --out "
                + to;
    }

    private static List<JsonNode> records(Path of) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(Files.readString(of.resolve("results.json")));
        return StreamSupport.stream(json.spliterator(), false).toList();
    }

    /** The means over seeds of all users by the main metric. */
    private static List<JsonNode> means(String candidates, String metric, int k) {
        return records.stream()
                .filter(record -> record.has("seeds")
                        && !record.has("slice")
                        && record.path("candidates").asString("").equals(candidates)
                        && record.path("metric").asString().equals(metric)
                        && record.path("k").intValue(0) == k)
                .toList();
    }

    private static double value(JsonNode record) {
        return record.get("value").doubleValue();
    }

    private static String shown(String model) {
        return model.equals("gru") ? model : model.toUpperCase(Locale.ROOT);
    }

    private static String mark(JsonNode record) {
        double p = record.get("p").doubleValue();
        return p < 0.001
                ? "< 0.001 ***"
                : String.format(Locale.ROOT, "%.3f ", p) + (p < 0.01 ? "**" : p < 0.05 ? "*" : "=");
    }

    @Test
    void theNotesSayWhatMarksAndFiguresDependOn() {
        assertThat(whole.out())
                .contains("note: intervals and marks are of the models trained with these 2 seeds")
                .contains("note: no model's epochs were chosen by validation")
                .contains("note: leave-last-out cuts every user off at a time of their own")
                .doesNotContain("as trained with this one seed", "no difference is tested", "not by time alone");
        String line =
                "compare --data " + data + " --models popularity,item-knn,mr-tdssm:{\"hiddenSize\":4,\"epochs\":1}"
                        + " --split global-tail(0.1) --candidates full-unseen --metrics ndcg-per-target -k 5 --seed 3"
                        + " --validate ndcg@5 --out " + folder.resolve("one");
        assertThat(Outcome.ofLine(line).succeeded().out())
                .contains("note: intervals and marks are of the models trained with seed 3 alone")
                .contains("note: no difference is tested by NDCG@5 per target (full-unseen)")
                .contains("note: epochs were chosen by validation, so no model has learned from the validation part")
                .contains("note: mr-tdssm: intervals end after some events")
                .doesNotContain("at a time of their own");
    }

    @Test
    void aFusionBringsItsCalibration() throws IOException {
        Path out = folder.resolve("fused");
        String line =
                "compare --data " + data + " --models popularity,ra-lst:{\"longTerm\":{\"config\":{\"epochs\":1}},"
                        + "\"shortTerm\":{\"config\":{\"epochs\":1,\"hiddenSize\":4}}} --candidates sampled-uniform(20) --metrics ndcg,rmse"
                        + " -k 5 --seed 3 --out " + out;
        Outcome.ofLine(line).succeeded();
        JsonNode evaluated = Outcome.ofLine("evaluate --bundle " + out.resolve("models/ra-lst/3") + " --data " + data
                        + " --candidates sampled-uniform(20) --metrics ndcg,rmse -k 5 --seed 3 --json")
                .succeeded()
                .json();
        List<Double> expected = StreamSupport.stream(evaluated.spliterator(), false)
                .filter(record -> record.get("model").asString().equals("ra-lst")
                        && record.get("metric").asString().equals("rmse"))
                .map(CompareCommandTest::value)
                .toList();
        assertThat(expected).hasSize(1);
        assertThat(records(out))
                .filteredOn(record -> record.path("metric").asString("").equals("rmse") && record.has("seeds"))
                .extracting(record -> record.get("model").asString(), CompareCommandTest::value)
                .containsExactly(tuple("ra-lst", expected.getFirst()));
    }

    @Test
    void theTableIsSortedAsTheRecordsAre() {
        String[] tables = whole.out().split("Ranked among ", -1);
        assertThat(tables).hasSize(3);
        for (int i = 0; i < CANDIDATES.size(); i++) {
            List<JsonNode> means = means(CANDIDATES.get(i), "ndcg", 5);
            assertThat(means).hasSize(3).isSortedAccordingTo(Comparator.comparingDouble(mean -> -value(mean)));
            List<String> rows = tables[i + 1].lines().skip(2).limit(3).toList();
            for (int row = 0; row < 3; row++) {
                JsonNode mean = means.get(row);
                assertThat(rows.get(row))
                        .startsWith(shown(mean.get("model").asString()) + " ")
                        .contains(String.format(
                                Locale.ROOT,
                                "  %.4f  %.4f … %.4f  ",
                                value(mean),
                                mean.get("ciLow").doubleValue(),
                                mean.get("ciHigh").doubleValue()));
                assertThat(mean.has("p")).isEqualTo(row > 0);
                assertThat(mean.has("pWilcoxon")).isEqualTo(row > 0);
                if (row > 0) {
                    assertThat(rows.get(row)).contains("  " + mark(mean) + " ");
                    assertThat(mean.get("significant").booleanValue())
                            .isEqualTo(mean.get("p").doubleValue() < 0.05);
                }
            }
        }
    }

    @Test
    void thePageHoldsTheSameTablesAndNeedsNothingElse() throws Exception {
        String html = Files.readString(out.resolve("report.html"));
        List<Element> tables = Xml.elements(Xml.parse(html), "table").toList();
        for (int i = 0; i < CANDIDATES.size(); i++) {
            List<String> rows = Stream.iterate(
                            tables.get(i).getElementsByTagName("tr").item(1),
                            Objects::nonNull,
                            row -> row.getNextSibling())
                    .map(row -> row.getTextContent().strip())
                    .filter(text -> !text.isEmpty())
                    .toList();
            List<JsonNode> means = means(CANDIDATES.get(i), "ndcg", 5);
            assertThat(rows).hasSize(3);
            for (int row = 0; row < 3; row++) {
                assertThat(rows.get(row))
                        .startsWith(shown(means.get(row).get("model").asString())
                                + String.format(Locale.ROOT, "%.4f", value(means.get(row))))
                        .contains(row == 0 ? "best" : mark(means.get(row)).replaceFirst(".* ", "") + "p ");
            }
        }
        assertThat(html).contains("In parts, among all unseen items", "activity of the user", "loss", "seeds 42, 43");
        assertThat(html.replaceAll("xmlns=\"[^\"]*\"", ""))
                .doesNotContain("http:", "https:", "@import", "url(", "<script", "src=", "<link");
    }

    @Test
    void meansAreOverSeedsAndUsers() throws IOException {
        List<String> csv = Files.readAllLines(out.resolve("per-user.csv"));
        assertThat(csv.getFirst()).isEqualTo("user,candidates,metric,k,als,lfm,gru");
        assertThat(csv).hasSize(1 + 60 * 2 * 6);
        for (JsonNode mean : means("full-unseen", "mrr", 10)) {
            String model = mean.get("model").asString();
            double[] seeds = records.stream()
                    .filter(record -> record.has("seed")
                            && !record.has("epoch")
                            && !record.has("slice")
                            && record.get("model").equals(mean.get("model"))
                            && record.get("candidates").equals(mean.get("candidates"))
                            && record.get("metric").equals(mean.get("metric"))
                            && record.get("k").equals(mean.get("k")))
                    .mapToDouble(CompareCommandTest::value)
                    .toArray();
            assertThat(seeds).hasSize(2);
            assertThat(value(mean)).isCloseTo((seeds[0] + seeds[1]) / 2, within(1e-12));
            assertThat(mean.get("deviation").doubleValue())
                    .isCloseTo(Math.abs(seeds[0] - seeds[1]) / Math.sqrt(2), within(1e-12));
            assertThat(value(mean))
                    .isBetween(
                            mean.get("ciLow").doubleValue(), mean.get("ciHigh").doubleValue());
            int column = List.of(csv.getFirst().split(",", -1)).indexOf(model);
            double ofUsers = csv.stream()
                    .map(row -> row.split(",", -1))
                    .filter(row -> row[1].equals("full-unseen") && row[2].equals("mrr") && row[3].equals("10"))
                    .mapToDouble(row -> Double.parseDouble(row[column]))
                    .average()
                    .orElseThrow();
            assertThat(ofUsers).isCloseTo(value(mean), within(1e-12));
        }
    }

    @Test
    void aFigureIsThatOfTheModelAlone() {
        for (long seed : new long[] {42, 43}) {
            JsonNode alone = Outcome.ofLine("evaluate --bundle " + out.resolve("models/gru/" + seed) + " --data " + data
                            + " --candidates sampled-uniform(10) -k 5 --json")
                    .succeeded()
                    .json();
            double ndcg = StreamSupport.stream(alone.spliterator(), false)
                    .filter(record -> record.get("metric").asString().equals("ndcg"))
                    .mapToDouble(CompareCommandTest::value)
                    .findFirst()
                    .orElseThrow();
            assertThat(records)
                    .filteredOn(record -> record.path("seed").longValue(0) == seed
                            && record.get("model").asString().equals("gru")
                            && record.path("candidates").asString("").equals("sampled-uniform(10)")
                            && record.get("metric").asString().equals("ndcg")
                            && record.path("k").intValue(0) == 5
                            && !record.has("slice"))
                    .singleElement()
                    .extracting(CompareCommandTest::value)
                    .isEqualTo(ndcg);
        }
    }

    @Test
    void everyEpochHasItsLoss() {
        Map<String, Integer> epochs = new LinkedHashMap<>();
        records.stream()
                .filter(record -> record.has("epoch"))
                .peek(record -> assertThat(record.get("part").asString()).isEqualTo("training"))
                .forEach(record ->
                        epochs.merge(record.get("model").asString() + " " + record.get("seed"), 1, Integer::sum));
        assertThat(epochs).containsEntry("lfm 42", 2).containsEntry("gru 43", 2).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gru4rec epoch 2/2: ", "Training gru, seed 42", "Training als, seed 43"})
    void aRunThatWasCutShortGoesOn(String last) throws IOException {
        Path resumed = folder.resolve("resumed-" + last.replaceAll("\\W", ""));
        Outcome stopped = Outcome.stopped(last, line(resumed));
        assertThat(stopped.status()).isEqualTo(1);
        boolean within = last.contains("epoch");
        assertThat(stopped.err()
                        .contains("epoch 1 is kept in " + resumed.resolve("models/gru/42.checkpoint")
                                + "; the same command goes on"))
                .isEqualTo(within);
        assertThat(resumed.resolve("models/lfm/42/manifest.json")).exists();
        Object before = Files.getLastModifiedTime(resumed.resolve("models/lfm/42/manifest.json"));
        Outcome outcome = Outcome.ofLine(line(resumed)).succeeded();
        assertThat(Files.getLastModifiedTime(resumed.resolve("models/lfm/42/manifest.json")))
                .isEqualTo(before);
        assertThat(outcome.err())
                .contains("lfm, seed 42 (2 of 6): trained and evaluated before")
                .doesNotContain("Training lfm, seed 42");
        assertThat(outcome.err().contains("Going on after epoch 1")).isEqualTo(within);
        assertThat(withoutTimes(records(resumed))).isEqualTo(withoutTimes(records));
        assertThat(resumed.resolve("per-user.csv")).hasSameTextualContentAs(out.resolve("per-user.csv"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRunThatWasKilledGoesOn() throws IOException, InterruptedException {
        Path killed = folder.resolve("killed");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "--add-modules",
                "jdk.incubator.vector",
                Main.class.getName()));
        command.addAll(List.of(line(killed).split(" ", -1)));
        Path log = folder.resolve("killed.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path evaluated = killed.resolve("values/lfm/42.json");
        try {
            for (int i = 0; i < 6000 && Files.notExists(evaluated) && process.isAlive(); i++) {
                Thread.sleep(10);
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(evaluated).as(Files.readString(log)).exists();
        Outcome outcome = Outcome.ofLine(line(killed)).succeeded();
        assertThat(outcome.err()).contains("lfm, seed 42 (2 of 6): trained and evaluated before");
        assertThat(withoutTimes(records(killed))).isEqualTo(withoutTimes(records));
    }

    private static List<String> withoutTimes(List<JsonNode> records) {
        return records.stream()
                .map(record -> record.toString().replaceFirst("\"trainSeconds\":[^,}]*", ""))
                .toList();
    }

    @Test
    void aCompleteComparisonIsOnlyPrintedAgain() throws IOException {
        String before = Files.readString(out.resolve("results.json"));
        Outcome again = Outcome.ofLine(line(out)).succeeded();
        assertThat(again.err().lines().filter(text -> text.endsWith(": trained and evaluated before")))
                .hasSize(6);
        assertThat(again.err()).doesNotContain("Training", "evaluating");
        assertThat(again.out()).isEqualTo(whole.out());
        assertThat(out.resolve("results.json")).hasContent(before);
    }

    @Test
    void anotherProtocolEvaluatesAgainAndTrainsNothing() throws IOException {
        Path copy = folder.resolve("protocol");
        copy(out, copy);
        Outcome outcome = Outcome.ofLine(line(copy).replace("-k 5,10", "-k 3")).succeeded();
        assertThat(outcome.err()).contains("  evaluated in ").doesNotContain("Training");
        assertThat(outcome.out()).contains("NDCG@3").doesNotContain("NDCG@5");
    }

    @Test
    void aModelOfOtherSettingsIsRefusedBeforeAnyTraining() throws IOException {
        Path copy = folder.resolve("other");
        copy(out, copy);
        String other = line(copy).replace(LFM, LFM.replace("4", "3")).replace("--models als", "--models new=als,als");
        Outcome refused = Outcome.ofLine(other);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lastError())
                .isEqualTo("tandem: the model in " + copy.resolve("models/lfm/42")
                        + " is not the one to compare: factors was 4 and is now 3; give the model another name, choose another "
                        + "--out, or train it again with --fresh");
        assertThat(copy.resolve("models/new")).doesNotExist();
        Outcome fresh = Outcome.ofLine(other + " --fresh").succeeded();
        assertThat(fresh.err())
                .contains("Training lfm, seed 42", "Training lfm, seed 43", "Training new, seed 42")
                .contains("als, seed 42 (2 of 8): trained and evaluated before");
        Outcome epochs = Outcome.ofLine(other.replace("\"epochs\":2", "\"epochs\":3"));
        assertThat(epochs.lastError()).contains("epochs was 2 and is now 3");
        Outcome validated = Outcome.ofLine(other + " --validate ndcg@5");
        assertThat(validated.lastError())
                .contains("validation was absent and is now ndcg@5 among full-unseen, users 60");
    }

    @Test
    void theExperimentOfARunMakesItAgain() throws IOException {
        Path again = folder.resolve("again");
        Outcome.ofLine("compare --experiment " + out.resolve("experiment.json") + " --out " + again)
                .succeeded();
        assertThat(withoutTimes(records(again))).isEqualTo(withoutTimes(records));
        assertThat(again.resolve("experiment.json")).hasSameTextualContentAs(out.resolve("experiment.json"));
    }

    @Test
    void epochsAreValidatedAndDrawn() throws IOException {
        Path validated = folder.resolve("validated");
        Outcome.ofLine("compare --data " + data + " --models " + GRU + "," + LFM
                        + " --split leave-last-out --metrics ndcg "
                        + "--candidates full-unseen --validate ndcg@5 --validation-refit --out " + validated)
                .succeeded();
        List<JsonNode> found = records(validated);
        assertThat(found)
                .filteredOn(record -> record.path("part").asString("").equals("validation"))
                .hasSize(4)
                .allMatch(record -> record.get("metric").asString().equals("ndcg")
                        && record.get("k").intValue() == 5
                        && record.get("candidates").asString().equals("full-unseen"));
        assertThat(validated.resolve("validation.svg")).exists();
        assertThat(Files.readString(validated.resolve("report.html"))).contains("NDCG@5 on the validation part");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : new ArrayList<>(files.toList())) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
