package org.tandemrec.server.life;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.server.store.EventStore;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The life of models that are bundles in a folder. A new one is read, checked and warmed beside the one that serves; whatever goes wrong
 * until then, the old one serves on.
 */
public final class BundleLife implements ModelLife, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BundleLife.class);

    private final BundleFolder folder;
    private final Stage stage;
    private final Trainings trainings;
    private final int keep;
    private final ReentrantLock swapping = new ReentrantLock();

    private volatile @Nullable Served served;
    private volatile boolean retired;

    private record Served(Path path, Manifest manifest, ObjectNode card) {}

    /**
     * How models are replaced.
     *
     * @param folder where bundles may lie
     * @param trainCommand what starts {@code tandem} in a process of its own, before its arguments
     * @param exceptTypes feedback types that are not learned from
     * @param retrainEvery how long after a training the next one starts by itself; empty for never
     * @param keepBundles how many trained bundles are kept; 0 for all
     */
    public record Rules(
            BundleFolder folder,
            List<String> trainCommand,
            Set<String> exceptTypes,
            Optional<Duration> retrainEvery,
            int keepBundles) {
        /** Copies what can change. */
        public Rules {
            trainCommand = List.copyOf(trainCommand);
            exceptTypes = Set.copyOf(exceptTypes);
        }
    }

    /** A life without a model yet. */
    public BundleLife(Rules rules, EventStore store, Stage stage) {
        this.folder = rules.folder();
        this.stage = stage;
        this.keep = rules.keepBundles();
        this.trainings = new Trainings(
                folder,
                rules.trainCommand(),
                rules.exceptTypes(),
                store,
                () -> current().manifest(),
                this::serveTrained);
        rules.retrainEvery().ifPresent(trainings::every);
    }

    /**
     * Has the first model serve, which may lie anywhere.
     *
     * @throws ModelException if it does not work
     */
    public void begin(Path path, Bundle bundle) {
        serve(path.toAbsolutePath().normalize(), bundle);
    }

    @Override
    public boolean isReady() {
        return served != null && !retired;
    }

    @Override
    public JsonNode card() {
        TrainingStatus training = trainings.status();
        ObjectNode card = current().card().deepCopy();
        ObjectNode state = card.putObject("Training");
        state.put("State", training.state()).put("Progress", training.progress()).put("Message", training.message());
        state.put(
                "Started",
                training.startedMillis() == 0
                        ? null
                        : Instant.ofEpochMilli(training.startedMillis()).toString());
        state.put("Bundle", training.bundle());
        return card.put("Warm", isReady());
    }

    @Override
    public void swap(String path) {
        Path real = folder.inside(path);
        serve(real, read(real));
    }

    @Override
    public TrainingStatus train() {
        return trainings.start();
    }

    @Override
    public TrainingStatus training() {
        return trainings.status();
    }

    /** The server is about to stop: it is not ready from now on, so that no more requests are sent to it. */
    public void retire() {
        retired = true;
    }

    /** Ends the training under way. */
    @Override
    public void close() {
        retire();
        trainings.close();
    }

    /**
     * Reads a bundle.
     *
     * @throws ModelException if it is missing or damaged
     */
    static Bundle read(Path path) {
        try {
            return BundleReader.read(path, ModelCatalog.standard());
        } catch (BundleException e) {
            throw new ModelException(String.valueOf(e.getMessage()));
        }
    }

    private void serveTrained(Path path) {
        serve(path, read(path));
        if (keep > 0) {
            folder.prune(keep, current().path());
        }
    }

    private void serve(Path path, Bundle bundle) {
        String name = BundleFolder.name(path);
        swapping.lock(); // one at a time: two models beside the one that serves might not fit into memory
        try {
            long start = System.nanoTime();
            ObjectNode card = ModelCard.of(bundle, name);
            prepare(bundle, name).run();
            served = new Served(path, bundle.manifest(), card);
            LOG.info(
                    "The model {} ({}) serves, warmed in {} ms",
                    name,
                    bundle.manifest().kind(),
                    (System.nanoTime() - start) / 1_000_000);
        } finally {
            swapping.unlock();
        }
    }

    private Runnable prepare(Bundle bundle, String name) {
        try {
            return stage.prepare(bundle, name);
        } catch (RuntimeException e) {
            LOG.warn("The model {} does not work, so the one before it serves on", name, e);
            throw new ModelException("the model " + name + " does not work: " + e.getMessage());
        }
    }

    private Served current() {
        Served now = served;
        if (now == null) {
            throw new IllegalStateException("no model serves yet");
        }
        return now;
    }
}
