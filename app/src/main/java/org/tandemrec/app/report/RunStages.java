package org.tandemrec.app.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import tools.jackson.core.JacksonException;

/**
 * What the stages of a whole run took: the content of {@code stages.json}.
 *
 * @param run what was run
 * @param stages its stages, in their order
 */
public record RunStages(Run run, List<Stage> stages) {
    /** The name of the file in the folder of a run. */
    public static final String FILE = "stages.json";

    /** The name of the stage that ends a run: what has another last one was cut short. */
    public static final String LAST = "writing";

    /** Shorter times are taken for this one where something is divided by them, in seconds. */
    public static final double SHORTEST = 1e-6;

    /** Copies the list. */
    public RunStages {
        stages = List.copyOf(stages);
    }

    /** What was run: the data's name and size. */
    public record Run(String dataset, long users, long items, long interactions) {}

    /**
     * One stage.
     *
     * @param name what it did, for example {@code reading} or {@code gru4rec}
     * @param epoch the epoch of training that it belongs to; 0 outside training
     * @param number its number in the epoch; 0 outside training
     * @param seconds how long it took
     * @param rows how many interactions, events or targets it went through
     * @param peakBytes the largest resident memory of the process until its end; null where the system does not tell
     */
    public record Stage(
            String name,
            int epoch,
            int number,
            double seconds,
            long rows,
            @Nullable Long peakBytes) {
        /** The rate. */
        public double rowsPerSecond() {
            return rows / Math.max(seconds, SHORTEST);
        }
    }

    /** The text of the file. */
    public String json() {
        return Json.INDENTED.writeValueAsString(this) + "\n";
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it is missing or is not such a file
     */
    public static RunStages read(Path file) {
        Check.argument(Files.isRegularFile(file), "%s: must hold the stages of a run, but there is no such file", file);
        try {
            @Nullable RunStages read = Json.MAPPER.readValue(Files.readAllBytes(file), RunStages.class);
            Check.argument(read != null && read.run != null, "%s: must hold the stages of a run, but is empty", file);
            return Objects.requireNonNull(read);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + ": must hold the stages of a run, but is damaged: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
