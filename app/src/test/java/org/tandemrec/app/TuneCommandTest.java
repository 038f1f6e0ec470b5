package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.app.report.Xml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tandem tune}. */
class TuneCommandTest {
    private static final String LFM = "--model lfm --factors 4 --epochs 4";

    @TempDir
    static Path shared;

    private static String data;

    @TempDir
    Path folder;

    @BeforeAll
    static void generate() {
        data = shared.resolve("data").toString();
        Outcome.ofLine("generate --out " + data + " --users 40 --items 120 --min-length 8 --mean-length 12")
                .succeeded();
    }

    private String tune(String model, String options, String out) {
        return "tune " + model + " --data " + data + " --split leave-last-out " + options + " --json --out "
                + folder.resolve(out);
    }

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    /** All of every trial but the time that it took. */
    private List<String> trials(String out) throws IOException {
        List<String> lines = new ArrayList<>();
        List<Path> trials;
        try (Stream<Path> entries = Files.list(folder.resolve(out).resolve("trials"))) {
            trials = entries.sorted().toList();
        }
        for (Path trial : trials) {
            lines.add(trial.getFileName() + " " + json(trial.resolve("config.json")) + " "
                    + json(trial.resolve("result.json")).toString().replaceAll("\"seconds\":[^}]*", ""));
        }
        return lines;
    }

    private static int[] rungs(JsonNode found) {
        return found.get("trials")
                .valueStream()
                .mapToInt(trial -> trial.at("/result/rungs").size())
                .toArray();
    }

    @Test
    void trialsHalveFromRungToRungAndTheBestIsWritten() throws Exception {
        Outcome outcome = Outcome.ofLine(tune(LFM, "--trials 5 --halving 2 --set negatives=1,2", "o"))
                .succeeded();
        JsonNode found = outcome.json();
        assertThat(rungs(found)).containsExactlyInAnyOrder(1, 1, 1, 2, 3);
        List<Integer> epochs = new ArrayList<>();
        JsonNode best = found.get("trials").get(found.get("best").intValue() - 1);
        best.at("/result/rungs").forEach(rung -> epochs.add(rung.get("epochs").intValue()));
        assertThat(epochs).containsExactly(1, 2, 4);
        Path out = folder.resolve("o");
        JsonNode written = json(out.resolve("best.json"));
        assertThat(written).isEqualTo(found.get("config"));
        assertThat(written.get("preset").stringValue()).isEqualTo("default");
        assertThat(written.get("factors").intValue()).isEqualTo(4);
        assertThat(outcome.err())
                .contains("Rung 1 of 3: 5 trials, trained for 1 epoch in all")
                .contains("Rung 3 of 3: 1 trial, trained for 4 epochs in all")
                .contains("  negatives: 1,2")
                .doesNotContain("  factors: ")
                .contains("Try next: tandem train --model lfm --config " + out.resolve("best.json"));
        assertThat(out.resolve("trials/001/checkpoint")).doesNotExist();
        assertThat(Files.readAllLines(out.resolve("trials.csv")))
                .hasSize(6)
                .first()
                .asString()
                .startsWith("trial,rungs,epochs,metric,seconds,failure,learningRate,");
        assertThat(Xml.elements(
                        Xml.parse(Files.readString(out.resolve("report.html")).replace("<!DOCTYPE html>", "")),
                        "figure"))
                .hasSize(8);
        assertThat(out.resolve("trials.svg")).isRegularFile();
        assertThat(out.resolve("setting-learning-rate.svg")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LFM,
                "--model gru4rec --hidden-size 8 --layers 1 --epochs 4 --set decay=linear,cosine",
                "--model ra-lst --long-term-factors 4 --long-term-epochs 2 --short-term-hidden-size 8 --short-term-epochs 2 --negatives 10"
            })
    void theBestConfigTrainsToTheMetricThatItWasChosenBy(String model) {
        JsonNode found = Outcome.ofLine(tune(model, "--trials 4 --halving 2", "o"))
                .succeeded()
                .json();
        JsonNode best = found.get("trials").get(found.get("best").intValue() - 1);
        JsonNode last = best.at("/result/rungs/" + (best.at("/result/rungs").size() - 1));
        JsonNode curve = Outcome.ofLine("train --model " + model.split(" ", -1)[1] + " --config "
                        + folder.resolve("o/best.json") + " --data " + data
                        + " --split leave-last-out --validate ndcg@10 --json --out " + folder.resolve("b"))
                .succeeded()
                .json()
                .at("/manifest/training/validation/curve");
        assertThat(curve.size()).isEqualTo(last.get("epochs").intValue());
        assertThat(curve.get(curve.size() - 1).get("metric").doubleValue())
                .isEqualTo(last.get("metric").doubleValue());
    }

    @ParameterizedTest
    @CsvSource({"trial 4: ,1", "Rung 2 of 3,2", "trial 2: ,2", "Rung 3 of 3,1"})
    void aSearchThatWasCutShortGoesOnToTheSameTrials(String where, String sideBySide) throws IOException {
        String options = "--trials 5 --halving 2 --parallel-trials ";
        Outcome.ofLine(tune(LFM, options + "2", "whole")).succeeded();
        Outcome cut = Outcome.stopped(where, tune(LFM, options + sideBySide, "cut"));
        assertThat(cut.status()).isEqualTo(1);
        assertThat(cut.err()).contains("The search stopped; what is done is kept in " + folder.resolve("cut"));
        assertThat(folder.resolve("cut/best.json")).doesNotExist();
        Outcome.ofLine(tune(LFM, options + sideBySide, "cut")).succeeded();
        assertThat(trials("cut")).isEqualTo(trials("whole"));
        assertThat(folder.resolve("cut/best.json")).hasSameBinaryContentAs(folder.resolve("whole/best.json"));
    }

    @Test
    void aSearchThatIsCompleteIsOnlyReported() throws IOException {
        String line = tune(LFM, "--trials 3", "o");
        JsonNode first = Outcome.ofLine(line).succeeded().json();
        Outcome again = Outcome.ofLine(line).succeeded();
        assertThat(again.json()).isEqualTo(first);
        assertThat(again.err()).doesNotContain("Rung 1");
    }

    /** As where a trial that was better had been left out for want of memory: what took its place on later rungs is forgotten. */
    @Test
    void whatAnEarlierRunFoundOfATrialThatDoesNotGoOnPlaysNoPart() throws IOException {
        String line = tune(LFM, "--trials 4 --halving 2", "o");
        JsonNode found = Outcome.ofLine(line).succeeded().json();
        List<String> before = trials("o");
        int dropped = IntStream.range(0, 4)
                .filter(trial -> rungs(found)[trial] == 1)
                .findFirst()
                .orElseThrow();
        Path file = folder.resolve("o/trials/00" + (dropped + 1) + "/result.json");
        String text = Files.readString(file);
        String later =
                ", {\"epochs\": 2, \"metric\": 0.9, \"seconds\": 1}, {\"epochs\": 4, \"metric\": 0.9, \"seconds\": 1} ]";
        Files.writeString(file, text.replaceFirst(" \\]", later));
        assertThat(Outcome.ofLine(line).succeeded().json()).isEqualTo(found);
        assertThat(trials("o")).isEqualTo(before);
    }

    @Test
    void survivorsGoOnFromTheirCheckpoint() throws IOException {
        JsonNode halved = Outcome.ofLine(tune(LFM, "--trials 4 --halving 2", "halved"))
                .succeeded()
                .json();
        JsonNode whole = Outcome.ofLine(tune(LFM, "--trials 4 --halving none", "whole"))
                .succeeded()
                .json();
        int best = halved.get("best").intValue() - 1;
        assertThat(halved.get("trials").get(best).at("/result/rungs/2/metric"))
                .isEqualTo(whole.get("trials").get(best).at("/result/rungs/0/metric"));
        assertThat(rungs(whole)).containsOnly(1);
    }

    @Test
    void whatAConfigCausesFailsItsTrialAlone() throws IOException {
        Outcome outcome = Outcome.ofLine(
                        tune(LFM, "--trials 8 --halving 2 --set learning-rate=0.05,1e30 --set itemBins=0,3", "o"))
                .succeeded();
        JsonNode found = outcome.json();
        List<String> failures = new ArrayList<>();
        for (JsonNode trial : found.get("trials")) {
            if (trial.at("/result/failure").isString()) {
                failures.add(trial.at("/result/failure").stringValue());
                assertThat(trial.at("/result/rungs").size()).isLessThan(3);
            }
        }
        assertThat(failures)
                .anyMatch(reason -> reason.contains("belong to ratings"))
                .anyMatch(reason -> reason.contains("the loss became"));
        assertThat(found.at("/config/itemBins").isMissingNode()).isTrue();
        assertThat(Files.readString(folder.resolve("o/report.html"))).contains("belong to ratings");
        Outcome again = Outcome.ofLine(
                        tune(LFM, "--trials 8 --halving 2 --set learning-rate=0.05,1e30 --set itemBins=0,3", "o"))
                .succeeded();
        assertThat(again.json()).isEqualTo(found);
    }

    @Test
    void whereAllTrialsFailTheFirstReasonIsTold() throws IOException {
        Outcome outcome = Outcome.ofLine(tune("--model lfm --epochs 1 --learning-rate 1e30", "--trials 2", "o"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).contains("all 2 trials failed, the first one because: lfm: the loss became");
        assertThat(folder.resolve("o/best.json")).doesNotExist();
        assertThat(folder.resolve("o/report.html")).content().contains("All 2 trials failed.");
    }

    /** Two logs that differ in nothing but each user's last interaction. */
    @Test
    void testInteractionsAreNeverLookedAt() throws IOException {
        List<List<String>> found = new ArrayList<>();
        for (int shift : new int[] {0, 5}) {
            StringBuilder log = new StringBuilder("user,item,time\n");
            for (int item = 0; item < 20; item++) {
                log.append("all,").append(item).append(',').append(item).append('\n');
            }
            for (int user = 0; user < 30; user++) {
                for (int i = 0; i < 8; i++) {
                    int item = (user * 7 + i * (1 + user % 3) + (i == 7 ? shift : 0)) % 20;
                    log.append(user)
                            .append(',')
                            .append(item)
                            .append(',')
                            .append(100 * i + user)
                            .append('\n');
                }
            }
            Path file = folder.resolve("log-" + shift + ".csv");
            Files.writeString(file, log);
            String out = "o" + shift;
            Outcome.ofLine(tune(LFM, "--trials 4 --halving 2", out).replace(data, file.toString()))
                    .succeeded();
            found.add(trials(out));
        }
        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    @Test
    void anotherSearchIsRefusedUnlessThrownAway() throws IOException {
        Outcome.ofLine(tune(LFM, "--trials 2", "o")).succeeded();
        Outcome other = Outcome.ofLine(tune(LFM, "--trials 3 --metric hr@5", "o"));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.lastError())
                .contains("holds another search: measured was ndcg@10 among full-unseen, users all and is now hr@5")
                .contains("trials was 2 and is now 3", "throw it away with --fresh");
        Outcome.ofLine(tune(LFM, "--trials 3 --metric hr@5 --fresh", "o")).succeeded();
        assertThat(trials("o")).hasSize(3);
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("o"));
        Files.writeString(folder.resolve("o/thesis.txt"), "years of work");
        Outcome outcome = Outcome.ofLine(tune(LFM, "--trials 2 --fresh", "o"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).contains("must be empty or hold a search, but holds something else");
        assertThat(folder.resolve("o")).isDirectoryContaining("glob:**thesis.txt");
    }

    @Test
    void aDamagedResultIsNamed() throws IOException {
        Outcome.ofLine(tune(LFM, "--trials 2", "o")).succeeded();
        Files.writeString(folder.resolve("o/trials/002/result.json"), "{\"trial\":");
        Outcome outcome = Outcome.ofLine(tune(LFM, "--trials 2", "o"));
        assertThat(outcome.lastError()).contains(Path.of("trials", "002", "result.json") + " is damaged", "--fresh");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--trials 0|--trials must be at least 1, but was 0",
                "--trials 2 --halving 1|--halving must be at least 2, but was 1",
                "--trials 2 --halving much|--halving must be a number or none, but was \"much\"",
                "--trials 2 --parallel-trials 0|--parallel-trials must be at least 1, but was 0",
                "--trials 2 --parallel-trials all|--parallel-trials must be a number or auto, but was \"all\"",
                "--trials 2 --validation-users 0|--validation-users must be at least 1, but was 0",
                "--trials 2 --set factors|--set must be KEY=FROM..TO or KEY=A,B,C, but was \"factors\"",
                "--trials 2 --set factors=9..2|--set factors: a range must go from a smaller to a larger number",
                "--trials 2 --set factors=1..2 --set factors=2..3|--set factors is there twice; keep one",
                "--trials 2 --set factor=1..2|there is no setting \"factor\" of lfm to search",
                "--trials 2 --metric rmse@1|a ranking metric is METRIC@K",
                "--trials 2 --held-out none|invalid value for option '--held-out': a split is user-tail(0.1), ",
                "--split leave-last-out|missing required option: '--trials=N'"
            })
    void wrongUsage(String options, String message) {
        Outcome outcome =
                Outcome.ofLine("tune --model lfm --data nowhere --out " + folder.resolve("o") + " " + options);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }
}
