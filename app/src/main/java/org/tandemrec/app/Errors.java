package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.data.DataException;
import org.tandemrec.model.NonFiniteLossException;
import org.tandemrec.recommend.RecommendException;
import org.tandemrec.server.life.ModelException;
import org.tandemrec.server.store.StoreException;
import org.tandemrec.server.store.StoreUnavailableException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where errors become a sentence for people and an exit status. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    private final Terminal terminal;

    Errors(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        return report(e, command.getParseResult().hasMatchedOption("--verbose"));
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        String name = e.getCommandLine().getCommandSpec().qualifiedName(" ");
        terminal.endLine();
        terminal.err()
                .println(name + ": " + lowerFirst(Objects.requireNonNullElse(e.getMessage(), "wrong usage"))
                        + suggestion(e) + "; see " + name + " --help");
        return WRONG_USAGE;
    }

    /** Prints what went wrong and returns the exit status. */
    int report(Throwable error, boolean verbose) {
        terminal.endLine();
        Optional<String> sentence = sentence(error);
        terminal.err()
                .println("tandem: "
                        + sentence.orElseGet(() -> "unexpected error: " + error
                                + (verbose ? "" : "; run again with --verbose to see where, and please report it")));
        if (verbose) {
            error.printStackTrace(terminal.err());
        }
        return FAILED;
    }

    /** Returns the sentence for an error that a user can cause or mend; empty for our own bugs. */
    static Optional<String> sentence(Throwable error) {
        return switch (error) {
            case DataException e -> message(e);
            case ConfigException e -> message(e);
            case BundleException e -> message(e);
            case RecommendException e -> message(e);
            case NonFiniteLossException e -> message(e);
            case ModelException e -> message(e);
            case StoreException e -> message(e);
            case StoreUnavailableException e -> message(e);
            case IllegalArgumentException e -> message(e);
            case UncheckedIOException e -> sentence(Objects.requireNonNull(e.getCause()));
            case IOException e -> Optional.of(file(e));
            case OutOfMemoryError _ -> Optional.of(memory(Runtime.getRuntime().maxMemory()));
            default -> Optional.empty();
        };
    }

    /** What to do where {@code most} bytes, all that the JVM may use, are used up. */
    static String memory(long most) {
        return "the memory is used up: the JVM may use " + Heap.text(most) + "; " + Heap.remedy(2 * most)
                + ", use smaller settings, such as fewer factors, or a part of the data";
    }

    private static Optional<String> message(Throwable error) {
        return Optional.ofNullable(error.getMessage());
    }

    private static String file(IOException error) {
        String text =
                Objects.requireNonNullElse(error.getMessage(), error.getClass().getSimpleName());
        if (text.contains("No space left") || text.contains("not enough space")) {
            return "the disk is full: " + text + "; free some space and try again";
        }
        return switch (error) {
            case NoSuchFileException _ -> text + ": no such file or folder";
            case AccessDeniedException _ -> text + ": reading or writing it is not permitted";
            case FileAlreadyExistsException _ -> text + ": exists already";
            case NotDirectoryException _ -> text + ": is not a folder";
            case FileSystemException _ -> text;
            default -> "reading or writing failed: " + text;
        };
    }

    private static String suggestion(ParameterException error) {
        if (!(error instanceof UnmatchedArgumentException e)) {
            return "";
        }
        CommandSpec command = e.getCommandLine().getCommandSpec();
        List<String> names = new ArrayList<>(command.optionsMap().keySet());
        names.addAll(command.subcommands().keySet());
        String mistyped = e.getUnmatched().getFirst().replaceFirst("=.*", "");
        return Nearest.to(mistyped, names)
                .map(name -> " (did you mean " + name + "?)")
                .orElse("");
    }

    private static String lowerFirst(String text) {
        return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }
}
