package org.tandemrec.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.Setting;

class ServerSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void optionsGoOverTheEnvironmentAndThatOverTheFile() throws IOException {
        Path file = file("{\"port\": 1, \"host\": \"::1\", \"readTypes\": \"seen\", \"jsonLogs\": true, \"diversity\": 0.5}");
        Map<String, String> environment =
                Map.of("TANDEM_CONFIG", file.toString(), "TANDEM_PORT", "2", "TANDEM_READ_TYPES", "a, b", "PATH", "/bin");
        ServerConfig config = ServerSettings.resolve(Map.of("port", "3"), environment);
        assertThat(config.port()).isEqualTo(3);
        assertThat(config.readTypeSet()).containsExactlyInAnyOrder("a", "b");
        assertThat(config.host()).isEqualTo("::1");
        assertThat(config.jsonLogs()).isTrue();
        assertThat(config.diversity()).isEqualTo(0.5);
        assertThat(config.cacheMegabytes()).isEqualTo(ServerConfig.DEFAULT.cacheMegabytes());
        assertThat(ServerSettings.resolve(Map.of(), Map.of())).isEqualTo(ServerConfig.DEFAULT);
    }

    @Test
    void theOptionOfTheFileGoesOverItsVariable() throws IOException {
        Path file = file("{\"port\": 1}");
        ServerConfig config =
                ServerSettings.resolve(Map.of("config", file.toString()), Map.of("TANDEM_CONFIG", "/no/such/file"));
        assertThat(config.port()).isEqualTo(1);
    }

    @Test
    void everySettingCanBeGivenInAllThreeWays() throws IOException {
        Set<String> names = new HashSet<>();
        for (Setting setting : ServerSettings.all()) {
            assertThat(setting.description()).as(setting.path()).isNotBlank();
            assertThat(names.add(setting.option())).isTrue();
            String other = other(setting);
            ServerConfig byOption = ServerSettings.resolve(Map.of(setting.option(), other), Map.of());
            assertThat(byOption).as(setting.path()).isNotEqualTo(ServerConfig.DEFAULT);
            assertThat(ServerSettings.resolve(Map.of(), Map.of(ServerSettings.variable(setting), other)))
                    .isEqualTo(byOption);
            String json = setting.isNumber() || setting.type() == boolean.class ? other : "\"" + other + "\"";
            Path file = file("{\"" + setting.path() + "\": " + json + "}");
            assertThat(ServerSettings.resolve(Map.of("config", file.toString()), Map.of()))
                    .isEqualTo(byOption);
        }
        assertThat(names).contains("import", "api-key-file", "json-logs", "retrain-every").doesNotContain("import-from");
    }

    private static String other(Setting setting) {
        if (setting.type() == boolean.class) {
            return "true";
        }
        return switch (setting.path()) {
            case "db" -> "jdbc:postgresql://db/tandem";
            case "retrainEvery" -> "6h";
            case "diversity" -> "0.25";
            default -> setting.isNumber() ? "71" : "x";
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port|x|port must be an integer, but was \"x\" (a text)",
                "port|65536|port must be in 0 … 65535, but was 65536",
                "json-logs|yes|jsonLogs must be true or false, but was \"yes\" (a text)",
                "retrain-every|6|retrainEvery must be never, or a number and m, h or d, such as 6h, but was \"6\"",
                "diversity|1|diversity must be at least 0 and below 1, but was 1.0",
                "db|jdbc:mysql:secret|db must be a URL that begins with jdbc:postgresql:, but was another text; "
                        + "leave it out for the embedded store",
                "new-item-users|0|newItemUsers must be at least 1, but was 0",
                "cache-megabytes|0|cacheMegabytes must be at least 1, but was 0",
                "train-heap-megabytes|1|trainHeapMegabytes must be at least 64, but was 1",
                "keep-bundles|-1|keepBundles must be at least 0, but was -1",
                "rate-limit|-1|rateLimit must be at least 0, but was -1",
                "most-connections|0|mostConnections must be at least 1, but was 0",
                "most-requests|0|mostRequests must be at least 1, but was 0",
                "shutdown-seconds|3601|shutdownSeconds must be in 0 … 3600, but was 3601",
            })
    void aWrongValueIsToldWithItsPlace(String option, String value, String message) throws IOException {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.resolve(Map.of(option, value), Map.of()))
                .withMessage("--" + option + ": " + message);
        String variable = "TANDEM_" + option.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.resolve(Map.of(), Map.of(variable, value)))
                .withMessage(variable + ": " + message);
    }

    @Test
    void aWrongFileIsToldWithItsPlace() throws IOException {
        refuses(file("{\"hosts\": 1}"), ": unknown key \"hosts\"; the keys are ", "did you mean host?");
        refuses(file("{\"port\": \"1\"}"), ": port must be an integer, but was \"1\" (a text)");
        refuses(file("{\"import\": 1}"), ": import must be a text, but was 1");
        refuses(file("{\n\"port\": 1, \"port\": 2}"), ":2: must be JSON, but: ");
        refuses(file("[]"), ": must be a JSON object of settings");
        refuses(folder.resolve("missing.json"), "there is no file ");
    }

    private void refuses(Path file, String... parts) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.resolve(Map.of("config", file.toString()), Map.of()))
                .satisfies(e -> assertThat(e.getMessage()).contains(file.toString()).contains(parts));
    }

    @Test
    void anUnknownVariableOfTandemIsRefused() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.resolve(Map.of(), Map.of("TANDEM_PROT", "1")))
                .withMessageContaining("the environment variable TANDEM_PROT is no setting")
                .withMessageContaining("TANDEM_PORT");
        Map<String, String> launcher = new HashMap<>();
        for (String name : Set.of("JAVA_OPTS", "DRIVERS", "JDK_FOLDERS", "JDBC_USER", "JDBC_PASSWORD")) {
            launcher.put("TANDEM_" + name, "x");
        }
        assertThat(ServerSettings.resolve(Map.of(), launcher)).isEqualTo(ServerConfig.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.9.10"})
    void aLoopbackAddressNeedsNoKey(String host) {
        assertThatCode(() -> ServerSettings.requireConsistent(with("host", host))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void anyOtherAddressNeedsAKey(String host) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.requireConsistent(with("host", host)))
                .withMessage("the host " + host + " lets other machines in, and then a key is needed: give --api-key-file FILE, "
                        + "or keep the host 127.0.0.1");
        ServerConfig withKey =
                ServerSettings.resolve(Map.of("bundle", "b", "host", host, "api-key-file", "key"), Map.of());
        assertThatCode(() -> ServerSettings.requireConsistent(withKey)).doesNotThrowAnyException();
    }

    @Test
    void settingsMustGoTogether() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.requireConsistent(ServerConfig.DEFAULT))
                .withMessageStartingWith("a server needs a bundle: give --bundle DIR");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.requireConsistent(with("tls-keystore", "x.p12")))
                .withMessageStartingWith("--tls-keystore and --tls-password-file go together");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.requireConsistent(with("keep-types", "read,like")))
                .withMessageContaining("but read is among --read-types and --keep-types");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.requireConsistent(with("host", "no such host")))
                .withMessageContaining("the host must be an address of this machine");
    }

    @Test
    void keysAreTheLinesOfTheirFile() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), "  0123456789abcdef \n\nfedcba98765432100\n");
        assertThat(ServerSettings.secrets("api-key-file", file.toString(), 16))
                .containsExactly("0123456789abcdef", "fedcba98765432100");
        assertThat(ServerSettings.secrets("api-key-file", "", 16)).isEmpty();
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.secrets("api-key-file", file.toString(), 17))
                .withMessageContaining("must have at least 17 characters, but one has 16")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0123456789"));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.secrets("api-key-file", "/no/such/key", 16))
                .withMessage("--api-key-file: there is no file /no/such/key");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ServerSettings.secrets("api-key-file", empty.toString(), 16))
                .withMessageContaining(" is empty; make one with: ");
    }

    @Test
    void intervalsAndFolders() {
        assertThat(with("retrain-every", "90m").retrainInterval()).contains(Duration.ofMinutes(90));
        assertThat(with("retrain-every", "6h").retrainInterval()).contains(Duration.ofHours(6));
        assertThat(with("retrain-every", "2d").retrainInterval()).contains(Duration.ofDays(2));
        assertThat(ServerConfig.DEFAULT.retrainInterval()).isEmpty();
        assertThat(with("bundles", "all").bundlesFolder()).isEqualTo(Path.of("all"));
        assertThat(ServerSettings.resolve(Map.of("bundle", "models/one"), Map.of()).bundlesFolder())
                .isEqualTo(Path.of("models").toAbsolutePath());
    }

    private static ServerConfig with(String option, String value) {
        Map<String, String> options = new HashMap<>(Map.of("bundle", "b"));
        options.put(option, value);
        return ServerSettings.resolve(options, Map.of());
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("tandem.json"), json);
    }
}
