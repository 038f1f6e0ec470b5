package org.tandemrec.bench;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tandemrec.model.ModelState;
import org.tandemrec.model.ProgressListener;
import org.tandemrec.model.TrainingRun;

/**
 * A whole training, epoch by epoch, after a warm-up that leaves no trace: the run trains until the JVM has compiled what it needs, is set
 * back to its beginning and only then measured, so that the first epoch counts like every other.
 *
 * @param epochs what was measured, in order
 * @param updates updates of an epoch
 */
record LfmMeasurement(List<Epoch> epochs, long updates) {
    private static final double NANOS = 1e9;

    /**
     * One epoch.
     *
     * @param seconds the time of training alone
     * @param loss the mean training loss
     * @param error the error on the test ratings after it, NaN where there are none
     */
    record Epoch(double seconds, double loss, double error) {}

    /**
     * Warms up and measures all epochs of a run that has done none.
     *
     * @param updates updates of an epoch
     * @param warmUpSeconds the least time of the warm-up, which has an epoch at least
     * @param error measures the model after every epoch, outside its time
     */
    static LfmMeasurement of(
            TrainingRun run,
            long updates,
            double warmUpSeconds,
            @Nullable RatingError error,
            ProgressListener progress) {
        warmUp(run, warmUpSeconds, progress);
        List<Epoch> epochs = new ArrayList<>();
        String name = "training, " + run.epochs() + (run.epochs() == 1 ? " epoch" : " epochs");
        try (ProgressListener.Task task = progress.start(name, run.epochs() * run.epochUnits(), run.unit())) {
            for (int epoch = 1; epoch <= run.epochs(); epoch++) {
                long start = System.nanoTime();
                double loss = run.epoch(epoch, task);
                double seconds = (System.nanoTime() - start) / NANOS;
                epochs.add(new Epoch(seconds, loss, error == null ? Double.NaN : error.of(run.model())));
            }
        }
        return new LfmMeasurement(List.copyOf(epochs), updates);
    }

    private static void warmUp(TrainingRun run, double seconds, ProgressListener progress) {
        ModelState beginning = run.state();
        try (ProgressListener.Task task = progress.start("warm-up", 0, run.unit())) {
            long start = System.nanoTime();
            int done = 0;
            do {
                run.epoch(1 + done++ % run.epochs(), task);
            } while (System.nanoTime() - start < seconds * NANOS);
        }
        run.restore(beginning);
    }

    /** The seconds of an epoch. */
    Samples seconds() {
        return Samples.of(epochs, Epoch::seconds);
    }

    /** Updates a second. */
    Samples updatesPerSecond() {
        return Samples.of(epochs, epoch -> updates / epoch.seconds());
    }

    /** The error on the test ratings after the last epoch, NaN where there are none. */
    double finalError() {
        return epochs.getLast().error();
    }
}
