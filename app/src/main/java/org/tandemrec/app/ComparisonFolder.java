package org.tandemrec.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tandemrec.base.Check;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;

/**
 * Where a comparison keeps what it has done, so that one that was cut short goes on: a bundle of every model and seed, what its training
 * lost, and what its evaluation found.
 *
 * @param out the folder of all
 */
record ComparisonFolder(Path out) {
    /** What is there of a training. */
    enum State {
        /** Nothing, or a checkpoint to go on from. */
        UNTRAINED,
        /** The model that is asked for. */
        TRAINED,
        /** A model or a checkpoint of other settings. */
        OTHER
    }

    /** The bundle of a model. */
    Path bundle(String model, long seed) {
        return out.resolve("models").resolve(model).resolve(Long.toString(seed));
    }

    /** The losses of its epochs. */
    Path losses(String model, long seed) {
        return out.resolve("models").resolve(model).resolve(seed + ".losses.json");
    }

    /** The values of its users. */
    Path values(String model, long seed) {
        return out.resolve("values").resolve(model).resolve(seed + ".json");
    }

    /**
     * Makes sure that a run can write here.
     *
     * @throws IllegalArgumentException if it is no folder
     */
    void requireWritable() {
        Check.argument(
                !Files.exists(out) || Files.isDirectory(out),
                "%s: must be a folder for the results, but is a file; choose another --out",
                out);
    }

    /**
     * What is there of a training.
     *
     * @param fresh whether what other settings have made may be thrown away
     * @throws BundleException if it is of other settings and may not be thrown away, naming what differs, or if it is no bundle
     */
    State state(String model, ModelTraining training, boolean fresh) {
        Path bundle = bundle(model, training.seed());
        BundleWriter.requireReplaceable(bundle);
        try {
            if (!Files.exists(bundle)) {
                FileCheckpointStore.resume(RunCheckpoint.folder(bundle), training.identity());
                return State.UNTRAINED;
            }
            requireSame(bundle, BundleReader.readManifest(bundle), training);
            return State.TRAINED;
        } catch (BundleException e) {
            if (fresh) {
                return State.OTHER;
            }
            throw e;
        }
    }

    private static void requireSame(Path bundle, Manifest manifest, ModelTraining training) {
        List<String> differences = FileCheckpointStore.differences(identity(manifest), identity(training));
        if (!differences.isEmpty()) {
            throw new BundleException("the model in " + bundle + " is not the one to compare: "
                    + String.join("; ", differences)
                    + "; give the model another name, choose another --out, or train it again with --fresh");
        }
    }

    private static Map<String, String> identity(ModelTraining training) {
        Map<String, String> identity = FileCheckpointStore.identity(
                training.kind(),
                training.config(),
                Manifest.Data.checksumOf(training.training()),
                training.seed(),
                training.heldOutName());
        identity.put("epochs", training.config().path("epochs").toString());
        identity.put("filter", training.filters().toString());
        identity.put("split", training.split().toString());
        training.validation()
                .identity(training.training(), training.heldOut())
                .ifPresent(text -> identity.put("validation", text));
        return identity;
    }

    private static Map<String, String> identity(Manifest manifest) {
        var config = ModelCatalog.standard().resolve(manifest.kind(), manifest.config()); // older ones lack newer keys
        Manifest.Training training = manifest.training();
        Map<String, String> identity = FileCheckpointStore.identity(
                manifest.kind(), config, manifest.data().trainingChecksum(), training.seed(), training.heldOut());
        identity.put("epochs", config.path("epochs").toString());
        identity.put("filter", manifest.data().filter());
        identity.put("split", training.split());
        training.validation().ifPresent(found -> identity.put("validation", ValidationOptions.identity(found)));
        return identity;
    }
}
