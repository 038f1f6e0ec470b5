package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.RunStages;
import org.tandemrec.data.DataReader;
import org.tandemrec.data.DataSummary;
import org.tandemrec.data.ReadOptions;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReproduceCommandTest {
    private static final String CONFIG = """
            {"longTerm": {"kind": "lfm", "config": {"factors": 4, "epochs": 3}},
             "shortTerm": {"kind": "gru4rec", "config": {"hiddenSize": 8, "batchSize": 8, "epochs": 3}},
             "negatives": 10}
            """;

    @TempDir
    static Path shared;

    private static String data;
    private static Path config;
    private static Path whole;
    private static Outcome outcome;

    @TempDir
    Path folder;

    @BeforeAll
    static void reproduceWithoutABreak() throws IOException {
        data = shared.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 200 --min-length 8 --mean-length 12")
                .succeeded();
        config = Files.writeString(shared.resolve("config.json"), CONFIG);
        whole = shared.resolve("whole");
        outcome = Outcome.ofLine(reproduce(whole) + " --threads 1 --json --split user-tail(0.1)")
                .succeeded();
    }

    /** Another seed than the default, so that one that is not handed on is noticed. */
    private static String reproduce(Path out) {
        return "reproduce --data " + data + " --config " + config + " --seed 7 --out " + out;
    }

    private static List<JsonNode> results(Path out) throws IOException {
        return list(JsonMapper.shared().readTree(Files.readString(out.resolve("results.json"))));
    }

    private static List<JsonNode> list(JsonNode array) {
        assertThat(array.isArray()).isTrue();
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static List<JsonNode> finals(List<JsonNode> records) {
        return records.stream().filter(record -> !record.has("epoch")).toList();
    }

    /** A record without what differs from run to run, and without its epoch. */
    private static JsonNode figure(JsonNode record) {
        ObjectNode figure = ((ObjectNode) record).deepCopy();
        figure.remove("trainSeconds");
        figure.remove("epoch");
        figure.remove(List.of("ciLow", "ciHigh")); // which evaluate adds
        return figure;
    }

    private static List<JsonNode> withoutSeconds(List<JsonNode> records) {
        return records.stream()
                .map(record -> (JsonNode) ((ObjectNode) record).deepCopy().without("trainSeconds"))
                .toList();
    }

    private static List<String> expectedNames() {
        List<String> names = new ArrayList<>();
        for (String model : List.of("lfm", "gru4rec", "ra-lst", "ra-lst-squared")) {
            for (String candidates : List.of("sampled-uniform(100)", "full-unseen")) {
                for (String metric : List.of("ndcg@10", "ndcg-per-target@10", "hr@10")) {
                    names.add(candidates + " " + model + " " + metric);
                }
            }
            names.add("sampled-uniform(100) " + model + " rmse");
            names.add("sampled-uniform(100) " + model + " rmse-raw");
        }
        names.add("sampled-uniform(100) best-constant rmse");
        return names;
    }

    private static String name(JsonNode record) {
        return record.get("candidates").stringValue() + " "
                + record.get("model").stringValue() + " "
                + record.get("metric").stringValue()
                + (record.has("k") ? "@" + record.get("k").intValue() : "");
    }

    @Test
    void writesTheReportTheFiguresAndTheBundleAndNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(whole)) {
            boolean drawsPng = ReportFiles.remark().isEmpty();
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(
                                    "report.html",
                                    "results.json",
                                    "figure-6.svg",
                                    "figure-6.png",
                                    "figure-7.svg",
                                    "figure-7.png",
                                    "theta.svg",
                                    "theta.png",
                                    "stages.json",
                                    "bundle")
                            .filter(name -> drawsPng || !name.endsWith(".png"))
                            .toList());
        }
        assertThat(whole.resolve("report.html"))
                .content()
                .contains(
                        "RA_LST on data",
                        ">tandem " + reproduce(whole) + " --threads 1 --json --split &#39;user-tail(0.1)&#39;<");
        assertThat(outcome.err()).contains("Ranked among 100 sampled items", "Averaged over the epochs", "Wrote ");
    }

    @Test
    void thereIsOneFinalRecordOfEveryNameAndOneOfEveryEpoch() throws IOException {
        List<JsonNode> records = results(whole);
        assertThat(finals(records))
                .extracting(ReproduceCommandTest::name)
                .containsExactlyInAnyOrderElementsOf(expectedNames());
        for (int epoch = 1; epoch <= 3; epoch++) {
            int asked = epoch;
            assertThat(records)
                    .filteredOn(record -> record.path("epoch").asInt(0) == asked)
                    .extracting(ReproduceCommandTest::name)
                    .containsExactlyInAnyOrderElementsOf(expectedNames());
        }
        assertThat(records).hasSize(4 * expectedNames().size()).allSatisfy(record -> {
            assertThat(record.get("dataset").stringValue()).isEqualTo("data");
            assertThat(record.get("split").stringValue()).isEqualTo("user-tail(0.1)");
            assertThat(record.get("targets").stringValue()).isEqualTo("successive");
            assertThat(record.get("seed").intValue()).isEqualTo(7);
            assertThat(record.get("value").doubleValue()).isFinite();
        });
        assertThat(finals(records))
                .filteredOn(record -> record.has("trainSeconds"))
                .isNotEmpty()
                .allMatch(record -> record.get("model").stringValue().equals("ra-lst"));
    }

    @Test
    void theTableIsTheLastEpoch() throws IOException {
        List<JsonNode> records = results(whole);
        assertThat(finals(records))
                .extracting(ReproduceCommandTest::figure)
                .containsExactlyElementsOf(records.stream()
                        .filter(record -> record.path("epoch").asInt(0) == 3)
                        .map(ReproduceCommandTest::figure)
                        .toList());
    }

    @Test
    void jsonIsTheSameRecordsAsTheFile() throws IOException {
        assertThat(list(outcome.json())).isEqualTo(results(whole));
    }

    @Test
    void theBundleGivesTheFiguresOfTheTable() throws IOException {
        String evaluate = "evaluate --json --bundle " + whole.resolve("bundle") + " --data " + data;
        assertThat(list(Outcome.ofLine(evaluate + " --seed 7").succeeded().json()))
                .extracting(ReproduceCommandTest::figure)
                .containsExactlyElementsOf(finals(results(whole)).stream()
                        .map(ReproduceCommandTest::figure)
                        .toList());
        Outcome leak = Outcome.ofLine(evaluate + " --split user-tail(0.4)");
        assertThat(leak.status()).isEqualTo(1);
        assertThat(leak.lastError()).startsWith("tandem: the model was trained on the training part of user-tail(0.1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aResumedRunEndsWithTheSameFiguresForAnyNumberOfThreads(int epochs) throws IOException {
        Path out = folder.resolve("out");
        String line = reproduce(out) + " --threads 2";
        String kept = "stage 3 of epoch " + (epochs + 1);
        assertThat(Outcome.stoppedAt("ra-lst epoch " + (epochs + 1) + "/3: ", line, kept))
                .isEqualTo(1);
        assertThat(out.resolve("results.json")).doesNotExist();
        assertThat(out.resolve("bundle")).doesNotExist();
        Outcome resumed = Outcome.ofLine(line + " --resume").succeeded();
        assertThat(resumed.err()).contains("Going on after " + kept).doesNotContain("ra-lst epoch 1/3: ");
        assertThat(withoutSeconds(results(out))).isEqualTo(withoutSeconds(results(whole)));
        for (String same : List.of("figure-6.svg", "figure-7.svg", "theta.svg", "bundle/model.safetensors")) {
            assertThat(out.resolve(same)).hasSameBinaryContentAs(whole.resolve(same));
        }
        assertThat(stages(out)).isEqualTo(stages(whole));
        assertThat(out.resolve("epochs.json")).doesNotExist();
        assertThat(out.resolve("bundle.checkpoint")).doesNotExist();
    }

    /** Names, epochs and rows: the times differ from run to run. */
    private static List<String> stages(Path out) {
        return RunStages.read(out.resolve("stages.json")).stages().stream()
                .sorted(Comparator.comparingInt(RunStages.Stage::epoch))
                .map(stage -> stage.name() + " " + stage.epoch() + " " + stage.number() + " " + stage.rows())
                .toList();
    }

    @Test
    void stagesAreKeptWithTimeAndMemoryAndShown() throws IOException {
        RunStages read = RunStages.read(whole.resolve("stages.json"));
        DataSummary summary = DataSummary.of(
                DataReader.read(Path.of(data), ReadOptions.DEFAULT).dataset());
        assertThat(read.run())
                .isEqualTo(new RunStages.Run("data", summary.users(), summary.items(), summary.interactions()));
        assertThat(read.stages())
                .extracting(RunStages.Stage::name)
                .containsExactly(
                        "reading",
                        "splitting",
                        "preparing",
                        "lfm",
                        "gru4rec",
                        "fusion",
                        "evaluation",
                        "checkpoint",
                        "lfm",
                        "gru4rec",
                        "fusion",
                        "evaluation",
                        "checkpoint",
                        "lfm",
                        "gru4rec",
                        "fusion",
                        "evaluation",
                        "checkpoint",
                        "writing");
        assertThat(read.stages()).allSatisfy(stage -> {
            assertThat(stage.seconds()).isPositive();
            assertThat(stage.rows()).isPositive();
        });
        double training = read.stages().stream()
                .filter(stage -> List.of("lfm", "gru4rec", "fusion").contains(stage.name()))
                .mapToDouble(RunStages.Stage::seconds)
                .sum();
        assertThat(finals(results(whole)))
                .filteredOn(record -> record.has("trainSeconds"))
                .allSatisfy(record ->
                        assertThat(record.get("trainSeconds").doubleValue()).isCloseTo(training, within(1e-6)));
        assertThat(outcome.err()).containsPattern("gru4rec, epoch 3 +\\S").contains("peak memory so far");
        assertThat(whole.resolve("report.html")).content().contains("Stage: gru4rec", " in 3 epochs, ");
    }

    @Test
    void theReportSaysWhatIsHeldOutAndWhoseTheFusionIsFittedOn() throws IOException {
        Split split = SplitRule.PAPER.apply(
                DataReader.read(Path.of(data), ReadOptions.DEFAULT).dataset().interactions());
        assertThat(whole.resolve("report.html"))
                .content()
                .contains(split.train().size() + " interactions, of which "
                        + split.validation().targetCount()
                        + " are held out; the fusion is fitted on those of 40 users");
    }

    @Test
    void aSampleOfUsersIsEvaluatedAndSaid() throws IOException {
        Path out = folder.resolve("out");
        Outcome sampled = Outcome.ofLine(reproduce(out) + " --users 9").succeeded();
        assertThat(sampled.out()).contains("9 of 40 users with test targets count, drawn by seed 7");
        assertThat(out.resolve("report.html")).content().contains("9 of 40 users with test targets count");
        assertThat(finals(results(out)))
                .filteredOn(record -> record.get("candidates").stringValue().equals("full-unseen"))
                .allSatisfy(record -> assertThat(record.get("n").intValue()).isBetween(9, 18));
        assertThat(out.resolve("bundle/model.safetensors"))
                .as("the users who are evaluated change nothing of the model")
                .hasSameBinaryContentAs(whole.resolve("bundle/model.safetensors"));
    }

    @Test
    void theNetflixPresetRunsOnASmallLogOfItsKind() throws IOException {
        Path netflix = folder.resolve("netflix");
        Outcome.ofLine("generate --preset netflix --scale 0.001 --out " + netflix)
                .succeeded();
        Path small = Files.writeString(folder.resolve("small.json"), """
                {"preset": "netflix", "heldOutUsers": 50,
                 "longTerm": {"config": {"preset": "netflix", "factors": 4, "epochs": 1}},
                 "shortTerm": {"config": {"preset": "netflix", "hiddenSize": 8, "epochs": 1}}}
                """);
        Path out = folder.resolve("out");
        Outcome run = Outcome.ofLine("reproduce --data " + netflix + " --config " + small + " --users 20 --out " + out)
                .succeeded();
        assertThat(run.out()).containsPattern("20 of 4\\d\\d users with test targets count, drawn by seed 42");
        JsonNode manifest = JsonMapper.shared().readTree(Files.readString(out.resolve("bundle/manifest.json")));
        assertThat(manifest.at("/config/refit").booleanValue()).isFalse();
        assertThat(manifest.at("/config/shortTerm/config/scoring").stringValue())
                .isEqualTo("sampled");
        assertThat(out.resolve("report.html")).content().contains("the fusion is fitted on those of 50 users");
    }

    @Test
    void aRunThatWasCutShortIsNeverThrownAwayUnasked() throws IOException {
        Path out = folder.resolve("out");
        assertThat(Outcome.stoppedAt("ra-lst epoch 2/3: ", reproduce(out), "stage 3 of epoch 2"))
                .isEqualTo(1);
        Outcome refused = Outcome.ofLine(reproduce(out));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lastError())
                .startsWith("tandem: an earlier training was cut short after stage 3 of epoch 2 (see "
                        + out.resolve("bundle.checkpoint"));
        Outcome renamed = Outcome.ofLine(reproduce(out) + " --resume --name other");
        assertThat(renamed.status()).isEqualTo(1);
        assertThat(renamed.err()).doesNotContain("go on with the same command");
        assertThat(renamed.lastError()).contains("data name was data and is now other", "--fresh");
        Outcome fresh = Outcome.ofLine(reproduce(out) + " --fresh --threads 2").succeeded();
        assertThat(fresh.err()).contains("ra-lst epoch 1/3: ");
        assertThat(withoutSeconds(results(out))).isEqualTo(withoutSeconds(results(whole)));
        Outcome.ofLine(reproduce(out)).succeeded(); // its own results are replaced
    }

    @Test
    void curvesThatAreLostStopAResumedRun() throws IOException {
        Path out = folder.resolve("out");
        assertThat(Outcome.stoppedAt("ra-lst epoch 2/3: ", reproduce(out), "stage 3 of epoch 2"))
                .isEqualTo(1);
        Files.delete(out.resolve("epochs.json"));
        Outcome resumed = Outcome.ofLine(reproduce(out) + " --resume");
        assertThat(resumed.status()).isEqualTo(1);
        assertThat(resumed.err()).doesNotContain("go on with the same command");
        assertThat(resumed.lastError())
                .isEqualTo("tandem: " + out.resolve("epochs.json")
                        + ": must hold the figures of epochs 1 to 1, but is missing; start again with --fresh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--preset papr|there is no preset \"papr\" of ra-lst",
                "--split none|invalid value for option '--split': a split is user-tail(0.1), ",
                "--split random(0.1)|--split must keep what is later than a target out of training, because targets are ranked, "
                        + "but was random(0.1); use user-tail(0.1), leave-last-out or global-tail(0.1)",
                "--split half|a split is user-tail(0.1), leave-last-out",
                "--resume --fresh|--resume and --fresh exclude each other",
                "--users 0|--users must be at least 1, but was 0",
                "--config missing.json|--config: missing.json: no such file or folder",
            })
    void wrongUsage(String options, String message) {
        Outcome wrong = Outcome.ofLine("reproduce --data nowhere --out " + folder.resolve("out") + " " + options);
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains(message).contains("; see tandem reproduce --help");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNoResultIsNotReplaced() throws IOException {
        Path thesis = Files.createDirectories(folder.resolve("out/bundle")).resolve("thesis.txt");
        Files.writeString(thesis, "mine");
        Outcome foreign = Outcome.ofLine("reproduce --data nowhere --out " + folder.resolve("out"));
        assertThat(foreign.status()).isEqualTo(1);
        assertThat(foreign.lastError()).startsWith("tandem: will not replace ").contains("it holds thesis.txt");
        Outcome file = Outcome.ofLine("reproduce --data nowhere --out " + thesis);
        assertThat(file.status()).isEqualTo(1);
        assertThat(file.lastError())
                .isEqualTo("tandem: " + thesis
                        + ": must be a folder for the results, but is a file; choose another --out");
        assertThat(thesis).hasContent("mine");
    }

    @Test
    void dataWithoutTargetsFails() throws IOException {
        Path tooShort = folder.resolve("ratings.dat");
        Files.writeString(tooShort, "1::1::5::1\n1::2::5::2\n2::1::5::1\n");
        Outcome empty = Outcome.ofLine("reproduce --data " + tooShort + " --out " + folder.resolve("out"));
        assertThat(empty.status()).isEqualTo(1);
        assertThat(empty.lastError()).contains("leaves no test target in 3 interactions", "choose another split");
    }
}
