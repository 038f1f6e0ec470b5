package org.tandemrec.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.MiniBatchEvent;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import tools.jackson.databind.JsonNode;

/**
 * A training run that is run in slices of time. Each slice begins a new epoch, leaves out what comes before the first report of
 * progress (the start of the epoch), and ends at the first report after its time is up.
 *
 * <p>What a slice did is what Flight Recorder saw of it, so that nothing is counted that was not executed.
 */
final class SlicedTraining {
    private final TrainingRun run;
    private int epoch;

    /** A run of GRU4Rec with these settings. */
    SlicedTraining(JsonNode config, Interactions log, Seed seed, Parallel parallel) {
        TrainingContext context = TrainingContext.of(seed.value()).withParallel(parallel);
        run = ModelCatalog.standard().trainer("gru4rec", config).start(log, context);
    }

    /** Trains for {@code seconds}, at least one mini-batch. */
    TrainingSlice train(double seconds) {
        return train(seconds, false);
    }

    /** As {@link #train}, with the matrix products. */
    TrainingSlice trainWithProducts(double seconds) {
        return train(seconds, true);
    }

    private TrainingSlice train(double seconds, boolean products) {
        try (Recording recording = new Recording()) {
            recording.enable(SliceEvent.NAME);
            recording.enable(MiniBatchEvent.NAME);
            if (products) {
                recording.enable(MatrixProduct.EVENT);
            } else {
                recording.disable(MatrixProduct.EVENT); // events are on unless told otherwise
            }
            recording.start();
            double measured = runUntilTimeIsUp((long) (seconds * 1e9));
            recording.stop();
            return slice(measured, events(recording));
        } catch (IOException e) {
            throw new UncheckedIOException("Flight Recorder cannot keep its recording: " + e.getMessage(), e);
        }
    }

    private double runUntilTimeIsUp(long nanos) {
        Clock clock = new Clock(nanos);
        try {
            while (true) {
                run.epoch(++epoch, clock);
            }
        } catch (TimeIsUp e) {
            return e.seconds;
        }
    }

    private static List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = Files.createTempFile("tandem-bench", ".jfr");
        try {
            recording.dump(file);
            List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
            events.sort(Comparator.comparing(RecordedEvent::getStartTime));
            return events;
        } finally {
            Files.delete(file);
        }
    }

    private static TrainingSlice slice(double seconds, List<RecordedEvent> events) {
        RecordedEvent slice = events.stream()
                .filter(named(SliceEvent.NAME))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Flight Recorder lost the slice"));
        Instant start = slice.getStartTime();
        Instant end = slice.getEndTime();
        List<RecordedEvent> within = events.stream()
                .filter(event -> !event.getStartTime().isBefore(start)
                        && !event.getStartTime().isAfter(end))
                .toList();
        List<RecordedEvent> batches =
                within.stream().filter(named(MiniBatchEvent.NAME)).toList();
        return new TrainingSlice(
                seconds,
                batches.size(),
                batches.stream().mapToLong(batch -> batch.getInt("rows")).sum(),
                within.stream()
                        .filter(named(MatrixProduct.EVENT))
                        .map(MatrixProduct::of)
                        .toList());
    }

    private static Predicate<RecordedEvent> named(String name) {
        return event -> event.getEventType().getName().equals(name);
    }

    /** Starts with the first report of progress and ends the training when its time is up. */
    private static final class Clock implements ProgressListener.Task {
        private final long nanos;
        private final SliceEvent event = new SliceEvent();
        private boolean started;
        private long start;

        Clock(long nanos) {
            this.nanos = nanos;
        }

        @Override
        public void advance(long amount) {
            if (!started) {
                started = true;
                event.begin();
                start = System.nanoTime();
                return;
            }
            long elapsed = System.nanoTime() - start;
            if (elapsed >= nanos && amount > 0) {
                event.commit();
                throw new TimeIsUp(elapsed / 1e9);
            }
        }

        @Override
        public void close() {}
    }

    /** Ends an epoch before its end; no failure, so it has no stack trace. */
    private static final class TimeIsUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final double seconds;

        TimeIsUp(double seconds) {
            super("the time is up", null, false, false);
            this.seconds = seconds;
        }
    }
}
