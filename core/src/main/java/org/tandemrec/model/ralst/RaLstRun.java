package org.tandemrec.model.ralst;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.StageListener;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/**
 * One epoch of RA_LST is one epoch of all parts on the data without the held-out part and one on all training data, then the fit
 * of θ on the held-out part: after every epoch there is a model that the paper's figures 6 and 7 could plot. A part with
 * fewer epochs than another stays as it is when it is done.
 *
 * <p>The stages of an epoch are the long-term part's, the short-term part's, those of other parts in their order, and the fit.
 */
final class RaLstRun implements TrainingRun {
    /* With more threads than this the loops inside a run use them better than two runs would. */
    private static final int SIDE_BY_SIDE = 3;

    private static final String FUSION = "fusion";
    private static final String SQUARED = "squared";
    private static final String LOG_LOSS = "logLoss";
    private static final String STAGES = "stages";

    private final RaLstConfig config;
    private final TrainingContext context;
    private final Split heldOut;
    private final Candidates heldOutCandidates;
    private final Candidates candidates;
    private final List<Part> parts;
    private FusionFit.@Nullable Result fusion;
    /** How many stages of the epoch under way are complete. */
    private int stages;

    /** The runs of a part: on the data without the held-out part and, where parts are refitted, on all training data. */
    private record Part(
            String name,
            String kind,
            TrainingRun fitting,
            @Nullable TrainingRun refitted) {
        List<TrainingRun> runs() {
            return refitted == null ? List.of(fitting) : List.of(fitting, refitted);
        }

        /** The run whose model is the result. */
        TrainingRun last() {
            return runs().getLast();
        }

        long epochUnits() {
            return runs().stream().mapToLong(TrainingRun::epochUnits).sum();
        }

        /** One epoch of all runs: side by side where there are few threads, since runs of their own never wait. */
        void epoch(int epoch, Parallel parallel, ProgressListener.Task progress) {
            List<TrainingRun> sides = runs();
            if (sides.size() > 1 && parallel.threads() <= SIDE_BY_SIDE) {
                parallel.forEach(sides.size(), side -> sides.get(side).epoch(epoch, progress));
            } else {
                sides.forEach(run -> run.epoch(epoch, progress));
            }
        }
    }

    RaLstRun(RaLstTrainer trainer, Interactions training, Split heldOut, TrainingContext context) {
        this.config = trainer.config();
        this.context = context;
        this.heldOut = config.heldOutUsers() == 0
                ? heldOut
                : heldOut.sampleUsers(config.heldOutUsers(), context.seed().child("held-out-users"));
        this.heldOutCandidates = Candidates.of(heldOut.train());
        this.parts = parts(trainer.parts(), training, heldOut);
        this.candidates = config.refit() ? Candidates.of(training) : heldOutCandidates;
    }

    /** A part draws on the run's own seed, as if trained alone; where an earlier one of its kind does, on a seed by its name. */
    private List<Part> parts(List<Trainer> trainers, Interactions training, Split split) {
        List<Part> found = new ArrayList<>();
        List<String> kinds = trainers.stream().map(Trainer::kind).toList();
        for (int i = 0; i < trainers.size(); i++) {
            String name = i == 0 ? "longTerm" : i == 1 ? "shortTerm" : "others." + (i - 2);
            boolean again = kinds.indexOf(kinds.get(i)) < i;
            TrainingContext own = again ? context.withSeed(context.seed().child(name)) : context;
            found.add(new Part(
                    name,
                    kinds.get(i),
                    trainers.get(i).start(split.train(), own),
                    config.refit() ? trainers.get(i).start(training, own) : null));
        }
        return List.copyOf(found);
    }

    @Override
    public int epochs() {
        return parts.stream().mapToInt(part -> part.fitting().epochs()).max().orElseThrow();
    }

    @Override
    public long epochUnits() {
        return parts.stream().mapToLong(Part::epochUnits).sum() + heldOut.targetCount();
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        return epoch(epoch, progress, StageListener.NONE);
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress, StageListener listener) {
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (i < stages || epoch > part.fitting().epochs()) {
                progress.advance(part.epochUnits());
            } else {
                part.epoch(epoch, context.parallel(), progress);
                completed(i + 1, part.kind(), part.epochUnits(), listener);
            }
        }
        if (stages <= parts.size()) {
            fit(epoch, progress);
            completed(parts.size() + 1, FUSION, heldOut.targetCount(), listener);
        } else {
            progress.advance(heldOut.targetCount());
        }
        stages = 0;
        return fitted().logLoss();
    }

    private void completed(int stage, String name, long units, StageListener listener) {
        stages = stage;
        listener.completed(new StageListener.Stage(stage, name, units));
    }

    private void fit(int epoch, ProgressListener.Task progress) {
        HeldOutLists lists = HeldOutLists.of(
                heldOut,
                heldOutCandidates,
                parts.stream().map(part -> part.fitting().model()).toList(),
                config.negatives(),
                context.seed().child("held-out"),
                context.parallel(),
                progress);
        fusion = new FusionFit(config, lists, epoch, context.parallel()).run();
    }

    private FusionFit.Result fitted() {
        if (fusion == null) {
            throw new IllegalStateException("no epoch is done, so there is no fusion yet");
        }
        return fusion;
    }

    @Override
    public Model model() {
        FusionFit.Result found = fitted();
        List<Model> models = parts.stream().map(part -> part.last().model()).toList();
        return new RaLstModel(
                models.getFirst(),
                models.get(1),
                models.subList(2, models.size()),
                candidates,
                found.weights(),
                found.squared());
    }

    @Override
    public ModelState state() {
        ModelState state = new ModelState();
        runs().forEach((name, run) -> state.putNested(name, run.state()));
        if (fusion != null) {
            state.putNested(FUSION, fusion.weights().state())
                    .putNested(SQUARED, fusion.squared().state())
                    .put(LOG_LOSS, new double[] {fusion.logLoss()});
        }
        return stages == 0 ? state : state.put(STAGES, new int[] {stages});
    }

    @Override
    public void restore(ModelState state) {
        runs().forEach((name, run) -> run.restore(state.nested(name)));
        stages = state.contains(STAGES) ? state.ints(STAGES, 1)[0] : 0;
        fusion = state.contains(LOG_LOSS)
                ? new FusionFit.Result(
                        FusionWeights.of(state.nested(FUSION), parts.size()),
                        FusionWeights.of(state.nested(SQUARED), parts.size()),
                        state.doubles(LOG_LOSS, 1)[0])
                : null; // within the first epoch there is none yet
    }

    private Map<String, TrainingRun> runs() {
        Map<String, TrainingRun> runs = new LinkedHashMap<>();
        parts.forEach(part -> runs.put("fitting." + part.name(), part.fitting()));
        for (Part part : parts) {
            if (part.refitted() != null) {
                runs.put("refitted." + part.name(), part.refitted());
            }
        }
        return runs;
    }
}
