package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.tandemrec.app.compare.Standings;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.data.Dataset;
import org.tandemrec.eval.Protocol;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code tandem compare}: several models by one protocol, with intervals and tests. */
@Command(
        name = "compare",
        sortOptions = false,
        customSynopsis = "tandem compare --data DATA --models MODEL,… --out OUT [OPTIONS]",
        preprocessor = ExperimentFile.Preprocessor.class,
        description = {
            "Train models on one split of the data with several seeds, evaluate them on the same test targets, and say which is "
                    + "better by more than chance.",
            "Writes report.html, results.json, per-user.csv, experiment.json and the trained models."
        },
        footer = {
            "",
            "A run that was cut short goes on with the same command: what is trained and evaluated is not done again.",
            "",
            "Examples:",
            "  tandem compare --data ml-1m --models als,gru4rec --seeds 3 --out out",
            "  tandem compare --data ml-1m --models als,small=gru4rec:small.json --out out",
            "  tandem compare --experiment out/experiment.json --out again"
        })
final class CompareCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 1000;

    @Option(
            names = ExperimentFile.OPTION,
            paramLabel = "FILE",
            description =
                    "A JSON object of options without their dashes, such as {\"data\": \"ml-1m\", \"models\": [\"als\"]}. "
                            + "Options of the command line go over it.")
    void experiment(Path file) {
        // taken from the arguments before they are parsed, because its options are parsed with them
    }

    @Mixin
    private DataOptions data;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--models",
            required = true,
            paramLabel = "MODEL",
            description = {
                "Models with commas between them, each KIND, NAME=KIND or NAME=KIND:SETTINGS.",
                "The settings are a preset, a file such as those in params/, or a JSON object."
            })
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--split",
            paramLabel = "RULE",
            defaultValue = "user-tail(0.1)",
            converter = SplitChoice.RuleConverter.class,
            description = "The rule that cuts the test targets off. Default: ${DEFAULT-VALUE}.")
    private SplitRule split = SplitRule.PAPER;

    @Mixin
    private HeldOutOptions heldOut;

    @Mixin
    private ProtocolOptions protocol;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Train every model with N seeds: --seed and those after it. Default: ${DEFAULT-VALUE}.")
    private int seeds = 1;

    @Mixin
    private ValidationOptions validation;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "Folder of the report, the models and what is kept between runs.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What the report calls the data; by default the name of its folder.")
    private @Nullable String name;

    @Option(
            names = "--fresh",
            description = "Train again what OUT holds of other settings. Without it, such a model is refused.")
    private boolean fresh;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        validation.check();
        List<ComparedModel> compared = models();
        List<Long> trained = seeds();
        Protocol measured = protocol();
        ComparisonFolder folder = new ComparisonFolder(out);
        folder.requireWritable();
        ObjectNode kept = ExperimentFile.of(command, compared);
        kept.put("data", data.shown());
        Dataset read = data.read(common).dataset();
        Dataset all = name == null ? read : read.named(name);
        Dataset dataset = all.withInteractions(filter.chosen().apply(all.interactions()));
        Comparison.Plan plan = new Comparison.Plan(
                filter.chosen(),
                split,
                heldOut.rule(split, dataset.interactions()),
                compared,
                trained,
                measured,
                validation,
                fresh);
        Comparison comparison = new Comparison(dataset, plan, folder, common);
        try (Parallel parallel = compute.parallel()) {
            Standings standings = comparison.run(parallel);
            new ComparisonReport(all, dataset, comparison, plan, standings, kept, common).write(out);
        }
        return 0;
    }

    private List<ComparedModel> models() {
        try {
            return ComparedModel.parseAll(models);
        } catch (ConfigException e) {
            throw common.wrongUsage("--models: " + e.getMessage());
        }
    }

    private List<Long> seeds() {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw common.wrongUsage("--seeds must be from 1 to " + MOST_SEEDS + ", but was " + seeds);
        }
        return LongStream.range(0, seeds).map(i -> compute.seed() + i).boxed().toList();
    }

    /** Of several sampled lists and users, all seeds of training see the same. */
    private Protocol protocol() {
        return protocol.protocol(compute.seed());
    }
}
