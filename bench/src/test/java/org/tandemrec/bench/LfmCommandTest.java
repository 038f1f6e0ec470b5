package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Seed;
import tools.jackson.databind.JsonNode;

/** {@code tandem bench lfm}: what it prints, and what it says about files that it cannot read. */
final class LfmCommandTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyCasePrintsOneObject(LfmCase which) {
        BenchRun run = BenchRun.of("lfm --case " + Cases.label(which) + " --shrink " + (which.netflix() ? 1000 : 100)
                        + " --warm-up 0 --epochs 2 --threads 2 --json")
                .succeeded();
        JsonNode figures = run.json();
        assertThat(figures.propertyNames())
                .containsExactly("case", "updatesPerSecond", "epochSeconds", "rmse", "threads");
        assertThat(figures.get("case").stringValue()).isEqualTo(Cases.label(which));
        assertThat(figures.get("updatesPerSecond").doubleValue()).isPositive();
        assertThat(figures.get("epochSeconds").doubleValue()).isPositive();
        assertThat(figures.get("threads").intValue()).isEqualTo(2);
        if (which == LfmCase.EXPLICIT_ML1M) {
            assertThat(figures.get("rmse").doubleValue()).isBetween(0.5, 1.2);
        } else {
            assertThat(figures.get("rmse").isNull()).isTrue();
        }
        assertThat(run.err())
                .contains("epoch 1 ", "epoch 2 ", "updates/s", "GB/s", "memory bound", "compute bound", "peak memory")
                .contains("warm-up: ", "training, 2 epochs: ")
                .contains("\"factors\":64");
    }

    @Test
    void givenFilesAreLearned() throws IOException {
        writePlanted("train", 400, 1);
        writePlanted("test", 100, 2);
        String line = "lfm --case explicit-ml1m --warm-up 0 --epochs 12 --train " + folder.resolve("train") + " --test "
                + folder.resolve("test");
        BenchRun run = BenchRun.of(line + " --quiet").succeeded();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("data            400 ratings of 20 users on 15 items, 100 tested; " + folder.resolve("train"))
                .contains("epoch 12 ")
                .contains("12 epochs of ");
        double error =
                BenchRun.of(line + " --json").succeeded().json().get("rmse").doubleValue();
        assertThat(run.out()).contains(ReportLines.format("test RMSE       %.4f after the last epoch", error));
        assertThat(error).as("ratings are 1 or 5 by the parity of their item").isLessThan(1.5);
    }

    @Test
    void theFinalErrorDependsOnNeitherTheWarmUpNorTheThreads() {
        String line = "lfm --case explicit-ml1m --shrink 200 --epochs 3 --json";
        JsonNode one =
                BenchRun.of(line + " --warm-up 0 --threads 1").succeeded().json();
        JsonNode other =
                BenchRun.of(line + " --warm-up 0.2 --threads 2").succeeded().json();
        assertThat(one.get("rmse")).isEqualTo(other.get("rmse"));
        JsonNode seed = BenchRun.of(line + " --warm-up 0 --seed 7").succeeded().json();
        assertThat(seed.get("rmse")).isNotEqualTo(one.get("rmse"));
    }

    @Test
    void ratingsOfAnImplicitCaseAreNotTested() throws IOException {
        writePlanted("train", 400, 1);
        BenchRun run = BenchRun.of("lfm --case implicit-ml1m --warm-up 0 --epochs 1 --json --train "
                        + folder.resolve("train") + " --test " + folder.resolve("missing"))
                .succeeded();
        assertThat(run.json().get("rmse").isNull()).isTrue();
        assertThat(run.err())
                .contains(folder.resolve("missing") + " is not read, for implicit-ml1m predicts no ratings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3;1 2|:2: a line must be \"user item rating\", but was \"1 2\"",
                "1 2 3;;1 2 3 4|:3: a line must be \"user item rating\", but was \"1 2 3 4\"",
                "1 2 good|:1: a rating must be a finite number, but was \"good\"",
                "1 2 NaN|:1: a rating must be a finite number, but was \"NaN\"",
                ";|: the file must hold lines \"user item rating\", but is empty",
            })
    void badLinesAreNamed(String lines, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("bad"), lines.replace(";", "\n") + "\n");
        BenchRun run = BenchRun.of("lfm --case explicit-ml1m --warm-up 0 --train " + file);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tandem: " + file + message + "\n");
    }

    @Test
    void aMissingFileIsSaidAndAnUnexpectedErrorHasItsPlaceWithVerboseOnly() {
        Path missing = folder.resolve("missing");
        BenchRun run = BenchRun.of("lfm --case explicit-ml1m --train " + missing);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("tandem: " + missing + ": no such file or folder\n");
        assertThat(BenchRun.of("lfm --verbose --case explicit-ml1m --train " + missing)
                        .err())
                .contains("at org.tandemrec.bench.LfmCommand.call");
    }

    @Test
    void whatMemoryCannotHoldIsRefusedBeforeItIsRead() throws IOException {
        Path file = folder.resolve("large");
        try (var out =
                Files.newByteChannel(Files.writeString(file, "1 2 3\n".repeat(20_000)), StandardOpenOption.WRITE)) {
            out.position(1L << 40).write(ByteBuffer.wrap(new byte[] {'\n'})); // a sparse file takes no room
        }
        BenchRun run = BenchRun.of("lfm --case explicit-ml1m --train " + file);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("tandem: " + file + ": about 183,2")
                .contains("GB of memory", "give the JVM more, for example TANDEM_JAVA_OPTS=-Xmx8533g");
    }

    /** Ratings of 20 users on 15 items: 5 where the item is even, else 1. */
    private void writePlanted(String name, int count, long seed) throws IOException {
        SplittableRandom random = new Seed(seed).random();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int item = random.nextInt(15);
            text.append(random.nextInt(20)).append(i % 2 == 0 ? " " : "\t").append(item);
            text.append(item % 2 == 0 ? " 5\n" : " 1.0\r\n");
        }
        Files.writeString(folder.resolve(name), text);
    }
}
