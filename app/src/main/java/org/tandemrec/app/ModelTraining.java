package org.tandemrec.app;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Filters;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.node.ObjectNode;

/**
 * One training of a model, from its data to its bundle.
 *
 * @param kind the model's kind
 * @param config its resolved config
 * @param dataset the data as the filters keep it
 * @param filters what left rare users and items out of it
 * @param split what is kept back of it
 * @param training the part to train on
 * @param heldOut the rule that cuts the held-out part off that, where one is needed
 * @param seed the run's seed
 * @param validation whether and how the best epoch is kept
 */
record ModelTraining(
        String kind,
        ObjectNode config,
        Dataset dataset,
        Filters filters,
        SplitChoice split,
        Interactions training,
        SplitRule heldOut,
        long seed,
        ValidationOptions validation) {
    private static final String KIND_PATH = ".kind";

    /**
     * What a training ended with.
     *
     * @param model the model
     * @param manifest that of its bundle, as written
     * @param log its epochs
     */
    record Result(Model model, Manifest manifest, EpochLog log) {}

    /** Whether a model is made of other models, and so fits their fusion on a part that is held out. */
    static boolean hasParts(String kind, ObjectNode config) {
        return ModelCatalog.standard().settings(kind, config).stream()
                .anyMatch(setting -> setting.path().endsWith(KIND_PATH));
    }

    /** The rule for the held-out part as a manifest has it: {@link Manifest#NO_SPLIT} where nothing is held out. */
    String heldOutName() {
        return validation.asked() || hasParts(kind, config) ? heldOut.toString() : Manifest.NO_SPLIT;
    }

    /** All that must be the same for a training to go on. */
    Map<String, String> identity() {
        Map<String, String> identity =
                FileCheckpointStore.identity(kind, config, Manifest.Data.checksumOf(training), seed, heldOutName());
        if (validation.asked()) {
            identity.put("validation", validation.identity());
        }
        return identity;
    }

    /**
     * Trains the model and writes its bundle.
     *
     * @param out the bundle's folder
     * @param checkpoint watches over the run
     * @param resume whether to go on from the checkpoint, where there is one
     */
    Result run(Path out, RunCheckpoint checkpoint, boolean resume, Parallel parallel, CommonOptions common) {
        FileCheckpointStore store = checkpoint.store(resume, identity());
        Optional<FileCheckpointStore.Position> done = FileCheckpointStore.positionIn(RunCheckpoint.folder(out));
        int before = done.map(FileCheckpointStore.Position::epoch).orElse(0);
        TrainingSoFar earlier = done.flatMap(position -> TrainingSoFar.read(checkpoint.soFar(), before))
                .orElse(TrainingSoFar.NOTHING);
        EpochLog log = new EpochLog(common, before, earlier, validation.metric().orElse(null));
        Model model = train(store, checkpoint.soFar(), log, parallel, common);
        Manifest.Training trainedHow = new Manifest.Training(
                seed,
                split.toString(),
                heldOutName(),
                log.soFar().seconds(),
                log.epochs(),
                validation.found(training, heldOut, log));
        Manifest manifest = Manifest.of(
                kind, config, Version.provenance(), trainedHow, Manifest.Data.of(dataset, filters, training));
        Interactions learned = validation.learned(training, heldOut);
        Manifest written = BundleWriter.write(out, Bundle.of(model, manifest, dataset, training, learned));
        checkpoint.complete(store);
        return new Result(model, written, log);
    }

    private Model train(FileCheckpointStore store, Path soFar, EpochLog log, Parallel parallel, CommonOptions common) {
        TrainingContext context = new TrainingContext(
                new Seed(seed),
                parallel,
                heldOut,
                common.progress(),
                TrainingSoFar.kept(store, soFar, log::soFar),
                log,
                validation.validation(seed, parallel, common.progress()));
        Trainer trainer = ModelCatalog.standard().trainer(kind, config);
        TrainingMemory.require(trainer, config, training, context);
        return trainer.train(training, context);
    }
}
