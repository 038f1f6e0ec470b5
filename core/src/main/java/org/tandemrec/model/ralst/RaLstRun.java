package org.tandemrec.model.ralst;

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
 * One epoch of RA_LST is one epoch of both parts on the data without the held-out part and one on all training data, then the fit
 * of θ on the held-out part: after every epoch there is a model that the paper's figures 6 and 7 could plot. A part with
 * fewer epochs than the other stays as it is when it is done.
 *
 * <p>The stages of an epoch are the long-term part's, the short-term part's and the fit.
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
    private final Part longTerm;
    private final Part shortTerm;
    private FusionFit.@Nullable Result fusion;
    /** How many stages of the epoch under way are complete. */
    private int stages;

    /** The runs of a part: on the data without the held-out part and, where parts are refitted, on all training data. */
    private record Part(
            String kind, TrainingRun fitting, @Nullable TrainingRun refitted) {
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
        boolean sameKind = trainer.longTerm().kind().equals(trainer.shortTerm().kind());
        TrainingContext shortTermContext =
                sameKind ? context.withSeed(context.seed().child("shortTerm")) : context; // two models, not one twice
        this.longTerm = part(trainer.longTerm(), training, heldOut, context);
        this.shortTerm = part(trainer.shortTerm(), training, heldOut, shortTermContext);
        this.candidates = config.refit() ? Candidates.of(training) : heldOutCandidates;
    }

    private Part part(Trainer trainer, Interactions training, Split split, TrainingContext partContext) {
        return new Part(
                trainer.kind(),
                trainer.start(split.train(), partContext),
                config.refit() ? trainer.start(training, partContext) : null);
    }

    @Override
    public int epochs() {
        return Math.max(longTerm.fitting().epochs(), shortTerm.fitting().epochs());
    }

    @Override
    public long epochUnits() {
        return longTerm.epochUnits() + shortTerm.epochUnits() + heldOut.targetCount();
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
        List<Part> parts = List.of(longTerm, shortTerm);
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
                longTerm.fitting().model(),
                shortTerm.fitting().model(),
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
        return new RaLstModel(
                longTerm.last().model(), shortTerm.last().model(), candidates, found.weights(), found.squared());
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
                        FusionWeights.of(state.nested(FUSION)),
                        FusionWeights.of(state.nested(SQUARED)),
                        state.doubles(LOG_LOSS, 1)[0])
                : null; // within the first epoch there is none yet
    }

    private Map<String, TrainingRun> runs() {
        Map<String, TrainingRun> runs = new LinkedHashMap<>();
        runs.put("fitting.longTerm", longTerm.fitting());
        runs.put("fitting.shortTerm", shortTerm.fitting());
        if (longTerm.refitted() != null && shortTerm.refitted() != null) {
            runs.put("refitted.longTerm", longTerm.refitted());
            runs.put("refitted.shortTerm", shortTerm.refitted());
        }
        return runs;
    }
}
