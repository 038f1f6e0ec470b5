package org.tandemrec.model;

/** A training under way that learns by mini-batches alone. */
public interface MiniBatchRun extends TrainingRun {
    /** The training that runs its epochs. */
    MiniBatchTraining training();

    /** Begins an epoch, from 1, and returns its mini-batches. */
    MiniBatchTraining.Batches begin(int epoch);

    @Override
    default int epochs() {
        return training().epochs();
    }

    @Override
    default long epochUnits() {
        return training().targets();
    }

    @Override
    default String unit() {
        return "events";
    }

    @Override
    default double epoch(int epoch, ProgressListener.Task progress) {
        return training().epoch(epoch, begin(epoch), progress);
    }

    @Override
    default ModelState state() {
        return training().state();
    }

    @Override
    default void restore(ModelState state) {
        training().restore(state);
    }
}
