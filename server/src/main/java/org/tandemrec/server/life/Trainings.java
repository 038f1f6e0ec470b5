package org.tandemrec.server.life;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.server.life.ModelLife.TrainingStatus;
import org.tandemrec.server.store.EventStore;
import org.tandemrec.server.store.EventStore.SqlAccess;
import org.tandemrec.server.store.StoreUnavailableException;

/** Trainings on the events of the store, one at a time, each in a process of its own, as the model that serves was trained. */
final class Trainings implements AutoCloseable {
    static final String NONE = "none";
    static final String RUNNING = "running";
    static final String SUCCEEDED = "succeeded";
    static final String FAILED = "failed";

    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);
    private static final int SECONDS_TO_END = 5;

    private final BundleFolder folder;
    private final List<String> command;
    private final Set<String> exceptTypes;
    private final EventStore store;
    private final Supplier<Manifest> like;
    private final Consumer<Path> trained;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tandem-retrain").factory());

    private volatile TrainingStatus status = new TrainingStatus(NONE, 0, "", 0, null);
    private @Nullable Future<?> scheduled;
    private @Nullable Process process;
    private @Nullable Thread watcher;
    private long eventsBefore = -1;
    private boolean closed;

    /**
     * Trainings.
     *
     * @param folder where bundles are trained into
     * @param command what starts {@code tandem}, before its arguments
     * @param exceptTypes feedback types that are not learned from
     * @param like what the bundle that serves says about itself
     * @param trained is given each bundle; throws {@link ModelException} if it does not work
     */
    Trainings(
            BundleFolder folder,
            List<String> command,
            Set<String> exceptTypes,
            EventStore store,
            Supplier<Manifest> like,
            Consumer<Path> trained) {
        this.folder = folder;
        this.command = List.copyOf(command);
        this.exceptTypes = Set.copyOf(exceptTypes);
        this.store = store;
        this.like = like;
        this.trained = trained;
    }

    /** Starts one again and again, a while after each other, from now on. */
    synchronized void every(Duration interval) {
        scheduled = timer.scheduleWithFixedDelay(
                this::startIfDue, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    TrainingStatus status() {
        return status;
    }

    /**
     * Starts one.
     *
     * @throws ModelException if one runs, or there is nothing to train on
     */
    synchronized TrainingStatus start() {
        if (closed) {
            throw new ModelException("the server is stopping, so no training starts");
        }
        if (status.state().equals(RUNNING)) {
            throw new ModelException("a training runs already, since "
                    + Instant.ofEpochMilli(status.startedMillis())
                    + "; wait for its end, which GET /api/model tells");
        }
        long events = store.eventCount();
        if (events == 0) {
            throw new ModelException("there is nothing to train on: the event store is empty; send feedback first");
        }
        Instant now = Instant.now();
        Path place = folder.place(now);
        Path settings = settings();
        List<String> line = new ArrayList<>(command);
        SqlAccess data = store.sqlAccess(exceptTypes);
        line.addAll(TrainArguments.of(like.get(), settings, data, place));
        Process started = start(line, data, settings);
        eventsBefore = events;
        process = started;
        status = new TrainingStatus(RUNNING, 0, "starting", now.toEpochMilli(), null);
        LOG.info("Training on {} events into {} (process {})", events, BundleFolder.name(place), started.pid());
        watcher = Thread.ofPlatform().daemon().name("tandem-training").start(() -> watch(started, place, settings));
        return status;
    }

    private void startIfDue() {
        try {
            if (!status.state().equals(RUNNING) && store.eventCount() != eventsBefore) {
                start();
            }
        } catch (ModelException | StoreUnavailableException e) {
            LOG.warn("No training starts now: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("No training starts now", e); // an exception that leaves here would end the schedule
        }
    }

    private Path settings() {
        try {
            Path file = Files.createTempFile("tandem-train-", ".json");
            Files.writeString(file, like.get().config().toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(List<String> line, SqlAccess data, Path settings) {
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
            TrainArguments.login(data, builder.environment()); // everybody may see the arguments of a process
            Process started = builder.start();
            started.getOutputStream().close(); // it is asked nothing
            return started;
        } catch (IOException e) {
            deleteQuietly(settings);
            throw new ModelException("the training cannot be started: " + e.getMessage());
        }
    }

    private void watch(Process running, Path place, Path settings) {
        TrainingProgress progress = new TrainingProgress();
        String failure;
        try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.line(line);
                report(RUNNING, progress.fraction(), progress.last(), null);
            }
            int exit = running.waitFor();
            failure = exit == 0 ? "" : progress.error().isEmpty() ? "it ended with status " + exit : progress.error();
        } catch (IOException e) {
            failure = "its output cannot be read: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = "the server stopped";
        }
        deleteQuietly(settings);
        end(failure.isEmpty() ? serve(place) : failure, progress.fraction(), place);
    }

    /** Has the bundle serve; returns what went wrong, or an empty text. */
    private String serve(Path place) {
        try {
            trained.accept(place);
            return "";
        } catch (ModelException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void end(String failure, double fraction, Path place) {
        if (failure.isEmpty()) {
            report(SUCCEEDED, 1, "serves", BundleFolder.name(place));
            return;
        }
        folder.discard(place);
        report(FAILED, fraction, failure, null);
        LOG.warn("The training failed, so the model before it serves on: {}", failure);
    }

    private void report(String state, double fraction, String message, @Nullable String bundle) {
        status = new TrainingStatus(state, fraction, message, status.startedMillis(), bundle);
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} cannot be deleted: {}", file, e.getMessage());
        }
    }

    /** Ends the training under way, and starts no more. */
    @Override
    public void close() {
        Process running;
        Thread watching;
        synchronized (this) {
            closed = true;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            running = process;
            watching = watcher;
        }
        timer.shutdownNow();
        if (running == null || watching == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                running.destroyForcibly().waitFor();
            }
            watching.join(Duration.ofSeconds(SECONDS_TO_END));
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
