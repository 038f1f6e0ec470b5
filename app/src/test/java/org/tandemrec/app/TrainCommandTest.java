package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.DataReader;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.ReadOptions;
import tools.jackson.databind.JsonNode;

class TrainCommandTest {
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

    private String train(String kind, String out) {
        return "train --model " + kind + " --data " + data + " --out " + folder.resolve(out) + " "
                + String.join(" ", Outcome.tiny(kind));
    }

    @ParameterizedTest
    @CsvSource({"lfm,epoch 1", "gru4rec,epoch 1", "ra-lst,stage 3 of epoch 2"})
    void aResumedTrainingEndsWithTheSameModel(String kind, String kept) {
        Outcome.ofLine(train(kind, "whole")).succeeded();
        assertThat(Outcome.stoppedAt(kind + " epoch 2/2: ", train(kind, "resumed"), kept))
                .isEqualTo(1);
        assertThat(folder.resolve("resumed")).doesNotExist();
        assertThat(folder.resolve("resumed.checkpoint")).isNotEmptyDirectory();
        Outcome outcome = Outcome.ofLine(train(kind, "resumed") + " --resume").succeeded();
        assertThat(outcome.err()).contains("Going on after " + kept).doesNotContain("epoch 1/2:");
        assertThat(outcome.out()).contains("1 epoch after the first 1 in ");
        assertThat(folder.resolve("resumed/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/model.safetensors"));
        assertThat(folder.resolve("resumed.checkpoint")).doesNotExist();
    }

    @Test
    void aResumedTrainingCountsTheTimeBefore() throws IOException {
        Outcome.stoppedAt("lfm epoch 2/2: ", train("lfm", "b"), "epoch 1");
        Path soFar = folder.resolve("b.checkpoint/so-far.json");
        assertThat(TrainingSoFar.read(soFar, 1).orElseThrow().losses())
                .extracting(TrainingSoFar.Loss::epoch)
                .containsExactly(1);
        Files.writeString(soFar, Files.readString(soFar).replaceFirst("\"seconds\":[^,]*", "\"seconds\":1000"));
        Outcome outcome = Outcome.ofLine(train("lfm", "b") + " --resume --json").succeeded();
        assertThat(outcome.json().at("/manifest/training/seconds").doubleValue())
                .isBetween(1000.0, 1100.0);
        assertThat(folder.resolve("b.checkpoint")).doesNotExist();
    }

    @Test
    void aCheckpointIsNeverThrownAwayUnasked() {
        assertThat(Outcome.stoppedAt("lfm epoch 2/2: ", train("lfm", "b"), "epoch 1"))
                .isEqualTo(1);
        Outcome refused = Outcome.ofLine(train("lfm", "b"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.lastError())
                .isEqualTo("tandem: an earlier training was cut short after epoch 1 (see "
                        + folder.resolve("b.checkpoint")
                        + "); go on from there with --resume, or throw it away with --fresh");
        Outcome other = Outcome.ofLine(train("lfm", "b") + " --resume --seed 7");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.lastError()).contains("seed was 42 and is now 7", "or start anew with --fresh");
        assertThat(folder.resolve("b.checkpoint")).isNotEmptyDirectory();
        Outcome both = Outcome.ofLine(train("lfm", "b") + " --resume --fresh");
        assertThat(both.status()).isEqualTo(2);
        Outcome fresh = Outcome.ofLine(train("lfm", "b") + " --fresh --seed 7").succeeded();
        assertThat(fresh.err()).contains("lfm epoch 1/2: ");
        assertThat(folder.resolve("b.checkpoint")).doesNotExist();
    }

    @Test
    void resumingWithoutACheckpointStartsAtTheBeginning() {
        Outcome outcome = Outcome.ofLine(train("lfm", "b") + " --resume").succeeded();
        assertThat(outcome.err())
                .contains("There is no checkpoint in " + folder.resolve("b.checkpoint")
                        + ", so training starts at the beginning");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSignalLeavesTheCheckpoint() throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "--add-modules",
                "jdk.incubator.vector",
                Main.class.getName()));
        command.addAll(List.of(
                train("lfm", "b").replace("--epochs 2", "--epochs 1000000").split(" ", -1)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Path checkpoint = folder.resolve("b.checkpoint/checkpoint.json");
            for (int i = 0; i < 3000 && Files.notExists(checkpoint) && process.isAlive(); i++) {
                Thread.sleep(20);
            }
            assertThat(checkpoint).as(Files.readString(log)).exists();
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(log)
                .content()
                .containsPattern("Training stopped; epoch \\d+ is kept in \\S+; go on with the same command");
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void optionsGoOverTheFileAndTheFileOverThePreset() throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, "{\"preset\": \"explicit\", \"factors\": 3, \"epochs\": 9, \"initStd\": 0.5}");
        Outcome outcome = Outcome.of(
                        "train",
                        "--model",
                        "lfm",
                        "--config",
                        file.toString(),
                        "--preset=paper",
                        "--epochs=1",
                        "--factors",
                        "2",
                        "--data",
                        data,
                        "--out",
                        folder.resolve("b").toString(),
                        "--json")
                .succeeded();
        JsonNode config = outcome.json().at("/manifest/config");
        assertThat(config.get("epochs").intValue()).isEqualTo(1);
        assertThat(config.get("factors").intValue()).isEqualTo(2);
        assertThat(config.get("initStd").doubleValue()).isEqualTo(0.5);
        assertThat(config.get("learningRate").doubleValue()).isEqualTo(0.02); // the paper's
        assertThat(config.get("feedback").stringValue()).isEqualTo("implicit");
        assertThat(outcome.json().at("/manifest/training/split").stringValue()).isEqualTo("none");
        assertThat(outcome.json().get("loss").doubleValue()).isPositive();
        assertThat(outcome.err()).contains("Trained lfm (everything): 1 epoch in ");
    }

    @Test
    void theConfigOfABundleTrainsItAgain() throws IOException {
        JsonNode manifest =
                Outcome.ofLine(train("ra-lst", "one") + " --json").json().get("manifest");
        Path file = folder.resolve("config.json");
        Files.writeString(file, manifest.get("config").toString());
        Outcome.ofLine("train --model ra-lst --config " + file + " --data " + data + " --out " + folder.resolve("two"))
                .succeeded();
        assertThat(folder.resolve("two/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("one/model.safetensors"));
    }

    @Test
    void theHeldOutRuleFollowsTheSplit() {
        JsonNode same = Outcome.ofLine(train("ra-lst", "b") + " --split leave-last-out --json")
                .succeeded()
                .json();
        assertThat(same.at("/manifest/training/heldOut").stringValue()).isEqualTo("leave-last-out");
        JsonNode own = Outcome.ofLine(train("ra-lst", "b") + " --held-out user-tail(0.3) --json")
                .succeeded()
                .json();
        assertThat(own.at("/manifest/training/heldOut").stringValue()).isEqualTo("user-tail(0.3)");
        JsonNode single =
                Outcome.ofLine(train("lfm", "c") + " --json").succeeded().json();
        assertThat(single.at("/manifest/training/heldOut").stringValue()).isEqualTo("none");
    }

    @Test
    void afterACutInTimeTheNewestShareBeforeItIsHeldOut() {
        Interactions all =
                DataReader.read(Path.of(data), ReadOptions.DEFAULT).dataset().interactions();
        long[] times = IntStream.range(0, all.size())
                .mapToLong(all::timeMillis)
                .sorted()
                .toArray();
        long cut = times[times.length - times.length / 5];
        long later = Arrays.stream(times).filter(time -> time >= cut).count();
        JsonNode trained = Outcome.ofLine(
                        train("ra-lst", "b") + " --split global-time(" + Instant.ofEpochMilli(cut) + ") --json")
                .succeeded()
                .json();
        String rule = trained.at("/manifest/training/heldOut").stringValue();
        assertThat(rule).startsWith("global-tail(0.");
        assertThat(Double.parseDouble(rule.substring("global-tail(".length(), rule.length() - 1)))
                .isCloseTo((double) later / times.length, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model lfn|there is no model of kind \"lfn\"; the kinds are lfm, als, gru4rec,",
                "--model lfn|; did you mean lfm?",
                "--model lfm --preset papr|there is no preset \"papr\" of lfm",
                "--model lfm --factor 3|unknown options: '--factor', '3' (did you mean --factors?)",
                "--model gru4rec --factors 3|unknown options: '--factors'",
                "--model lfm --factors many|factors must be an integer, but was \"many\" (a text)",
                "--model lfm --epochs 0|epochs must be at least 1, but was 0",
                "--model lfm --feedback implict|feedback must be one of implicit, explicit, but was \"implict\" (a text)",
                "--model ra-lst --long-term lmf|there is no model of kind \"lmf\"",
                "--model ra-lst --long-term-hidden-size 4|--long-term-hidden-size'",
                "--model lfm --split half|a split is user-tail(0.1), leave-last-out",
                "--model lfm --held-out leave-last-out|--held-out is for a fusion such as ra-lst, and for --validate, but lfm alone holds nothing out",
                "--model ra-lst --held-out none|invalid value for option '--held-out': a split is user-tail(0.1), ",
                "--model lfm --config missing.json|--config: missing.json: no such file or folder",
                "--epochs 3|missing required option",
            })
    void wrongUsage(String options, String message) {
        Outcome outcome = Outcome.ofLine("train --data nowhere --out " + folder.resolve("b") + " " + options);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).containsIgnoringCase(message).contains("; see tandem train --help");
        assertThat(outcome.out()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"factor\": 3}|unknown key \"factor\"; the keys are feedback, loss, factors,",
                "{\"factors\": \"3\"}|factors must be an integer, but was \"3\" (a text)",
                "{\"factors\": 3, \"factors\": 4}|config.json:1: must be JSON, but: Duplicate",
                "[]|a config must be a JSON object, but was a list",
                "{\"factors\": |config.json:1: must be JSON, but: Unexpected end-of-input",
            })
    void aWrongFileIsWrongUsage(String content, String message) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, content);
        Outcome outcome = Outcome.ofLine("train --data nowhere --out x --model lfm --config " + file);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(file.toString()).contains(message);
    }

    @Test
    void thePartsKindDecidesItsSettings() {
        Outcome outcome = Outcome.ofLine("train --model ra-lst --long-term gru4rec --help")
                .succeeded();
        assertThat(outcome.out()).contains("--long-term-hidden-size", "--short-term-hidden-size");
        assertThat(outcome.out()).doesNotContain("--long-term-factors");
    }

    @Test
    void nothingButABundleIsReplaced() throws IOException {
        Path out = Files.createDirectory(folder.resolve("b"));
        Files.writeString(out.resolve("thesis.txt"), "mine");
        Outcome outcome = Outcome.ofLine("train --model lfm --data nowhere --out " + out);
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).startsWith("tandem: will not replace ").contains("it holds thesis.txt");
        assertThat(out.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void aSplitThatLeavesNothingFails() {
        Outcome outcome = Outcome.ofLine(train("lfm", "b") + " --split global-time(1970-01-01T00:00:00Z)");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError())
                .endsWith("--split global-time(1970-01-01T00:00:00Z) leaves nothing to train on");
    }

    @Test
    void missingDataFails() {
        Outcome outcome = Outcome.ofLine("train --model lfm --data nowhere --out " + folder.resolve("b"));
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.lastError()).startsWith("tandem: nowhere");
    }
}
