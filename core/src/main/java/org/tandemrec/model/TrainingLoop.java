package org.tandemrec.model;

import java.util.Optional;
import org.tandemrec.base.Check;

/** The one loop of all iterative trainers: resume, epochs, progress, checkpoints, listeners. */
public final class TrainingLoop {
    private TrainingLoop() {}

    /** Runs the epochs that are left and returns the last one's model. */
    public static Model run(String kind, TrainingRun run, TrainingContext context) {
        int done = resume(run, context.checkpoints().latest());
        for (int epoch = done + 1; epoch <= run.epochs(); epoch++) {
            String name = kind + " epoch " + epoch + "/" + run.epochs();
            double loss;
            try (ProgressListener.Task task = context.progress().start(name, run.epochUnits(), run.unit())) {
                loss = run.epoch(epoch, task);
            }
            if (!context.epochs().equals(EpochListener.NONE)) {
                context.epochs().completed(epoch, loss, run.model());
            }
            if (!context.checkpoints().equals(CheckpointStore.NONE)) {
                context.checkpoints().save(new CheckpointStore.Checkpoint(epoch, run.state()));
            }
        }
        return run.model();
    }

    private static int resume(TrainingRun run, Optional<CheckpointStore.Checkpoint> checkpoint) {
        if (checkpoint.isEmpty()) {
            return 0;
        }
        int epoch = checkpoint.get().epoch();
        Check.argument(
                epoch <= run.epochs(),
                "the checkpoint has %d epochs, but only %d are asked for; raise epochs or start without it",
                epoch,
                run.epochs());
        run.restore(checkpoint.get().state());
        return epoch;
    }
}
