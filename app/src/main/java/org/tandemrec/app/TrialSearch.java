package org.tandemrec.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tandemrec.app.tune.Trial;
import org.tandemrec.app.tune.TrialRecord;
import org.tandemrec.base.Parallel;
import org.tandemrec.catalog.ConfigDifference;
import org.tandemrec.catalog.ModelCatalog;
import org.tandemrec.eval.CandidateRule;
import org.tandemrec.eval.RankingMetric;
import org.tandemrec.eval.RankingValidator;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.split.Split;
import org.tandemrec.tune.Halving;
import org.tandemrec.tune.SearchSpace.Candidate;
import tools.jackson.databind.JsonNode;

/** A search for good settings under way: rung by rung, until the best trials are trained to their end. */
final class TrialSearch {
    private final Plan plan;
    private final SearchFolder folder;
    private final ProgressListener progress;
    private final Consumer<String> remarks;

    /**
     * What is searched, and how.
     *
     * @param kind the model's kind
     * @param preset the preset that configs are written beside
     * @param candidates the configs to try
     * @param halving which of them go on
     * @param split the training data without its validation part, and the validation part as its targets
     * @param context the seed and the rule for held-out data of every training
     * @param measuring how a model is measured
     * @param threads the number of threads in all
     * @param sideBySide how many trials are trained side by side; {@link #AUTO} for as many as fit
     */
    record Plan(
            String kind,
            String preset,
            List<Candidate> candidates,
            Halving halving,
            Split split,
            TrainingContext context,
            Measuring measuring,
            int threads,
            int sideBySide) {
        /** As many trials side by side as there are threads and memory for. */
        static final int AUTO = 0;
    }

    /**
     * How a model is measured on the validation part.
     *
     * @param metric the metric that is searched for
     * @param candidates what targets are ranked among
     * @param users of how many users at most
     */
    record Measuring(RankingMetric metric, CandidateRule candidates, int users) {
        RankingValidator validator(TrainingContext context, Parallel parallel) {
            return new RankingValidator(metric, candidates, users, context.seed(), parallel, ProgressListener.NONE);
        }
    }

    /**
     * A search that goes on from what its folder holds.
     *
     * @param progress is told of every epoch
     * @param remarks is told of every rung and trial
     */
    TrialSearch(Plan plan, SearchFolder folder, ProgressListener progress, Consumer<String> remarks) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
        this.remarks = remarks;
    }

    /** Runs what is left of it and returns all trials, by number. */
    List<Trial> run() {
        Map<Integer, Trial> all = new HashMap<>();
        List<Trial> alive = new ArrayList<>();
        for (Candidate candidate : plan.candidates()) {
            Trial trial = folder.load(candidate, written(candidate));
            if (trial.isFailed()) {
                folder.save(trial.record());
            }
            alive.add(trial);
            all.put(trial.number(), trial);
        }
        for (int rung = 0; rung < plan.halving().rungs(); rung++) {
            if (rung > 0) {
                List<Trial> best = goOn(alive, rung);
                for (Trial trial : alive) {
                    if (!best.contains(trial)) {
                        all.put(trial.number(), left(trial, rung));
                    }
                }
                alive = best;
            }
            alive = new RungRun(plan, rung, folder, progress, remarks, TrainingMemory.freeAfterCollection()).run(alive);
            alive.forEach(trial -> all.put(trial.number(), trial));
        }
        alive.forEach(trial -> folder.clearCheckpoint(trial.number()));
        return plan.candidates().stream()
                .map(candidate -> all.get(candidate.number()))
                .toList();
    }

    /** A config that was refused as a whole is written with all its keys. */
    private JsonNode written(Candidate candidate) {
        return candidate.refusal() == null
                ? ConfigDifference.of(ModelCatalog.standard(), plan.kind(), plan.preset(), candidate.config())
                : candidate.config();
    }

    /** Those that go on to a rung. What an earlier run found of them beyond it plays no part. */
    private List<Trial> goOn(List<Trial> trials, int rung) {
        double[] metrics =
                trials.stream().mapToDouble(trial -> trial.metricOn(rung - 1)).toArray();
        return Arrays.stream(Halving.best(metrics, plan.halving().trialsOn(rung)))
                .mapToObj(trials::get)
                .toList();
    }

    /** A trial that does not go on to a rung, as if it never had: an earlier run may have had fewer trials that were better. */
    private Trial left(Trial trial, int rung) {
        folder.clearCheckpoint(trial.number());
        TrialRecord record = trial.record().upTo(rung);
        if (!record.equals(trial.record())) {
            folder.save(record);
        }
        return trial.with(record);
    }
}
