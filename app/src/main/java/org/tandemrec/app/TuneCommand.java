package org.tandemrec.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.base.Check;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.bundle.FileCheckpointStore;
import org.tandemrec.bundle.Manifest;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.data.Dataset;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.split.SplitRule;
import org.tandemrec.tune.Halving;
import org.tandemrec.tune.SearchSpace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code tandem tune}: searches for good settings of a model. */
@Command(
        name = "tune",
        sortOptions = false,
        customSynopsis = "tandem tune --model KIND --data DATA --trials N --out OUT [OPTIONS]",
        preprocessor = ModelOptions.Preprocessor.class,
        description = {
            "Search for good settings of a model.",
            "Settings are drawn at random from the ranges that the model declares, trained a little, and only the best are trained "
                    + "on, by their metric on a part of the training data. Test interactions are never looked at."
        },
        footer = {
            "",
            "A setting that is given as an option is held; one in --config is where its range is searched around.",
            "A search that was cut short goes on with the same command.",
            "",
            "Examples:",
            "  tandem tune --model als --data ml-1m --split leave-last-out --trials 27 --out als",
            "  tandem tune --model gru4rec --data ml-1m --split leave-last-out --trials 27 --hidden-size 128 "
                    + "--set learning-rate=0.001..0.01:log --set decay=none,cosine --out gru4rec",
            "  tandem train --model als --config als/best.json --data ml-1m --split leave-last-out --out best"
        })
final class TuneCommand implements Callable<Integer> {
    private static final ModelCatalog CATALOG = ModelCatalog.standard();

    @Mixin
    private ModelOptions model;

    @Mixin
    private DataOptions data;

    @Mixin
    private FilterOptions filter;

    @Option(
            names = "--split",
            paramLabel = "RULE",
            defaultValue = "user-tail(0.1)",
            converter = SplitChoice.Converter.class,
            description =
                    "The rule that cuts the test interactions off, which are left alone; none where there are to be none. "
                            + "Default: ${DEFAULT-VALUE}.")
    private SplitChoice split = SplitChoice.NONE;

    @Mixin
    private HeldOutOptions heldOut;

    @Mixin
    private SearchOptions search;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT",
            description = "Folder of the search: best.json, trials.csv, report.html and the trials.")
    private Path out = Path.of("");

    @Option(names = "--fresh", description = "Start anew, and throw away the search that OUT holds.")
    private boolean fresh;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() throws IOException {
        ObjectNode base = model.config();
        search.check();
        SearchSpace space = space(base);
        SearchFolder.requireOwn(out);
        Dataset dataset = filtered(data.read(common).dataset());
        SplitRule rule = heldOut.rule(split.rule(), dataset.interactions());
        Interactions training = split.training(dataset.interactions());
        Split parts = rule.apply(training);
        Check.argument(
                parts.targetCount() > 0 && parts.train().size() > 0,
                "--held-out %s leaves nothing to train on or nothing to measure; choose another rule",
                rule);
        TrainingContext context =
                TrainingContext.of(compute.seed()).withHeldOut(rule).withParallel(Parallel.sequential());
        int epochs = CATALOG.trainer(model.kind(), base).epochs();
        List<SearchSpace.Candidate> candidates = space.draw(search.trials(), new Seed(compute.seed()).child("tune"));
        Halving halving = new Halving(candidates.size(), search.halving(), epochs);
        SearchFolder folder = SearchFolder.open(out, identity(base, space, training, rule, halving), fresh);
        tell(space, candidates, parts);
        TrialSearch.Plan plan = new TrialSearch.Plan(
                model.kind(),
                model.preset(),
                candidates,
                halving,
                parts,
                context,
                search.measuring(),
                compute.threads(),
                search.sideBySide());
        List<Trial> trials = run(plan, folder);
        String dataName = filter.chosen().named(dataset.name() + ", " + split);
        new SearchReport(plan, space, rule, dataName, common).write(trials, out);
        return 0;
    }

    /** Whatever ends it early, the user is told how to go on. */
    private List<Trial> run(TrialSearch.Plan plan, SearchFolder folder) {
        Thread interruption = new Thread(this::tellStopped, "tandem-interruption");
        Runtime.getRuntime().addShutdownHook(interruption);
        boolean complete = false;
        try {
            List<Trial> trials = new TrialSearch(plan, folder, common.progress(), common::remark).run();
            complete = true;
            return trials;
        } finally {
            if (isRemoved(interruption) && !complete) {
                tellStopped();
            }
        }
    }

    /** False while the JVM shuts down: then the hook tells. */
    private static boolean isRemoved(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
    }

    private void tellStopped() {
        common.alert("The search stopped; what is done is kept in " + out + "; go on with the same command");
    }

    private SearchSpace space(ObjectNode base) {
        try {
            return SearchSpace.of(CATALOG, model.kind(), base, model.given(), search.ranges());
        } catch (ConfigException e) {
            throw common.wrongUsage("--set: " + e.getMessage());
        }
    }

    /** All that the trials and what is found of them depend on. */
    private Map<String, String> identity(
            ObjectNode base, SearchSpace space, Interactions training, SplitRule rule, Halving halving) {
        Map<String, String> identity = new LinkedHashMap<>(FileCheckpointStore.identity(
                model.kind(), base, Manifest.Data.checksumOf(training), compute.seed(), rule.toString()));
        identity.put("preset", model.preset());
        identity.put("epochs", Integer.toString(halving.epochs()));
        identity.put("trials", Integer.toString(search.trials()));
        identity.put("halving", SearchOptions.halvingText(halving.factor()));
        identity.put("measured", search.measured());
        space.ranges().forEach((setting, range) -> identity.put("range of " + setting.path(), range.toString()));
        return identity;
    }

    private void tell(SearchSpace space, List<SearchSpace.Candidate> candidates, Split parts) {
        common.remark("Searching " + space.ranges().size() + " settings of " + model.kind() + " by " + search.measured()
                + ", " + parts.targetCount() + " targets held out of the training data");
        space.ranges().forEach((setting, range) -> common.remark("  " + setting.path() + ": " + range));
        if (!space.leftOut().isEmpty()) {
            common.remark("  not searched, because other settings rule them out: "
                    + String.join(", ", space.leftOut().keySet()));
        }
        if (candidates.size() < search.trials()) {
            common.remark(
                    "The ranges hold only " + candidates.size() + " different configs, so there are as many trials");
        }
    }

    private Dataset filtered(Dataset all) {
        Dataset kept = all.withInteractions(filter.chosen().apply(all.interactions()));
        FilterOptions.note(filter.chosen(), all, kept).ifPresent(note -> common.remark("Searching with " + note));
        return kept;
    }
}
