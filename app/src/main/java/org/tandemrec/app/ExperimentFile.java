package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Stack;
import java.util.regex.Pattern;
import org.tandemrec.app.report.Json;
import org.tandemrec.catalog.ConfigException;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The options of {@code tandem compare} as a JSON object, whose keys are the options' names without dashes: {@code validationUsers} is
 * {@code --validation-users}. An option that takes several values is a list. What is given on the command line goes over the file.
 */
final class ExperimentFile {
    /** The option that names the file. */
    static final String OPTION = "--experiment";

    /** The key of the models, which may be objects. */
    static final String MODELS = "models";

    /** Options that say how a run goes, and not what is compared. */
    private static final Set<String> NO_KEYS = Set.of("experiment", "help", "json", "quiet", "verbose", "fresh");

    /** Of these, those that the file of a run does not hold either. */
    private static final Set<String> NOT_KEPT = Set.of("out", "threads");

    private ExperimentFile() {}

    /** The options by key. */
    private static Map<String, OptionSpec> keys(CommandSpec command) {
        Map<String, OptionSpec> keys = new LinkedHashMap<>();
        for (OptionSpec option : command.options()) {
            String key = key(option);
            if (!NO_KEYS.contains(key)) {
                keys.put(key, option);
            }
        }
        return keys;
    }

    private static String key(OptionSpec option) {
        String name = option.longestName().replaceFirst("^-+", "");
        return Pattern.compile("-(.)")
                .matcher(name)
                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }

    /**
     * The arguments that a file stands for.
     *
     * @param given arguments of the command line; their options are left out
     * @throws ConfigException if the file is no such object, naming the key
     */
    static List<String> arguments(Path file, CommandSpec command, List<String> given) {
        Map<String, OptionSpec> keys = keys(command);
        List<String> arguments = new ArrayList<>();
        JsonNode json = read(file);
        json.forEachEntry((key, value) -> {
            OptionSpec option = keys.get(key);
            if (option == null) {
                String meant = Nearest.to(key, List.copyOf(keys.keySet()))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("");
                throw new ConfigException(file + ": unknown key \"" + key + "\"; the keys are "
                        + String.join(", ", keys.keySet()) + meant);
            }
            if (!isGiven(option, given)) {
                try {
                    add(key, option, value, arguments);
                } catch (ConfigException e) {
                    throw new ConfigException(file + ": " + key + ": " + e.getMessage(), e);
                }
            }
        });
        return arguments;
    }

    private static JsonNode read(Path file) {
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
            if (!json.isObject()) {
                throw new ConfigException(
                        file + ": an experiment must be a JSON object, but was " + json.getNodeType());
            }
            return json;
        } catch (IOException e) {
            throw new ConfigException(OPTION + ": " + Errors.sentence(e).orElseThrow(), e);
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new ConfigException(file + ":" + line + ": must be JSON, but: " + e.getOriginalMessage(), e);
        }
    }

    private static boolean isGiven(OptionSpec option, List<String> given) {
        return given.stream()
                .anyMatch(argument -> Arrays.stream(option.names())
                        .anyMatch(name -> argument.equals(name)
                                || argument.startsWith(name + "=")
                                || (name.length() == 2 && argument.startsWith(name)))); // -k10
    }

    private static void add(String key, OptionSpec option, JsonNode value, List<String> arguments) {
        String name = option.longestName();
        if (key.equals(MODELS)) {
            (value.isArray() ? value : JsonNodeFactory.instance.arrayNode().add(value))
                    .forEach(model -> arguments.addAll(List.of(name, ComparedModel.text(model))));
        } else if (value.isArray() && option.isMultiValue()) {
            value.forEach(element -> arguments.addAll(List.of(name, scalar(element))));
        } else if (value.isObject() && option.typeInfo().isMap()) {
            value.forEachEntry((entry, text) -> arguments.addAll(List.of(name, entry + "=" + scalar(text))));
        } else if (option.arity().max() == 0) {
            if (!value.isBoolean()) {
                throw new ConfigException("must be true or false, but was " + value);
            }
            arguments.addAll(value.booleanValue() ? List.of(name) : List.of());
        } else {
            arguments.addAll(List.of(name, scalar(value)));
        }
    }

    private static String scalar(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (!value.isNumber()) {
            throw new ConfigException("must be a text or a number, but was " + value);
        }
        return value.toString();
    }

    /**
     * All options of a run with their values, defaults included, as a file that makes it again.
     *
     * @param models the models with all their settings
     */
    static ObjectNode of(CommandSpec command, List<ComparedModel> models) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        keys(command).forEach((key, option) -> {
            OptionSpec matched = command.commandLine().getParseResult().matchedOption(option.longestName());
            List<String> given = matched == null ? List.of() : matched.originalStringValues();
            if (key.equals(MODELS)) {
                ArrayNode list = json.putArray(key);
                models.forEach(model -> list.add(model.json()));
            } else if (!NOT_KEPT.contains(key)) {
                put(json, key, option, given);
            }
        });
        return json;
    }

    private static void put(ObjectNode json, String key, OptionSpec option, List<String> given) {
        List<String> values = !given.isEmpty() || option.defaultValue() == null
                ? given
                : List.of(Objects.requireNonNull(option.defaultValue()));
        if (values.isEmpty()) {
            return;
        }
        if (option.arity().max() == 0) {
            json.put(key, true);
        } else if (option.isMultiValue()) {
            ArrayNode list = json.putArray(key);
            values.stream()
                    .flatMap(value -> Arrays.stream(value.split(option.splitRegex(), -1)))
                    .forEach(value -> list.add(value(value)));
        } else {
            json.set(key, value(values.getLast()));
        }
    }

    /** A whole number as such, anything else as a text. */
    private static JsonNode value(String text) {
        return text.matches("-?\\d{1,18}")
                ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
                : JsonNodeFactory.instance.stringNode(text);
    }

    /** The text of a file. */
    static String text(ObjectNode experiment) {
        return Json.INDENTED.writeValueAsString(experiment) + "\n";
    }

    private static Optional<String> named(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith(OPTION + "=")) {
                return Optional.of(argument.substring(OPTION.length() + 1));
            }
            if (argument.equals(OPTION) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /** Puts what the file says before the arguments of the command line. */
    static final class Preprocessor implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                @SuppressWarnings("JdkObsolete") Stack<String> arguments, // picocli's own
                CommandSpec command,
                ArgSpec argument,
                Map<String, Object> information) {
            List<String> given = new ArrayList<>(arguments).reversed();
            Optional<String> file = named(given);
            if (file.isPresent()) {
                try {
                    arguments.addAll(
                            arguments(Path.of(file.get()), command, given).reversed());
                } catch (ConfigException e) {
                    throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
                }
            }
            return false;
        }
    }
}
