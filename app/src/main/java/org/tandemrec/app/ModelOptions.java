package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.stream.Collectors;
import org.tandemrec.app.report.Json;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.ModelKind;
import org.tandemrec.catalog.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which model, and its settings: a preset, then a config file, then one option a setting, each over the one before.
 *
 * <p>The settings depend on the model, so their options cannot be written down here. They are derived from the model's config
 * record when the arguments are known and before they are parsed. A command has this as a field {@code @Mixin ModelOptions model}
 * and is annotated with {@code preprocessor = ModelOptions.Preprocessor.class}.
 */
@Command
final class ModelOptions {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();
    private static final String KIND_PATH = ".kind";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "KIND",
            completionCandidates = Kinds.class,
            description = {
                "What to train: ${COMPLETION-CANDIDATES}.",
                "Together with --help, shows the settings of that model."
            })
    private String kind = "";

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "The settings to start from; a model's presets are shown with its settings. Default: default.")
    void preset(String name) {
        // taken from the arguments before they are parsed, because the options depend on it
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "A JSON object of settings, such as those in params/: {\"preset\": \"paper\", \"epochs\": 5}.",
                "Goes over the preset; options go over both."
            })
    void file(Path path) {
        // taken from the arguments before they are parsed, because the options depend on it
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the preset, the file and the kinds of the parts say, before the other options. */
    private ObjectNode start = JsonNodeFactory.instance.objectNode();

    private List<Setting> settings = List.of();

    /** The model's kind. */
    String kind() {
        return kind;
    }

    /**
     * The complete config.
     *
     * @throws ParameterException if a value breaks a rule
     */
    ObjectNode config() {
        ObjectNode config = start.deepCopy();
        for (Setting setting : settings) {
            String value = command.findOption(name(setting)).getValue();
            if (value != null) {
                setting.put(config, value);
            }
        }
        try {
            return CATALOG.resolve(kind, config);
        } catch (ConfigException e) {
            throw wrongUsage(e);
        }
    }

    /** The name of the preset that the config starts from. */
    String preset() {
        JsonNode preset = start.get(ModelKind.PRESET);
        return preset == null ? ModelKind.DEFAULT : preset.stringValue();
    }

    /** The paths of the settings that have an option in the command line. */
    Set<String> given() {
        return settings.stream()
                .filter(setting -> command.findOption(name(setting)).getValue() != null)
                .map(Setting::path)
                .collect(Collectors.toSet());
    }

    /** Adds the options of the model that the arguments name; none where they name no model. */
    private void addSettings(List<String> arguments) {
        Optional<String> named = value(arguments, "--model");
        if (named.isEmpty()) {
            return;
        }
        try {
            start = value(arguments, "--config")
                    .map(path -> read(Path.of(path), named.get()))
                    .orElseGet(JsonNodeFactory.instance::objectNode);
            value(arguments, "--preset").ifPresent(name -> start.put(ModelKind.PRESET, name));
            settings = settings(named.get(), arguments);
        } catch (ConfigException e) {
            throw wrongUsage(e);
        }
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).heading(heading(named.get()));
        for (Setting setting : settings) {
            group.addArg(option(setting));
        }
        command.addArgGroup(group.build());
    }

    /** The settings, once the options that choose the kind of a part have had their say. */
    private List<Setting> settings(String model, List<String> arguments) {
        List<Setting> found = CATALOG.settings(model, start);
        for (int i = 0; i < found.size(); i++) {
            Setting setting = found.get(i);
            Optional<String> value = value(arguments, name(setting));
            if (setting.path().endsWith(KIND_PATH) && value.isPresent()) {
                setting.put(start, value.get());
                found = CATALOG.settings(model, start); // those before this one stay as they are
            }
        }
        return found;
    }

    /** The settings of a model in a JSON file, as they are there; errors name the file. */
    static ObjectNode read(Path path, String model) {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(path));
            CATALOG.resolve(model, json);
            return json.asObject();
        } catch (IOException e) {
            throw new ConfigException("--config: " + Errors.sentence(e).orElseThrow(), e);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(path + ":" + line + ": must be JSON, but: " + e.getOriginalMessage(), e);
        } catch (ConfigException e) {
            throw new ConfigException(path + ": " + e.getMessage(), e);
        }
    }

    /** The option of a setting, whose value is the text that the setting reads. */
    static OptionSpec option(Setting setting) {
        String choices = setting.choices().isEmpty() ? "" : ": " + String.join(", ", setting.choices());
        String value = setting.defaultValue();
        String text = setting.description() + choices + (value.isEmpty() ? "." : ". Default: " + value + ".");
        String label = !setting.choices().isEmpty()
                ? "NAME"
                : switch (setting.typeName()) {
                    case "integer" -> "N";
                    case "number" -> "X";
                    case "text" -> "TEXT";
                    default -> setting.typeName();
                };
        return OptionSpec.builder(name(setting))
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(literal(Character.toUpperCase(text.charAt(0)) + text.substring(1)))
                .build();
    }

    private static String heading(String model) {
        return literal("Settings of " + model + " (presets: "
                        + String.join(", ", CATALOG.kind(model).presets().keySet()) + "):")
                + "%n";
    }

    /** Text that picocli prints as it is. */
    private static String literal(String text) {
        return text.replace("%", "%%").replace("$", "$$").replace("@|", "@ |");
    }

    private static String name(Setting setting) {
        return "--" + setting.option();
    }

    private static Optional<String> value(List<String> arguments, String option) {
        for (int i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(option + "=")) {
                return Optional.of(argument.substring(option.length() + 1));
            }
            if (argument.equals(option) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    private ParameterException wrongUsage(ConfigException e) {
        return new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }

    /** Adds the settings' options to a command as soon as its arguments are known. */
    static final class Preprocessor implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                @SuppressWarnings("JdkObsolete") Stack<String> arguments, // picocli's own
                CommandSpec command,
                ArgSpec argument,
                Map<String, Object> information) {
            List<String> inOrder = new ArrayList<>(arguments).reversed();
            for (CommandSpec mixin : command.mixins().values()) {
                if (mixin.userObject() instanceof ModelOptions options) {
                    options.addSettings(inOrder);
                }
            }
            return false;
        }
    }

    /** The kinds of models, for help. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CATALOG.kinds().iterator();
        }
    }
}
