package org.tandemrec.app;

import org.tandemrec.base.Check;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Trainer;
import org.tandemrec.model.TrainingContext;

/** Refuses a training that the JVM's memory cannot hold before it begins, by the trainer's own estimate. */
final class TrainingMemory {
    private static final double GIGABYTE = 1L << 30;

    private TrainingMemory() {}

    /**
     * Makes sure that there is room.
     *
     * @throws IllegalArgumentException if there is not, saying how much is needed and what to do
     */
    static void require(Trainer trainer, Interactions training, TrainingContext context) {
        long needed = trainer.trainingBytes(training, context);
        Runtime runtime = Runtime.getRuntime();
        if (needed > free(runtime)) {
            System.gc(); // what reading has left over is not in the way
        }
        check(trainer.kind(), training, needed, free(runtime), runtime.maxMemory());
    }

    private static long free(Runtime runtime) {
        return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }

    /** Compares what is needed with what is free of the JVM's {@code most} bytes. */
    static void check(String kind, Interactions training, long needed, long free, long most) {
        Check.argument(
                needed <= free,
                "training %s on %,d interactions of %,d users with %,d items needs about %.1f GB of memory beside the data, "
                        + "but of the JVM's %.1f GB only %.1f GB are free; use fewer factors, hiddenSize, negatives or heldOutUsers, "
                        + "give the JVM more, for example TANDEM_JAVA_OPTS=-Xmx%dg, or train on a part of the data",
                kind,
                training.size(),
                training.userCount(),
                training.itemCount(),
                needed / GIGABYTE,
                most / GIGABYTE,
                free / GIGABYTE,
                (long) Math.ceil((most - free + needed) / GIGABYTE));
    }
}
