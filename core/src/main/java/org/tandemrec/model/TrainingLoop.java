package org.tandemrec.model;

import java.util.Optional;
import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.CheckpointStore.Checkpoint;

/** The one loop of all iterative trainers: resume, epochs, progress, checkpoints, listeners, validation. */
public final class TrainingLoop {
    private TrainingLoop() {}

    /**
     * Trains a model, from the context's checkpoint on where there is one.
     *
     * @return the last epoch's model or, where the context validates, the best one's
     */
    public static Model train(Trainer trainer, Interactions training, TrainingContext context) {
        if (context.validation().equals(Validation.NONE)) {
            return run(trainer.kind(), trainer.start(training, context), context);
        }
        return new EarlyStopping(trainer, training, context).train();
    }

    /** Runs the epochs that are left and returns the last one's model; the context's validation is left out. */
    public static Model run(String kind, TrainingRun run, TrainingContext context) {
        return run(kind, run, run.epochs(), context);
    }

    /**
     * Runs the epochs that are left up to one of them, as if it were to be followed by the others; a run of the same config that goes on
     * from its checkpoint ends with the same bits as one that never paused.
     *
     * @param last the epoch to stop after
     * @return its model; the context's validation is left out
     */
    public static Model run(String kind, TrainingRun run, int last, TrainingContext context) {
        Check.argument(
                last >= 1 && last <= run.epochs(),
                "the last epoch must be from 1 to %d, but was %d",
                run.epochs(),
                last);
        int done = resume(run, context.checkpoints().latest());
        boolean saving = !context.checkpoints().equals(CheckpointStore.NONE);
        for (int epoch = done + 1; epoch <= last; epoch++) {
            int before = epoch - 1;
            double loss = epoch(kind, epoch, run.epochs(), run, context, stage -> {
                if (saving) {
                    context.checkpoints().save(new Checkpoint(before, stage.number(), run.state()));
                }
            });
            if (!context.epochs().equals(EpochListener.NONE)) {
                context.epochs().completed(epoch, loss, run.model());
            }
            if (saving) {
                context.checkpoints().save(new Checkpoint(epoch, run.state()));
            }
        }
        return run.model();
    }

    /**
     * One epoch of {@code epochs} under the eyes of the context's progress; returns the loss.
     *
     * @param kept is told of each stage after the context's listener
     */
    static double epoch(
            String name, int epoch, int epochs, TrainingRun run, TrainingContext context, StageListener kept) {
        String text = name + " epoch " + epoch + "/" + epochs;
        try (ProgressListener.Task task = context.progress().start(text, run.epochUnits(), run.unit())) {
            return run.epoch(epoch, task, stage -> {
                context.epochs().staged(epoch, stage);
                kept.completed(stage);
            });
        }
    }

    private static int resume(TrainingRun run, Optional<Checkpoint> checkpoint) {
        if (checkpoint.isEmpty()) {
            return 0;
        }
        int epoch = checkpoint.get().epoch();
        Check.argument(
                !EarlyStopping.isOf(checkpoint.get().state()),
                "the checkpoint is of a training with validation; validate as it did, or start without it");
        Check.argument(
                epoch <= run.epochs(),
                "the checkpoint has %d epochs, but only %d are asked for; raise epochs or start without it",
                epoch,
                run.epochs());
        run.restore(checkpoint.get().state());
        return epoch;
    }
}
