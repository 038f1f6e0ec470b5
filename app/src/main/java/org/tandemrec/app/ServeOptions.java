package org.tandemrec.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Stack;
import org.tandemrec.catalog.Setting;
import org.tandemrec.server.ServerConfig;
import org.tandemrec.server.ServerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The settings of a server: an option for each component of its config. A command has this as a field {@code @Mixin ServeOptions server}
 * and is annotated with {@code preprocessor = ServeOptions.Preprocessor.class}.
 */
@Command
final class ServeOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "A JSON object of settings: {\"port\": 8087, \"apiKeyFile\": \"key\"}.",
                "Environment variables go over it, options over both."
            })
    private String file = "";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The settings, from options, environment and file.
     *
     * @throws org.tandemrec.catalog.ConfigException if one breaks a rule
     */
    ServerConfig config(Map<String, String> environment) {
        return ServerSettings.resolve(given(), environment);
    }

    /** The settings that are options in the command line, by the names of the options. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        if (!file.isEmpty()) {
            given.put(ServerSettings.CONFIG, file);
        }
        for (Setting setting : ServerSettings.all()) {
            OptionSpec option = command.findOption("--" + setting.option());
            if (option != null && option.getValue() instanceof String value) {
                given.put(setting.option(), value);
            }
        }
        return given;
    }

    private void addSettings() {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).heading("Settings:%n");
        for (Setting setting : ServerSettings.all()) {
            group.addArg(option(setting));
        }
        command.addArgGroup(group.build());
    }

    private static OptionSpec option(Setting setting) {
        OptionSpec.Builder option = ModelOptions.option(setting).toBuilder();
        return setting.type() == boolean.class
                ? option.arity("0..1").fallbackValue("true").build()
                : option.build();
    }

    /** Adds the settings' options to a command before its arguments are parsed. */
    static final class Preprocessor implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                @SuppressWarnings("JdkObsolete") Stack<String> arguments, // picocli's own
                CommandSpec command,
                ArgSpec argument,
                Map<String, Object> information) {
            for (CommandSpec mixin : command.mixins().values()) {
                if (mixin.userObject() instanceof ServeOptions options) {
                    options.addSettings();
                }
            }
            return false;
        }
    }
}
