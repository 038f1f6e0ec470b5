package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.Setting;
import org.tandemrec.data.Generator;
import org.tandemrec.data.GeneratorConfig;
import org.tandemrec.data.MovieLensWriter;
import org.tandemrec.server.ServerSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServeCommandTest {
    private static final Path DOCS = Path.of("..", "docs", "server.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```bash\n(.*?)\n```(?:\n```json\n(.*?)\n```)?", Pattern.DOTALL);
    private static final GeneratorConfig DATA =
            new GeneratorConfig(60, 40, 4, 5, 8, 0.45, 0.92, 0.08, 3, 3.0, 0.4, 0.6, 1000);

    @TempDir
    private static Path shared;

    private static Path bundle;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        Path data = shared.resolve("data");
        MovieLensWriter.write(Generator.generate(DATA, new Seed(1)), data);
        Path settings = Files.writeString(shared.resolve("settings.json"), """
                {"longTerm": {"kind": "lfm", "config": {"epochs": 1, "factors": 4}},
                 "shortTerm": {"kind": "gru4rec", "config": {"epochs": 1, "hiddenSize": 8, "batchSize": 16}}}
                """);
        bundle = shared.resolve("bundle");
        Outcome trained = Outcome.of(
                "train",
                "--model",
                "ra-lst",
                "--config",
                settings.toString(),
                "--data",
                data.toString(),
                "--out",
                bundle.toString());
        assertThat(trained.status()).as(trained.err()).isZero();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the examples are for a shell with curl")
    void theExamplesOfTheDocsRunAsTheyStandAndATrainingEndsInASwap() throws Exception {
        assumeTrue(hasCurl(), "there is no curl on this machine, so the examples of docs/server.md are not run");
        try (RunningServer server = RunningServer.start(
                "--bundle",
                bundle.toString(),
                "--state",
                folder.resolve("state").toString())) {
            List<String> run = new ArrayList<>();
            Matcher example = EXAMPLE.matcher(Files.readString(DOCS));
            while (example.find()) {
                String command = example.group(1).replace("http://127.0.0.1:8087", server.url());
                String reply = shell(command);
                if (example.group(2) != null) {
                    requireLike(
                            JsonMapper.shared().readTree(example.group(2)),
                            JsonMapper.shared().readTree(reply),
                            command);
                }
                run.add(command);
            }
            assertThat(run).hasSizeGreaterThan(20);
            JsonNode card = server.get("/api/model");
            for (int i = 0; i < 600 && state(card).equals("running"); i++) {
                Thread.sleep(100);
                card = server.get("/api/model");
            }
            assertThat(state(card)).as("%s", card.path("Training")).isEqualTo("succeeded");
            assertThat(card.path("Name").stringValue()).startsWith("trained-");
            assertThat(card.path("Settings").at("/longTerm/config/factors").intValue())
                    .isEqualTo(4);
            assertThat(server.get("/api/recommend/1?n=3")).hasSize(3);
        }
    }

    private static String state(JsonNode card) {
        return card.path("Training").path("State").stringValue();
    }

    @Test
    void eventsAreExportedAndTrainedOnWhileItRunsAndItStopsWhenAsked() throws Exception {
        Path state = folder.resolve("state");
        Path file = folder.resolve("events.csv.gz");
        try (RunningServer server = RunningServer.start(
                "--bundle",
                bundle.toString(),
                "--state",
                state.toString(),
                "--json-logs",
                "--import",
                shared.resolve("data").toString())) {
            JsonNode started = server.started();
            assertThat(started.path("model").stringValue()).isEqualTo("bundle");
            int events = started.path("events").intValue();
            assertThat(events).isPositive();
            Outcome exported = Outcome.of("export", "--state", state.toString(), "--out", file.toString());
            assertThat(exported.out().strip())
                    .isEqualTo(String.format(java.util.Locale.ROOT, "Wrote %,d events to %s", events, file));
            Outcome trained = Outcome.of(
                    "train",
                    "--model",
                    "lfm",
                    "--preset",
                    "explicit",
                    "--epochs",
                    "1",
                    "--data",
                    file.toString(),
                    "--out",
                    folder.resolve("again").toString());
            assertThat(trained.status()).as(trained.err()).isZero();
            int status = server.stop();
            assertThat(status).isIn(0, 143);
            List<String> messages = server.log().stream()
                    .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                    .map(line ->
                            JsonMapper.shared().readTree(line).path("message").stringValue())
                    .toList();
            assertThat(messages).anyMatch(line -> line.startsWith("Serving bundle (ra-lst, 40 items, 60 users; "));
            assertThat(messages.getLast()).isEqualTo("Stopped");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve|1|tandem: a server needs a bundle: give --bundle DIR",
                "serve --bundle BUNDLE --host 0.0.0.0|1|tandem: the host 0.0.0.0 lets other machines in, and then a key is needed",
                "serve --bundle BUNDLE --port x|1|tandem: --port: port must be an integer, but was \"x\"",
                "serve --bundle BUNDLE --api-key-file FOLDER/none|1|tandem: --api-key-file: there is no file",
                "serve --bundle FOLDER/none --state FOLDER/unused|1|tandem: there is no bundle at ",
                "serve --bundel x|2|tandem serve: unknown options: '--bundel', 'x' (did you mean --bundle?)",
                "demo --port 1|2|tandem demo: --port is for --serve",
                "export --state FOLDER/none --out FOLDER/x.csv|1|tandem: FOLDER/none: a state folder must hold a store",
                "export --out FOLDER/x.csv|2|tandem export: ",
            })
    void whatCannotBeStartedIsToldInASentence(String line, int status, String message) {
        Outcome outcome =
                Outcome.ofLine(line.replace("BUNDLE", bundle.toString()).replace("FOLDER", folder.toString()));
        assertThat(outcome.err()).startsWith(message.replace("FOLDER", folder.toString()));
        assertThat(outcome.err().strip().lines()).hasSize(1);
        assertThat(outcome.status()).isEqualTo(status);
        assertThat(folder.resolve("unused")).doesNotExist();
    }

    @Test
    void helpNamesEverySetting() {
        String help = Outcome.ofLine("serve --help").out();
        for (Setting setting : ServerSettings.all()) {
            assertThat(help).contains("--" + setting.option());
        }
    }

    @Test
    void theTableOfTheDocsHasEverySetting() throws IOException {
        StringBuilder table = new StringBuilder("| option | default | |\n|---|---|---|\n");
        for (Setting setting : ServerSettings.all()) {
            String value = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
            table.append("| `--%s` | %s | %s |\n".formatted(setting.option(), value, setting.description()));
        }
        assertThat(Files.readString(DOCS)).contains(table);
    }

    @Test
    void theUnitForSystemdNamesSettingsThatThereAre() throws IOException {
        List<String> variables =
                ServerSettings.all().stream().map(ServerSettings::variable).toList();
        try (Stream<String> lines = Files.lines(DOCS.resolveSibling("tandem.service"))) {
            List<String> named = lines.filter(line -> line.startsWith("Environment="))
                    .map(line -> line.split("=", -1)[1])
                    .toList();
            assertThat(named).hasSizeGreaterThan(3).allMatch(variables::contains);
        }
    }

    @Test
    void theProcessThatTrainsIsThisJavaOutOfTheWay() {
        List<String> command = Serving.trainCommand(1234);
        assertThat(command).contains("-Xmx1234m", Main.class.getName());
        assertThat(Map.of("end", command.getLast())).containsEntry("end", Main.class.getName());
        assertThatCode(() -> new ProcessBuilder(Stream.concat(command.stream(), Stream.of("--version"))
                                .toList())
                        .start()
                        .waitFor())
                .doesNotThrowAnyException();
    }

    private static boolean hasCurl() throws InterruptedException {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs an example in a shell in which curl fails where the server reports an error. */
    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "set -eo pipefail; curl() { command curl -fsS --max-time 20 \"$@\"; }\n" + command)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        boolean cutShort = command.contains("| head"); // curl cannot write the rest
        assertThat(process.exitValue()).as(command + "\n" + out + err).isIn(0, cutShort ? 23 : 0, cutShort ? 141 : 0);
        assertThat(out).as(command).isNotBlank();
        return out;
    }

    /** Makes sure that a reply has what the docs show, with values of the same types. */
    private static void requireLike(JsonNode shown, JsonNode reply, String place) {
        assertThat(reply.getNodeType()).as(place + " " + reply).isEqualTo(shown.getNodeType());
        if (shown.isObject()) {
            shown.forEachEntry((key, value) -> {
                assertThat(reply.has(key))
                        .as(place + " " + key + " in " + reply)
                        .isTrue();
                requireLike(value, reply.get(key), place + " " + key);
            });
        } else if (shown.isArray() && !shown.isEmpty()) {
            assertThat(reply.isEmpty()).as(place).isFalse();
            requireLike(shown.get(0), reply.get(0), place + " [0]");
        }
    }
}
