package org.tandemrec.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ConfigJson;
import org.tandemrec.catalog.Setting;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a server's settings come from: options go over environment variables, these over a JSON file, that over the defaults.
 *
 * <p>One name for all three: {@code apiKeyFile} in the file, {@code --api-key-file}, {@code TANDEM_API_KEY_FILE}. {@code importFrom} is
 * {@code import} there, a name that Java keeps for itself.
 */
public final class ServerSettings {
    /** The option of the file; its environment variable is {@code TANDEM_CONFIG}. */
    public static final String CONFIG = "config";

    private static final String NEW_SECRET = "make one with: openssl rand -hex 32 > ";
    private static final String PREFIX = "TANDEM_";
    private static final String IMPORT_COMPONENT = "importFrom";
    private static final String IMPORT = "import";

    /** Variables of the launcher and of data sources. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("JAVA_OPTS", "DRIVERS", "JDK_FOLDERS", "JDBC_USER", "JDBC_PASSWORD");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final List<Setting> ALL = ConfigJson.settings(ServerConfig.DEFAULT).stream()
            .map(ServerSettings::renamed)
            .toList();

    private ServerSettings() {}

    /** Every setting, in the order of the record's components. */
    public static List<Setting> all() {
        return ALL;
    }

    /** The environment variable of a setting. */
    public static String variable(Setting setting) {
        return PREFIX + setting.option().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /**
     * The settings of a server.
     *
     * @param options texts by the name of the option without dashes, {@value #CONFIG} included
     * @param environment all environment variables
     * @throws ConfigException if a name is unknown or a value breaks a rule; the message names the option, variable or file
     */
    public static ServerConfig resolve(Map<String, String> options, Map<String, String> environment) {
        ServerConfig config = ServerConfig.DEFAULT;
        String file = options.getOrDefault(CONFIG, environment.getOrDefault(PREFIX + "CONFIG", ""));
        if (!file.isEmpty()) {
            config = overlay(config, read(Path.of(file)), file);
        }
        requireKnown(environment);
        for (Setting setting : ALL) {
            String variable = variable(setting);
            config = overlay(config, setting, environment.get(variable), variable);
        }
        for (Setting setting : ALL) {
            config = overlay(config, setting, options.get(setting.option()), "--" + setting.option());
        }
        return config;
    }

    /**
     * Makes sure that the settings go together.
     *
     * @throws ConfigException if they do not, in particular if other machines could reach a server without a key
     */
    public static void requireConsistent(ServerConfig config) {
        require(
                !config.bundle().isEmpty() || !config.bundles().isEmpty(),
                "a server needs a bundle: give --bundle DIR, or --bundles DIR for the newest one in a folder; "
                        + "tandem train and tandem demo write bundles");
        require(
                !config.apiKeyFile().isEmpty() || isLoopback(config.host()),
                "the host " + config.host() + " lets other machines in, and then a key is needed: give --api-key-file FILE, "
                        + "or keep the host 127.0.0.1");
        require(
                config.tlsKeystore().isEmpty() == config.tlsPasswordFile().isEmpty(),
                "--tls-keystore and --tls-password-file go together: give both, or neither for HTTP");
        Set<String> both = config.readTypeSet().stream()
                .filter(config.keepTypeSet()::contains)
                .collect(Collectors.toSet());
        require(
                both.isEmpty(),
                "a feedback type keeps its items out of lists or lets them stay, but " + String.join(", ", both)
                        + " is among --read-types and --keep-types; leave it out of one");
    }

    /**
     * The secrets in a file, one a line; none where no file is named.
     *
     * @param option the option that names the file
     * @throws ConfigException if it cannot be read, is empty, or one is too short to be a secret
     */
    public static List<String> secrets(String option, String file, int leastLength) {
        if (file.isEmpty()) {
            return List.of();
        }
        List<String> secrets;
        try {
            secrets = Files.readString(Path.of(file))
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (NoSuchFileException e) {
            throw new ConfigException("--" + option + ": there is no file " + file, e);
        } catch (IOException e) {
            throw new ConfigException("--" + option + ": " + file + " cannot be read as UTF-8 text", e);
        }
        require(!secrets.isEmpty(), "--" + option + ": " + file + " is empty; " + NEW_SECRET + file);
        for (String secret : secrets) {
            require(
                    secret.length() >= leastLength,
                    "--" + option + ": every line of " + file + " must have at least " + leastLength
                            + " characters, but one has " + secret.length() + "; " + NEW_SECRET + file);
        }
        return secrets;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException(
                    "the host must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, but " + host
                            + " is unknown",
                    e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (json instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigException(file + ": must be a JSON object of settings, such as {\"port\": 8087}");
        } catch (NoSuchFileException e) {
            throw new ConfigException("--config: there is no file " + file, e);
        } catch (IOException e) {
            throw new ConfigException("--config: " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(file + ":" + line + ": must be JSON, but: " + e.getOriginalMessage(), e);
        }
    }

    private static void requireKnown(Map<String, String> environment) {
        Set<String> valid = ALL.stream().map(ServerSettings::variable).collect(Collectors.toSet());
        for (String variable : environment.keySet()) {
            if (variable.startsWith(PREFIX)
                    && !valid.contains(variable)
                    && !variable.equals(PREFIX + "CONFIG")
                    && !OTHER_VARIABLES.contains(variable.substring(PREFIX.length()))) {
                throw new ConfigException("the environment variable " + variable + " is no setting; the settings are "
                        + valid.stream().sorted().collect(Collectors.joining(", ")));
            }
        }
    }

    private static ServerConfig overlay(
            ServerConfig config, Setting setting, @Nullable String text, String place) {
        if (text == null) {
            return config;
        }
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        setting.put(values, text);
        return overlay(config, values, place);
    }

    private static ServerConfig overlay(ServerConfig config, ObjectNode values, String place) {
        ObjectNode named = values.deepCopy();
        JsonNode from = named.remove(IMPORT);
        if (from != null) {
            named.set(IMPORT_COMPONENT, from);
        }
        try {
            return ConfigJson.overlay(config, named);
        } catch (ConfigException e) {
            String message = String.valueOf(e.getMessage()).replace(IMPORT_COMPONENT, IMPORT);
            throw new ConfigException(place + ": " + message, e);
        }
    }

    private static Setting renamed(Setting setting) {
        return setting.path().equals(IMPORT_COMPONENT)
                ? new Setting(
                        IMPORT,
                        IMPORT,
                        setting.type(),
                        setting.defaultValue(),
                        setting.choices(),
                        setting.description(),
                        setting.range())
                : setting;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ConfigException(message);
        }
    }
}
