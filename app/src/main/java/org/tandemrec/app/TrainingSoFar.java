package org.tandemrec.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.report.Json;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.model.CheckpointStore;
import tools.jackson.core.JacksonException;

/**
 * What a training has taken and found so far. It is kept beside the checkpoint, so that a training that is resumed ends with the time
 * and the losses of all its epochs.
 *
 * @param seconds how long it took
 * @param losses the mean training loss in each epoch, those of a refit left out
 */
record TrainingSoFar(double seconds, List<Loss> losses) {
    /** Nothing was done yet. */
    static final TrainingSoFar NOTHING = new TrainingSoFar(0, List.of());

    /** The mean training loss in an epoch, from 1. */
    record Loss(int epoch, double loss) {}

    /** Copies the list. */
    TrainingSoFar {
        losses = List.copyOf(losses);
    }

    /**
     * What a file holds of the epochs up to one; empty where the file is missing or damaged, for a training is worth more than its times.
     *
     * @param epoch the last epoch that is complete
     */
    static Optional<TrainingSoFar> read(Path file, int epoch) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            @Nullable TrainingSoFar read = Json.MAPPER.readValue(Files.readAllBytes(file), TrainingSoFar.class);
            TrainingSoFar found = Objects.requireNonNullElse(read, NOTHING);
            return Optional.of(new TrainingSoFar(
                    found.seconds,
                    found.losses.stream().filter(loss -> loss.epoch() <= epoch).toList()));
        } catch (JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file in one step. */
    void write(Path file) {
        try {
            ReportFiles.replace(file, Json.MAPPER.writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same store; after every checkpoint, what was found until then is written to a file. */
    static CheckpointStore kept(CheckpointStore store, Path file, Supplier<TrainingSoFar> soFar) {
        return new CheckpointStore() {
            @Override
            public Optional<Checkpoint> latest() {
                return store.latest();
            }

            @Override
            public void save(Checkpoint checkpoint) {
                store.save(checkpoint);
                soFar.get().write(file);
            }
        };
    }
}
