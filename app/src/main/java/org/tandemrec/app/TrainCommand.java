package org.tandemrec.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code tandem train}: trains a model and writes it as a bundle. */
@Command(
        name = "train",
        sortOptions = false,
        customSynopsis = "tandem train --model KIND --data DATA --out OUT [OPTIONS]",
        preprocessor = ModelOptions.Preprocessor.class,
        description = {
            "Train a model and write it as a bundle.",
            "Every setting of the model is an option, too: tandem train --model gru4rec --help shows them."
        },
        footer = {
            "",
            "After every epoch a checkpoint is kept in OUT.checkpoint, until the bundle is written. "
                    + "A training that was cut short goes on with --resume and ends with the same model.",
            "",
            "Examples:",
            "  tandem train --model ra-lst --data ml-1m --out recommender",
            "  tandem train --model lfm --preset paper --factors 16 --data ml-1m --out lfm",
            "  tandem train --model gru4rec --validate ndcg@10 --patience 3 --data ml-1m --out gru4rec"
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOptions data;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "Folder of the bundle. One that is there is replaced when the new one is complete.")
    private Path out = Path.of("");

    @Option(
            names = "--split",
            paramLabel = "RULE",
            defaultValue = Manifest.NO_SPLIT,
            converter = SplitChoice.Converter.class,
            description = {
                "Keep test interactions back, for tandem evaluate: user-tail(0.1), leave-last-out, global-tail(0.1), "
                        + "global-time(2001-01-01T00:00:00Z), last-sessions(1) or random(0.1). Default: none, train on everything."
            })
    private SplitChoice split = SplitChoice.NONE;

    @Mixin
    private HeldOutOptions heldOut;

    @Option(
            names = "--resume",
            description = "Go on from the checkpoint of a training that was cut short, if there is one.")
    private boolean resume;

    @Option(
            names = "--fresh",
            description = "Start anew, and throw away the checkpoint of a training that was cut short.")
    private boolean fresh;

    @Mixin
    private ValidationOptions validation;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        ObjectNode config = model.config();
        validation.check();
        checkHeldOut(config);
        if (resume && fresh) {
            throw common.wrongUsage("--resume and --fresh exclude each other");
        }
        BundleWriter.requireReplaceable(out);
        if (!resume && !fresh) {
            RunCheckpoint.requireNone(out);
        }
        Dataset dataset = filtered(data.read(common).dataset());
        Interactions part = training(dataset);
        ModelTraining training = new ModelTraining(
                model.kind(),
                config,
                dataset,
                filter.chosen(),
                split,
                part,
                heldOut.rule(split.rule(), dataset.interactions()),
                compute.seed(),
                validation);
        try (RunCheckpoint checkpoint = RunCheckpoint.watch(out, common);
                Parallel parallel = compute.parallel()) {
            tell(training.run(out, checkpoint, resume, parallel, common), dataset, part);
        }
        return 0;
    }

    private Interactions training(Dataset dataset) {
        Interactions training = split.training(dataset.interactions());
        Check.argument(training.size() > 0, "--split %s leaves nothing to train on", split);
        common.remark(String.format(
                Locale.ROOT,
                "Training %s on %,d interactions of %,d users with %,d items (%s)",
                model.kind(),
                training.size(),
                training.userCount(),
                training.itemCount(),
                described()));
        return training;
    }

    /** What the filter keeps. */
    private Dataset filtered(Dataset all) {
        Dataset kept = all.withInteractions(filter.chosen().apply(all.interactions()));
        FilterOptions.note(filter.chosen(), all, kept).ifPresent(note -> common.remark("Training with " + note));
        return kept;
    }

    /** What is trained on, for people. */
    private String described() {
        return filter.chosen().named(split.described());
    }

    private boolean holdsOut(ObjectNode config) {
        return validation.asked() || ModelTraining.hasParts(model.kind(), config);
    }

    private void checkHeldOut(ObjectNode config) {
        if (heldOut.isNamed() && !holdsOut(config)) {
            throw common.wrongUsage("--held-out is for a fusion such as ra-lst, and for --validate, but " + model.kind()
                    + " alone holds nothing out");
        }
    }

    private void tell(ModelTraining.Result trained, Dataset dataset, Interactions training) {
        EpochLog log = trained.log();
        common.print("Trained " + model.kind() + " (" + described() + "): " + log.summary());
        EpochLog.fusion(trained.model()).forEach(common::print);
        common.print("Wrote the bundle " + out);
        int known = 0;
        while (training.count(known) == 0) {
            known++; // there is one, since there is something to train on
        }
        String user = dataset.users().id(known);
        common.print("Try next: "
                + (split.rule() == null
                        ? ""
                        : "tandem evaluate --bundle " + out + " " + data.again() + System.lineSeparator()
                                + "          ")
                + "tandem recommend --bundle " + out + " --user " + user);
        if (common.json()) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("bundle", out.toString());
            log.loss().ifPresent(loss -> document.put("loss", loss));
            document.put("manifest", trained.manifest());
            common.printJson(document);
        }
    }
}
