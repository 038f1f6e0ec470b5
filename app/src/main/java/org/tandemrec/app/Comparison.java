package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tandemrec.app.compare.ModelRun;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.app.terminal.Terminal;
import org.tandemrec.base.Parallel;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleReader;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.bundle.TrainedOn;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Protocol;
import org.tandemrec.split.Filters;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;

/**
 * Several models on one split of one data set: trains and evaluates each with each seed, unless an earlier run has done so.
 *
 * <p>Every model's first seed comes before any model's second, so that what fails fails early.
 */
final class Comparison {
    private static final String MODEL_FILE = "model.safetensors";

    private final Dataset dataset;
    private final Split split;
    private final Plan plan;
    private final ComparisonFolder folder;
    private final CommonOptions common;
    private final Evaluator evaluator;

    /**
     * What to compare.
     *
     * @param filters what left rare users and items out of the data
     * @param rule cuts the test part off
     * @param heldOut cuts the validation part off the training data
     * @param models the models
     * @param seeds the seeds that each is trained with
     * @param protocol how they are evaluated; its seed is the same for all seeds of training, so that all rank the same lists
     * @param validation whether and how best epochs are kept
     * @param fresh whether models that other settings have made are trained again
     */
    record Plan(
            Filters filters,
            SplitRule rule,
            SplitRule heldOut,
            List<ComparedModel> models,
            List<Long> seeds,
            Protocol protocol,
            ValidationOptions validation,
            boolean fresh) {}

    /**
     * Prepares a comparison: splits the data.
     *
     * @throws IllegalArgumentException if the split leaves nothing to train on or to test on
     */
    Comparison(Dataset dataset, Plan plan, ComparisonFolder folder, CommonOptions common) {
        this.dataset = dataset;
        this.plan = plan;
        this.folder = folder;
        this.common = common;
        this.split = plan.rule().apply(dataset.interactions());
        this.evaluator = new Evaluator(split, plan.protocol());
    }

    /** The data as it was cut. */
    Split split() {
        return split;
    }

    /** What evaluates the models. */
    Evaluator evaluator() {
        return evaluator;
    }

    /**
     * Trains and evaluates what is not there yet and returns how all models stand.
     *
     * @throws BundleException before any training if a model of other settings is in the place of one to compare
     */
    Standings run(Parallel parallel) throws IOException {
        for (ComparedModel model : plan.models()) {
            for (long seed : plan.seeds()) {
                folder.state(model.name(), training(model, seed), plan.fresh());
            }
        }
        Map<String, List<ModelRun>> runs = new LinkedHashMap<>();
        int number = 0;
        for (long seed : plan.seeds()) {
            for (ComparedModel model : plan.models()) {
                number++;
                String place = model.name() + ", seed " + seed + " (" + number + " of "
                        + plan.models().size() * plan.seeds().size() + ")";
                runs.computeIfAbsent(model.name(), _ -> new ArrayList<>()).add(run(model, seed, place, parallel));
            }
        }
        return Standings.of(List.copyOf(runs.values()), plan.protocol(), parallel);
    }

    private ModelTraining training(ComparedModel model, long seed) {
        return new ModelTraining(
                model.kind(),
                model.config(),
                dataset,
                plan.filters(),
                new SplitChoice(plan.rule()),
                split.train(),
                plan.heldOut(),
                seed,
                plan.validation());
    }

    private ModelRun run(ComparedModel model, long seed, String place, Parallel parallel) throws IOException {
        Path bundle = folder.bundle(model.name(), seed);
        boolean trained = train(model, seed, place, parallel);
        Manifest manifest = BundleReader.readManifest(bundle);
        Path values = folder.values(model.name(), seed);
        Map<String, String> identity = identity(manifest);
        Optional<Evaluation> earlier = EvaluationFile.read(values, identity);
        if (earlier.isEmpty()) {
            Evaluation found = evaluate(model, bundle, parallel);
            EvaluationFile.write(values, identity, found);
            earlier = Optional.of(found);
        } else if (!trained) {
            common.remark(place + ": trained and evaluated before");
        }
        return new ModelRun(
                model.name(),
                model.kind(),
                seed,
                manifest.training().seconds(),
                file(manifest).size(),
                manifest.training().epochs(),
                manifest.training()
                        .validation()
                        .map(found -> new ModelRun.Validated(found.metric(), found.candidates()))
                        .orElse(null),
                curve(model, seed, manifest),
                earlier.get());
    }

    /** Trains a model unless it is there; returns whether it was not. */
    private boolean train(ComparedModel model, long seed, String place, Parallel parallel) {
        ModelTraining training = training(model, seed);
        ComparisonFolder.State state = folder.state(model.name(), training, plan.fresh());
        if (state == ComparisonFolder.State.TRAINED) {
            return false;
        }
        Path bundle = folder.bundle(model.name(), seed);
        common.remark("Training " + place);
        try (RunCheckpoint checkpoint = RunCheckpoint.watch(bundle, common, "the same command goes on")) {
            boolean resume = state == ComparisonFolder.State.UNTRAINED && RunCheckpoint.isIn(bundle);
            ModelTraining.Result result = training.run(bundle, checkpoint, resume, parallel, common);
            result.log().soFar().write(folder.losses(model.name(), seed));
            common.remark("  " + result.log().summary());
        }
        return true;
    }

    /** All that an evaluation depends on. */
    private Map<String, String> identity(Manifest manifest) {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("model", file(manifest).sha256());
        identity.put("data", manifest.data().checksum());
        identity.put("filter", plan.filters().toString());
        identity.put("split", plan.rule().toString());
        identity.put("protocol", plan.protocol().toString());
        identity.put("tandem", Version.tandem());
        return identity;
    }

    private static Manifest.FileSum file(Manifest manifest) {
        Manifest.FileSum sum = manifest.files().get(MODEL_FILE);
        if (sum == null) {
            throw new BundleException("the manifest of a " + manifest.kind() + " bundle lacks " + MODEL_FILE
                    + "; delete the bundle, so that it is trained again");
        }
        return sum;
    }

    private Evaluation evaluate(ComparedModel model, Path path, Parallel parallel) {
        Bundle bundle = BundleReader.read(path, ModelCatalog.standard());
        TrainedOn.requireUnseen(bundle.manifest(), dataset.interactions(), split);
        Contender contender = new Contender(
                model.name(), bundle.model(), Contender.of(bundle.model()).calibration());
        long start = System.nanoTime();
        Evaluation found = evaluator.evaluate(List.of(contender), parallel, common.progress());
        common.remark("  evaluated in " + Terminal.duration((System.nanoTime() - start) / 1e9));
        return found;
    }

    /** The epochs of a training as far as they are known. */
    private List<ModelRun.Point> curve(ComparedModel model, long seed, Manifest manifest) {
        Optional<Manifest.Validation> validation = manifest.training().validation();
        if (validation.isPresent()) {
            return validation.get().curve().stream()
                    .map(point -> new ModelRun.Point(point.epoch(), point.loss(), point.metric()))
                    .toList();
        }
        return TrainingSoFar.read(folder.losses(model.name(), seed), Integer.MAX_VALUE)
                .map(TrainingSoFar::losses)
                .orElse(List.of())
                .stream()
                .map(loss -> new ModelRun.Point(loss.epoch(), loss.loss(), null))
                .toList();
    }
}
