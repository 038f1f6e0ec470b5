package org.tandemrec.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a case small enough for tests. A command has it as a field {@code @Mixin ShrinkOption shrink}. */
@Command
final class ShrinkOption {
    private int divisor = 1;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--shrink", hidden = true, description = "Divides the sizes of the case: for tests.")
    void divisor(int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), "--shrink must be at least 1, but was " + value);
        }
        divisor = value;
    }

    /** What sizes are divided by. */
    int divisor() {
        return divisor;
    }
}
