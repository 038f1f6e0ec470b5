package org.tandemrec.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.CheckpointStore.Checkpoint;
import org.tandemrec.split.Split;

/**
 * A training that keeps the best epoch by its validation. Of equal epochs the first is the best.
 *
 * <p>A checkpoint holds the run's state under {@code run}, the best epoch's under {@code best} where that is another one and is needed
 * in the end, and the curve under {@code validation}. While a model is trained again on all data, the checkpoint's epoch counts on
 * behind the curve's: what is beyond the length of the curve are epochs of that. Checkpoints are of whole epochs.
 */
final class EarlyStopping {
    private static final String RUN = "run";
    private static final String BEST = "best";
    private static final String LOSS = "validation.loss";
    private static final String METRIC = "validation.metric";

    private final Trainer trainer;
    private final Interactions training;
    private final TrainingContext context;
    private final Validation validation;
    private final Split split;
    private final List<Validation.Point> curve = new ArrayList<>();
    private int bestEpoch;
    private @Nullable ModelState best;

    EarlyStopping(Trainer trainer, Interactions training, TrainingContext context) {
        this.trainer = trainer;
        this.training = training;
        this.context = context;
        this.validation = context.validation();
        this.split = context.heldOut().apply(training);
        Check.argument(
                split.targetCount() > 0,
                "validation needs held-out training data, but %s of %d interactions holds out nothing; choose another rule for held-out data",
                context.heldOut(),
                training.size());
    }

    /** Whether a checkpoint was kept by a training with validation. */
    static boolean isOf(ModelState checkpoint) {
        return checkpoint.contains(METRIC);
    }

    Model train() {
        Optional<Checkpoint> checkpoint = context.checkpoints().latest();
        checkpoint.ifPresent(kept -> restoreCurve(kept.state()));
        boolean refitting = checkpoint.isPresent() && checkpoint.get().epoch() > curve.size();
        if (!refitting) {
            TrainingRun run = search(checkpoint);
            if (!validation.refit()) {
                return bestOf(run);
            }
        }
        return refit(refitting ? checkpoint : Optional.empty());
    }

    private void restoreCurve(ModelState state) {
        Check.argument(
                isOf(state),
                "the checkpoint is of a training without validation; train without it, too, or start without the checkpoint");
        double[] losses = state.doubles(LOSS);
        double[] metrics = state.doubles(METRIC, losses.length);
        for (int i = 0; i < losses.length; i++) {
            add(new Validation.Point(i + 1, losses[i], metrics[i]));
        }
    }

    /** Adds a point to the curve and tells of it; returns whether it is the best so far. */
    private boolean add(Validation.Point point) {
        boolean better =
                bestEpoch == 0 || point.metric() > curve.get(bestEpoch - 1).metric();
        curve.add(point);
        if (better) {
            bestEpoch = point.epoch();
        }
        context.epochs().validated(point, better);
        return better;
    }

    /** Runs the epochs that are left until the patience is at its end. */
    private TrainingRun search(Optional<Checkpoint> checkpoint) {
        TrainingRun run = trainer.start(split.train(), context);
        checkpoint.ifPresent(kept -> restoreRun(run, kept.state()));
        boolean saving = !context.checkpoints().equals(CheckpointStore.NONE);
        while (curve.size() < run.epochs() && !patienceEnded()) {
            int epoch = curve.size() + 1;
            boolean better = validated(epoch, run);
            boolean keeping = better && !validation.refit();
            ModelState state = saving || keeping ? run.state() : null;
            if (keeping) {
                best = state;
            }
            if (saving && state != null) {
                save(epoch, state);
            }
        }
        return run;
    }

    private boolean patienceEnded() {
        return validation.patience() > 0 && curve.size() - bestEpoch >= validation.patience();
    }

    private boolean validated(int epoch, TrainingRun run) {
        double loss = TrainingLoop.epoch(trainer.kind(), epoch, run.epochs(), run, context, StageListener.NONE);
        Model model = run.model();
        context.epochs().completed(epoch, loss, model);
        double score = validation.validator().score(model, split);
        Check.argument(
                !Double.isNaN(score),
                "the validation metric %s must be a number, but was NaN after epoch %d; choose another metric",
                validation.validator().metric(),
                epoch);
        return add(new Validation.Point(epoch, loss, score));
    }

    private void restoreRun(TrainingRun run, ModelState state) {
        Check.argument(
                curve.size() <= run.epochs(),
                "the checkpoint has %d epochs, but only %d are asked for; raise epochs or start without it",
                curve.size(),
                run.epochs());
        ModelState last = state.nested(RUN);
        run.restore(last);
        if (!validation.refit()) {
            best = bestEpoch == curve.size() ? last : state.nested(BEST);
        }
    }

    private Model bestOf(TrainingRun run) {
        if (bestEpoch < curve.size() && best != null) {
            run.restore(best);
        }
        return run.model();
    }

    /** Trains on all training data for as many epochs as the best one had. */
    private Model refit(Optional<Checkpoint> checkpoint) {
        context.epochs().refitting(bestEpoch);
        TrainingRun run = trainer.start(training, context);
        int done = 0;
        if (checkpoint.isPresent()) {
            run.restore(checkpoint.get().state().nested(RUN));
            done = checkpoint.get().epoch() - curve.size();
        }
        for (int epoch = done + 1; epoch <= bestEpoch; epoch++) {
            double loss =
                    TrainingLoop.epoch(trainer.kind() + " refit", epoch, bestEpoch, run, context, StageListener.NONE);
            if (!context.epochs().equals(EpochListener.NONE)) {
                context.epochs().completed(epoch, loss, run.model());
            }
            if (!context.checkpoints().equals(CheckpointStore.NONE)) {
                save(curve.size() + epoch, run.state());
            }
        }
        return run.model();
    }

    private void save(int epoch, ModelState runState) {
        ModelState state = new ModelState().putNested(RUN, runState);
        if (best != null && bestEpoch != curve.size()) {
            state.putNested(BEST, best);
        }
        state.put(LOSS, curve.stream().mapToDouble(Validation.Point::loss).toArray());
        state.put(METRIC, curve.stream().mapToDouble(Validation.Point::metric).toArray());
        context.checkpoints().save(new Checkpoint(epoch, state));
    }
}
