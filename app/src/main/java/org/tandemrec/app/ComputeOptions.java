package org.tandemrec.app;

import org.tandemrec.base.Parallel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of every command that computes at length. A command has it as a field {@code @Mixin ComputeOptions compute}. */
@Command
public final class ComputeOptions {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Start of all random decisions; same seed, same result. Default: ${DEFAULT-VALUE}.")
    private long seed;

    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Number of threads; the result does not depend on it. Default: one a processor.")
    void threads(int value) {
        if (value < 1) {
            throw new ParameterException(command.commandLine(), "--threads must be at least 1, but was " + value);
        }
        threads = value;
    }

    /** What {@code --seed} says. */
    public long seed() {
        return seed;
    }

    /** The number of threads. */
    int threads() {
        return threads;
    }

    /** Starts the threads. The caller closes it. */
    public Parallel parallel() {
        return new Parallel(threads);
    }
}
