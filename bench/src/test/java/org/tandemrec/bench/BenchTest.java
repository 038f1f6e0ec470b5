package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.bench.server.ServerCase;
import tools.jackson.databind.JsonNode;

/** {@code tandem bench}: what goes where, and what {@code gru4rec} prints. */
final class BenchTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RANK")
    void everyTrainingPrintsOneObject(Gru4RecCase which) {
        BenchRun run = tiny(which, "--threads 2").succeeded();
        JsonNode figures = run.json();
        assertThat(figures.propertyNames())
                .containsExactlyInAnyOrder(
                        "case",
                        "miniBatchesPerSecond",
                        "eventsPerSecond",
                        "flopsPerBatch",
                        "gemmGflops",
                        "boundRatio",
                        "threads");
        assertThat(figures.get("case").stringValue()).isEqualTo(Cases.label(which));
        assertThat(figures.get("threads").intValue()).isEqualTo(2);
        for (String name :
                List.of("miniBatchesPerSecond", "eventsPerSecond", "flopsPerBatch", "gemmGflops", "boundRatio")) {
            assertThat(figures.get(name).doubleValue()).as(name).isPositive();
        }
        assertThat(run.err())
                .contains("command", "--case " + Cases.label(which), "JVM", "mini-batches/s", "peak memory")
                .contains("gru4rec: 10 turns of training and replay in ");
        assertThat(run.err().contains("cost/batch")).isEqualTo(which == Gru4RecCase.LARGE_CATALOGUE);
    }

    @Test
    void rankingPrintsOneObject() {
        JsonNode figures = tiny(Gru4RecCase.RANK, "--threads 1").succeeded().json();
        assertThat(figures.propertyNames()).containsExactlyInAnyOrder("case", "users", "events", "seconds", "threads");
        assertThat(figures.get("users").intValue()).isEqualTo(60);
        assertThat(figures.get("seconds").doubleValue()).isPositive();
    }

    @Test
    void anEvaluationPrintsOneObject() {
        BenchRun run = BenchRun.of("evaluate --shrink 100 --repeats 2 --threads 2 --json")
                .succeeded();
        JsonNode figures = run.json();
        assertThat(figures.propertyNames())
                .containsExactlyInAnyOrder("targets", "metrics", "seconds", "scoreSeconds", "threads");
        assertThat(figures.get("metrics").intValue()).isEqualTo(10);
        assertThat(figures.get("targets").intValue()).isBetween(500, 1500);
        assertThat(figures.get("seconds").doubleValue()).isPositive();
        assertThat(run.err())
                .contains(
                        " targets of 60 users among ",
                        "gru4rec of 128 units",
                        "scores alone",
                        "peak memory",
                        "novelty");
    }

    private static BenchRun tiny(Gru4RecCase which, String more) {
        return BenchRun.of("gru4rec --case " + Cases.label(which) + " --shrink 100 --seconds 0.05 --json " + more);
    }

    @Test
    void withoutJsonAllGoesToStandardOutput() {
        BenchRun run = BenchRun.of("gru4rec --case full-softmax --shrink 100 --seconds 0.05 --quiet")
                .succeeded();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith(
                        "command         tandem bench gru4rec --case full-softmax --shrink 100 --seconds 0.05 --quiet")
                .contains("events/s", "FLOPs/batch", "GEMM GFLOP/s", "ratio to bound")
                .doesNotContain("{\"case\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gru4rec --case netflix | there is no case \"netflix\"; the cases are retailrocket, rsc15, full-softmax, bptt,"
                        + " large-catalogue, rank; see tandem bench gru4rec --help",
                "gru4rec --seconds 1 | missing required option: '--case=CASE'; see tandem bench gru4rec --help",
                "gru4rec --case bptt --seconds 0 | --seconds must be more than 0 and at most 3600, but was 0.0; "
                        + "see tandem bench gru4rec --help",
                "gru4rec --case bptt --threads 0 | --threads must be at least 1, but was 0; see tandem bench gru4rec --help",
                "evaluate --repeats 0 | --repeats must be at least 1, but was 0; see tandem bench evaluate --help",
                "evaluate --bundle b | --bundle goes with --data; see tandem bench evaluate --help",
                "gru4rec --case bptt --second 1 | (did you mean --seconds?); see tandem bench gru4rec --help",
                "lfm --case ml1m | there is no case \"ml1m\"; the cases are explicit-ml1m, explicit-netflix, implicit-ml1m,"
                        + " als-netflix; see tandem bench lfm --help",
                "lfm --case implicit-ml1m --epochs 0 | --epochs must be at least 1, but was 0; see tandem bench lfm --help",
                "lfm --case implicit-ml1m --warm-up -1 | --warm-up must be 0 to 3600, but was -1.0; see tandem bench lfm --help",
                "lfm --case explicit-ml1m --test f | --test goes with --train; see tandem bench lfm --help",
                "server --case load | there is no case \"load\"; the cases are mix, closed, constant, event-to-list, cold, start, kill,"
                        + " database-down, disk-full, overload, fuzz, soak; see tandem bench server --help",
                "server --case mix --users 9 | --users must be at least 10, but was 9; see tandem bench server --help",
                "server --case mix --seconds 0 | --seconds must be more than 0 and at most 86400, but was 0.0; "
                        + "see tandem bench server --help",
                "lfm --case explicit-ml1m --shrink 0 | --shrink must be at least 1, but was 0; see tandem bench lfm --help",
            })
    void wrongUsageSaysWhatIsRight(String line, String message) {
        BenchRun run = BenchRun.of(line);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("tandem bench ").endsWith(message + "\n");
    }

    @Test
    void helpNamesEveryCase() {
        String gru4rec = BenchRun.of("gru4rec --help").succeeded().out();
        for (Gru4RecCase which : Gru4RecCase.values()) {
            assertThat(gru4rec).contains(Cases.label(which) + ":");
        }
        String lfm = BenchRun.of("lfm --help").succeeded().out();
        for (LfmCase which : LfmCase.values()) {
            assertThat(lfm).contains(Cases.label(which) + ":");
        }
        String server = BenchRun.of("server --help").succeeded().out();
        for (ServerCase which : ServerCase.values()) {
            assertThat(server).contains(Cases.label(which) + ":");
        }
        assertThat(gru4rec + lfm).doesNotContain("--shrink");
    }

    @Test
    void wholeRunsGoToTheirCommandAndAllElseToJmh() throws Exception {
        assertThat(process("lfm", "--help")).contains("--case", "als-netflix:");
        assertThat(process("growth", "--help")).contains("RUN", "growth-time");
        assertThat(process("--help")).contains("gru4rec", "lfm", "server", "growth", "JMH");
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
