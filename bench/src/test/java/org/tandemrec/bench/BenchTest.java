package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code tandem bench}: what goes where, and what it prints. */
final class BenchTest {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private record Outcome(int status, String out, String err) {}

    private static Outcome run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Bench.wholeRun(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                List.of(args));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RANK")
    void everyTrainingPrintsOneObject(Gru4RecCase which) {
        Outcome outcome = tiny(which, "--threads", "2");
        assertThat(outcome.status).as(outcome.err).isZero();
        JsonNode figures = JSON.readTree(outcome.out);
        assertThat(figures.propertyNames())
                .containsExactlyInAnyOrder(
                        "case",
                        "miniBatchesPerSecond",
                        "eventsPerSecond",
                        "flopsPerBatch",
                        "gemmGflops",
                        "boundRatio",
                        "threads");
        assertThat(figures.get("case").stringValue()).isEqualTo(which.label());
        assertThat(figures.get("threads").intValue()).isEqualTo(2);
        for (String name :
                List.of("miniBatchesPerSecond", "eventsPerSecond", "flopsPerBatch", "gemmGflops", "boundRatio")) {
            assertThat(figures.get(name).doubleValue()).as(name).isPositive();
        }
        assertThat(outcome.err).contains("command", "--case " + which.label(), "JVM", "mini-batches/s", "peak memory");
        assertThat(outcome.err.contains("cost/batch")).isEqualTo(which == Gru4RecCase.LARGE_CATALOGUE);
    }

    @Test
    void rankingPrintsOneObject() {
        Outcome outcome = tiny(Gru4RecCase.RANK, "--threads", "1");
        assertThat(outcome.status).as(outcome.err).isZero();
        JsonNode figures = JSON.readTree(outcome.out);
        assertThat(figures.propertyNames()).containsExactlyInAnyOrder("case", "users", "events", "seconds", "threads");
        assertThat(figures.get("users").intValue()).isEqualTo(60);
        assertThat(figures.get("seconds").doubleValue()).isPositive();
    }

    private static Outcome tiny(Gru4RecCase which, String... more) {
        List<String> args = List.of("--case", which.label(), "--shrink", "100", "--seconds", "0.05", "--json");
        return run(Stream.concat(args.stream(), Arrays.stream(more)).toArray(String[]::new));
    }

    @Test
    void withoutJsonAllGoesToStandardOutput() {
        Outcome outcome = run("--case", "full-softmax", "--shrink", "100", "--seconds", "0.05");
        assertThat(outcome.status).as(outcome.err).isZero();
        assertThat(outcome.err).isEmpty();
        assertThat(outcome.out)
                .startsWith("command         tandem bench gru4rec --case full-softmax --shrink 100 --seconds 0.05")
                .contains("events/s", "FLOPs/batch", "GEMM GFLOP/s", "ratio to bound")
                .doesNotContain("{\"case\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--case netflix | there is no case \"netflix\"; the cases are retailrocket, rsc15, full-softmax, bptt,"
                        + " large-catalogue, rank",
                "--seconds 1 | Missing required option: '--case=CASE'",
                "--case bptt --seconds 0 | --seconds must be more than 0 and at most 3600, but was 0.0",
                "--case bptt --threads 0 | --threads must be at least 1, but was 0",
                "--case bptt --fast | Unknown option: '--fast'",
            })
    void wrongUsageSaysWhatIsRight(String args, String message) {
        Outcome outcome = run(args.split(" ", -1));
        assertThat(outcome.status).isEqualTo(2);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).contains(message).endsWith("; see tandem bench gru4rec --help\n");
    }

    @Test
    void helpNamesEveryCase() {
        Outcome outcome = run("--help");
        assertThat(outcome.status).isZero();
        for (Gru4RecCase which : Gru4RecCase.values()) {
            assertThat(outcome.out).contains(which.label() + ":");
        }
        assertThat(outcome.out).doesNotContain("--shrink");
    }

    @Test
    void wholeRunsGoToTheirCommandAndAllElseToJmh() throws Exception {
        assertThat(process("gru4rec", "--help")).contains("--case", "large-catalogue:");
        assertThat(process("--help")).contains("gru4rec --case CASE", "JMH");
        assertThat(process("-l")).contains("org.tandemrec.bench.IncrementalBenchmark.state", "GemmBenchmark");
    }

    /** Bench in a JVM of its own, for it ends it. */
    private static String process(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out;
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            out = reader.readAllAsString();
        }
        assertThat(process.waitFor()).as("status of %s", command).isZero();
        return out;
    }
}
