package org.tandemrec.server.life;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
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

    private volatile Served served;
    private volatile boolean retired;

    private record Served(Path path, Manifest manifest, ObjectNode card) {
        static Served of(Path path, Bundle bundle) {
            return new Served(path, bundle.manifest(), ModelCard.of(bundle, BundleFolder.name(path)));
        }
    }

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

    /**
     * A life with its first model, which serves already and may lie anywhere.
     *
     * @param path where its bundle is
     * @param bundle the bundle
     */
    public BundleLife(Rules rules, EventStore store, Stage stage, Path path, Bundle bundle) {
        this.folder = rules.folder();
        this.stage = stage;
        this.keep = rules.keepBundles();
        this.served = Served.of(real(path), bundle);
        this.trainings = new Trainings(
                folder, rules.trainCommand(), rules.exceptTypes(), store, () -> served.manifest(), this::serveTrained);
        rules.retrainEvery().ifPresent(trainings::every);
    }

    @Override
    public boolean isReady() {
        return !retired;
    }

    @Override
    public JsonNode card() {
        TrainingStatus training = trainings.status();
        ObjectNode card = served.card().deepCopy();
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

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // only an old bundle that a crash left aside is read from elsewhere
        }
    }

    private void serveTrained(Path path) {
        serve(path, read(path));
        if (keep > 0) {
            folder.prune(keep, served.path());
        }
    }

    private void serve(Path path, Bundle bundle) {
        String name = BundleFolder.name(path);
        swapping.lock(); // one at a time: two models beside the one that serves might not fit into memory
        try {
            long start = System.nanoTime();
            Served next = Served.of(path, bundle);
            prepare(bundle, name).run();
            served = next;
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
}
