package org.tandemrec.model.ralst;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.TrainingRun;
import org.tandemrec.split.Candidates;
import org.tandemrec.split.Split;

/**
 * One epoch of RA_LST is one epoch of both parts on the data without the held-out part and one on all training data, then the fit
 * of θ on the held-out part: after every epoch there is a model that the paper's figures 6 and 7 could plot. A part with
 * fewer epochs than the other stays as it is when it is done.
 */
final class RaLstRun implements TrainingRun {
    /* With more threads than this the loops inside a run use them better than two runs would. */
    private static final int SIDE_BY_SIDE = 3;

    private final RaLstConfig config;
    private final TrainingContext context;
    private final Split heldOut;
    private final Candidates heldOutCandidates;
    private final Candidates candidates;
    private final Parts fitting;
    private final @Nullable Parts refitted;
    private FusionFit.@Nullable Result fusion;

    /** The two runs over one set of training data. */
    private record Parts(TrainingRun longTerm, TrainingRun shortTerm) {
        int epochs() {
            return Math.max(longTerm.epochs(), shortTerm.epochs());
        }

        long epochUnits() {
            return longTerm.epochUnits() + shortTerm.epochUnits();
        }

        void epoch(int epoch, ProgressListener.Task progress) {
            for (TrainingRun run : List.of(longTerm, shortTerm)) {
                if (epoch <= run.epochs()) {
                    run.epoch(epoch, progress);
                } else {
                    progress.advance(run.epochUnits());
                }
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
        this.fitting = new Parts(
                trainer.longTerm().start(heldOut.train(), context),
                trainer.shortTerm().start(heldOut.train(), shortTermContext));
        this.refitted = config.refit()
                ? new Parts(
                        trainer.longTerm().start(training, context),
                        trainer.shortTerm().start(training, shortTermContext))
                : null;
        this.candidates = config.refit() ? Candidates.of(training) : heldOutCandidates;
    }

    @Override
    public int epochs() {
        return fitting.epochs();
    }

    @Override
    public long epochUnits() {
        return fitting.epochUnits() + heldOut.targetCount() + (refitted == null ? 0 : refitted.epochUnits());
    }

    @Override
    public String unit() {
        return "events";
    }

    @Override
    public double epoch(int epoch, ProgressListener.Task progress) {
        trainParts(epoch, progress);
        HeldOutLists lists = HeldOutLists.of(
                heldOut,
                heldOutCandidates,
                fitting.longTerm().model(),
                fitting.shortTerm().model(),
                config.negatives(),
                context.seed().child("held-out"),
                context.parallel(),
                progress);
        fusion = new FusionFit(config, lists, epoch, context.parallel()).run();
        return fusion.logLoss();
    }

    /** One epoch of both sets of parts: side by side where there are few threads, since runs of their own never wait. */
    private void trainParts(int epoch, ProgressListener.Task progress) {
        if (refitted == null) {
            fitting.epoch(epoch, progress);
        } else if (context.parallel().threads() <= SIDE_BY_SIDE) {
            List<Parts> sides = List.of(fitting, refitted);
            context.parallel().forEach(sides.size(), side -> sides.get(side).epoch(epoch, progress));
        } else {
            fitting.epoch(epoch, progress);
            refitted.epoch(epoch, progress);
        }
    }

    @Override
    public Model model() {
        if (fusion == null) {
            throw new IllegalStateException("no epoch is done, so there is no fusion yet");
        }
        Parts parts = refitted == null ? fitting : refitted;
        return new RaLstModel(
                parts.longTerm().model(), parts.shortTerm().model(), candidates, fusion.weights(), fusion.squared());
    }

    @Override
    public ModelState state() {
        ModelState state = new ModelState();
        List<String> names = names();
        List<TrainingRun> runs = runs();
        for (int i = 0; i < runs.size(); i++) {
            state.putNested(names.get(i), runs.get(i).state());
        }
        if (fusion != null) {
            state.putNested("fusion", fusion.weights().state())
                    .putNested("squared", fusion.squared().state())
                    .put("logLoss", new double[] {fusion.logLoss()});
        }
        return state;
    }

    @Override
    public void restore(ModelState state) {
        List<String> names = names();
        List<TrainingRun> runs = runs();
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).restore(state.nested(names.get(i)));
        }
        fusion = new FusionFit.Result(
                FusionWeights.of(state.nested("fusion")),
                FusionWeights.of(state.nested("squared")),
                state.doubles("logLoss", 1)[0]);
    }

    private List<String> names() {
        return List.of("fitting.longTerm", "fitting.shortTerm", "refitted.longTerm", "refitted.shortTerm");
    }

    private List<TrainingRun> runs() {
        List<TrainingRun> runs = new ArrayList<>(List.of(fitting.longTerm(), fitting.shortTerm()));
        if (refitted != null) {
            runs.add(refitted.longTerm());
            runs.add(refitted.shortTerm());
        }
        return runs;
    }
}
