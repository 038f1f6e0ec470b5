package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tandemrec.app.report.Headline;
import org.tandemrec.app.report.ReportFiles;
import org.tandemrec.app.report.ResultTable;
import org.tandemrec.app.report.RunStages;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.bundle.BundleException;
import org.tandemrec.bundle.BundleWriter;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.Contender;
import org.tandemrec.eval.Evaluation;
import org.tandemrec.eval.Evaluator;
import org.tandemrec.eval.Protocol;
import org.tandemrec.eval.Report;
import org.tandemrec.model.CheckpointStore;
import org.tandemrec.model.EpochListener;
import org.tandemrec.model.Model;
import org.tandemrec.model.StageListener;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingLoop;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.model.Validation;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The paper's experiment on one data set: RA_LST and its parts trained on the training part of a split, evaluated on its test part
 * after every epoch, reported, and kept as a bundle.
 */
final class Reproduction {
    private static final String SAMPLED = new CandidateRule.SampledUniform(100).toString();

    private final Dataset dataset;
    private final Split split;
    private final ObjectNode config;
    private final Path out;
    private final Protocol protocol;
    private final CommonOptions common;
    private final Evaluator evaluator;
    private final StageLog stages;

    /**
     * Prepares a run: splits the data.
     *
     * @param config resolved settings of {@code ra-lst}
     * @param out the folder of everything that is written
     * @param protocol how to evaluate; its seed is that of training, too
     * @param stages what came before, and what is to come
     */
    Reproduction(
            Dataset dataset,
            SplitRule rule,
            ObjectNode config,
            Path out,
            Protocol protocol,
            StageLog stages,
            CommonOptions common) {
        this.dataset = dataset;
        this.split = rule.apply(dataset.interactions());
        this.stages = stages;
        this.config = config;
        this.out = out;
        this.protocol = protocol;
        this.common = common;
        this.evaluator = new Evaluator(split, protocol);
        stages.add(StageLog.SPLITTING, dataset.interactions().size());
    }

    /** The folder of the bundle in a folder of results. */
    static Path bundle(Path out) {
        return out.resolve("bundle");
    }

    /**
     * Makes sure that a run can write into a folder, so that hours of training are not lost to a wrong path.
     *
     * @throws IllegalArgumentException if it is no folder
     * @throws BundleException if what is in the bundle's place is no bundle
     */
    static void requireWritable(Path out) {
        Check.argument(
                !Files.exists(out) || Files.isDirectory(out),
                "%s: must be a folder for the results, but is a file; choose another --out",
                out);
        BundleWriter.requireReplaceable(bundle(out));
    }

    /** Trains, evaluates, writes and prints everything; with {@code resume} goes on from the last completed stage. */
    Report run(String title, String command, boolean resume, Parallel parallel) throws IOException {
        Files.createDirectories(out);
        Path bundle = bundle(out);
        Map<String, String> identity = identity();
        Optional<FileCheckpointStore.Position> done =
                resume ? FileCheckpointStore.positionIn(RunCheckpoint.folder(bundle)) : Optional.empty();
        EpochCurves curves = EpochCurves.resume(
                out.resolve("epochs.json"),
                done.map(FileCheckpointStore.Position::epoch).orElse(0));
        try (RunCheckpoint checkpoint = RunCheckpoint.watch(bundle, common)) {
            FileCheckpointStore store = checkpoint.store(resume, identity);
            Interactions all = dataset.interactions();
            stages.keepIn(
                    out.resolve(RunStages.FILE),
                    new RunStages.Run(dataset.name(), all.userCount(), all.itemCount(), all.size()),
                    done,
                    common::alert);
            Model model = train(store, curves, parallel);
            double seconds = curves.points().stream()
                    .mapToDouble(EpochCurves.Point::trainSeconds)
                    .sum();
            BundleWriter.write(bundle, Bundle.of(model, manifest(seconds, curves), dataset, split.train()));
            stages.add(RunStages.LAST, split.train().size());
            Report report = report(title, command, (RaLstModel) model, curves, seconds);
            List<Path> written = ReportFiles.write(report, out);
            ReportFiles.remark().ifPresent(common::remark);
            checkpoint.complete(store);
            curves.clear();
            tell(report, written);
            return report;
        }
    }

    private Map<String, String> identity() {
        Map<String, String> identity = FileCheckpointStore.identity(
                RaLstModel.KIND,
                config,
                Manifest.Data.checksumOf(dataset.interactions()),
                seed(),
                split.validationRule().toString());
        identity.put("data name", dataset.name()); // the figures of the epochs so far bear it
        evaluator.sample().ifPresent(sample -> identity.put("evaluation", sample));
        return identity;
    }

    private Model train(FileCheckpointStore store, EpochCurves curves, Parallel parallel) {
        EpochListener listener = new EpochListener() {
            @Override
            public void staged(int epoch, StageListener.Stage stage) {
                stages.add(epoch, stage);
            }

            @Override
            public void completed(int epoch, double loss, Model model) {
                measure(epoch, model, curves, parallel);
            }
        };
        TrainingContext context = new TrainingContext(
                protocol.seed(),
                parallel,
                split.validationRule(),
                common.progress(),
                timed(store),
                listener,
                Validation.NONE);
        Trainer trainer = ModelCatalog.standard().trainer(RaLstModel.KIND, config);
        TrainingMemory.require(trainer, config, split.train(), context);
        TrainingRun run = trainer.start(split.train(), context);
        stages.add(StageLog.PREPARING, split.train().size());
        return TrainingLoop.run(RaLstModel.KIND, run, context);
    }

    /** The same store; what saving takes is a stage. */
    private CheckpointStore timed(CheckpointStore store) {
        return new CheckpointStore() {
            @Override
            public Optional<Checkpoint> latest() {
                return store.latest();
            }

            @Override
            public void save(Checkpoint checkpoint) {
                store.save(checkpoint);
                int epoch = checkpoint.epoch() + (checkpoint.stage() == 0 ? 0 : 1);
                stages.addCheckpoint(epoch, split.train().size());
            }
        };
    }

    private void measure(int epoch, Model model, EpochCurves curves, Parallel parallel) {
        RaLstModel fusion = (RaLstModel) model;
        Evaluation evaluation = evaluator.evaluate(Contender.allOf(model), parallel, common.progress());
        stages.addEvaluation(epoch, evaluator.evaluated().targetCount());
        curves.add(new EpochCurves.Point(
                epoch,
                stages.trainSeconds(epoch),
                evaluation.records(dataset.name(), split.rule().toString(), seed(), epoch, Map.of()),
                List.of(theta(epoch, RaLstModel.KIND, fusion), theta(epoch, Contender.SQUARED, fusion.squared())),
                evaluation.shortLists()));
        common.remark(String.format(
                Locale.ROOT,
                "  NDCG@10 among 100 sampled items: %s; %s on %s",
                Contender.allOf(model).stream()
                        .map(Contender::name)
                        .map(name ->
                                String.format(Locale.ROOT, "%s %.4f", name, evaluation.value(SAMPLED, name, "ndcg")))
                        .collect(Collectors.joining(", ")),
                EpochLog.weights(fusion),
                EpochLog.scale(fusion.weights())));
    }

    private long seed() {
        return protocol.seed().value();
    }

    private static Report.ThetaPoint theta(int epoch, String name, RaLstModel fusion) {
        return new Report.ThetaPoint(epoch, name, fusion.weights().theta(), EpochLog.scale(fusion.weights()));
    }

    private Manifest manifest(double seconds, EpochCurves curves) {
        return Manifest.of(
                RaLstModel.KIND,
                config,
                Version.provenance(),
                new Manifest.Training(
                        seed(),
                        split.rule().toString(),
                        split.validationRule().toString(),
                        seconds,
                        curves.points().size()),
                Manifest.Data.of(dataset, split.train()));
    }

    private Report report(String title, String command, RaLstModel model, EpochCurves curves, double seconds) {
        return new ReproductionReport(
                        dataset, split, config, model, curves.points(), seconds, evaluator.sample(), stages.facts())
                .report(title, command);
    }

    private void tell(Report report, List<Path> written) {
        common.print(ResultTable.render(report, common.styled()));
        common.print(Headline.of(report));
        Headline.averages(report).ifPresent(common::print);
        report.notes().forEach(note -> common.print("Note: " + note));
        common.print("");
        common.print(stages.table(common.styled()));
        common.print("");
        List<Path> files = new ArrayList<>(written);
        files.add(out.resolve(RunStages.FILE));
        files.add(bundle(out));
        common.print(
                "Wrote " + String.join(", ", files.stream().map(Path::toString).toList()));
        if (common.json()) {
            common.printJson(report.records());
        }
    }
}
