package org.tandemrec.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How long a list of items is. A command has it as a field {@code @Mixin ListOptions list}. */
@Command
final class ListOptions {
    private int count = 10;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How long the list is. Default: ${DEFAULT-VALUE}.")
    void count(int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), "-n must be at least 1, but was " + value);
        }
        count = value;
    }

    int count() {
        return count;
    }
}
