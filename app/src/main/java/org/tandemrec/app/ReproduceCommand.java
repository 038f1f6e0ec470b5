package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.catalog.ModelKind;
import org.tandemrec.data.Dataset;
import org.tandemrec.eval.Protocol;
import org.tandemrec.model.ralst.RaLstModel;
import org.tandemrec.split.SplitRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code tandem reproduce}: the paper's table and figures on the user's data. */
@Command(
        name = "reproduce",
        sortOptions = false,
        description = {
            "Repeat the paper's experiment: train LFM, GRU4Rec and RA_LST, evaluate them after every epoch, "
                    + "and report table 1 and figures 6 and 7.",
            "Split user-tail(0.1), targets successive, candidates sampled-uniform(100) and full-unseen."
        },
        footer = {
            "",
            "A run that was cut short goes on with the same command and --resume.",
            "",
            "Examples:",
            "  tandem reproduce --data ml-1m --preset paper --out out",
            "  tandem reproduce --data netflix --preset netflix --out out"
        })
final class ReproduceCommand implements Callable<Integer> {
    /** On how many users the preset {@code netflix} evaluates: 200,000 targets, ranked by four models after every epoch. */
    private static final int NETFLIX_USERS = 10_000;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Settings of the models: paper (the default), default, or netflix for data as large as the "
                    + "Netflix Prize's.")
    private @Nullable String preset;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "JSON file with settings of ra-lst. Goes over --preset, else over the preset that it names.")
    private @Nullable Path configFile;

    @Option(
            names = "--split",
            paramLabel = "RULE",
            defaultValue = "user-tail(0.1)",
            converter = SplitChoice.RuleConverter.class,
            description = "How to cut the data: user-tail(0.1) (the default), leave-last-out or global-tail(0.1).")
    private SplitRule split = SplitRule.PAPER;

    @Option(
            names = "--users",
            paramLabel = "N",
            description =
                    "Evaluate on the targets of N users, drawn by --seed. Default: all; 10000 with --preset netflix.")
    private @Nullable Integer users;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "Folder of the report and the bundle.")
    private Path out = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What the report calls the data; by default the name of its folder.")
    private @Nullable String name;

    @Option(
            names = "--resume",
            description = "Go on from the last completed part of an epoch of a run that was cut short.")
    private boolean resume;

    @Option(names = "--fresh", description = "Throw away what a run that was cut short has left.")
    private boolean fresh;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        if (resume && fresh) {
            throw common.wrongUsage("--resume and --fresh exclude each other");
        }
        check();
        ObjectNode raw = raw();
        ObjectNode config = resolved(raw);
        Protocol protocol = Protocol.paper(compute.seed()).withUsers(users(raw));
        Reproduction.requireWritable(out);
        if (!resume && !fresh) {
            RunCheckpoint.requireNone(Reproduction.bundle(out));
        }
        StageLog stages = new StageLog();
        Dataset dataset = data.read(common).dataset();
        stages.add(StageLog.READING, dataset.interactions().size());
        if (name != null) {
            dataset = dataset.named(name);
        }
        try (Parallel parallel = compute.parallel()) {
            new Reproduction(dataset, split, config, out, protocol, stages, common)
                    .run("RA_LST on " + dataset.name(), common.commandLine(), resume, parallel);
        }
        return 0;
    }

    private void check() {
        if (split instanceof SplitRule.Random) {
            throw common.wrongUsage(
                    "--split must keep what is later than a target out of training, because targets are ranked, but was "
                            + split + "; use user-tail(0.1), leave-last-out or global-tail(0.1)");
        }
    }

    /** How many users to evaluate on. */
    private int users(ObjectNode raw) {
        if (users == null) {
            boolean large = raw.path(ModelKind.PRESET).asString("").equals(ModelKind.NETFLIX);
            return large ? NETFLIX_USERS : Protocol.ALL_USERS;
        }
        if (users < 1) {
            throw common.wrongUsage("--users must be at least 1, but was " + users);
        }
        return users;
    }

    /** The settings as the options say them. */
    private ObjectNode raw() {
        try {
            ObjectNode raw = configFile == null
                    ? JsonNodeFactory.instance.objectNode().put(ModelKind.PRESET, ModelKind.PAPER)
                    : ModelOptions.read(configFile, RaLstModel.KIND);
            return preset == null ? raw : raw.put(ModelKind.PRESET, preset);
        } catch (ConfigException e) {
            throw common.wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode resolved(ObjectNode raw) {
        try {
            return ModelCatalog.standard().resolve(RaLstModel.KIND, raw);
        } catch (ConfigException e) {
            throw common.wrongUsage(String.valueOf(e.getMessage()));
        }
    }
}
