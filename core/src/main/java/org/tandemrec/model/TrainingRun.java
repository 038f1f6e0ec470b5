package org.tandemrec.model;

/** A training under way: its weights, its optimiser, its data. Driven by {@link TrainingLoop}, one epoch at a time. */
public interface TrainingRun {
    /** The number of epochs that its config asks for. */
    int epochs();

    /** How many units of progress one epoch takes. */
    long epochUnits();

    /** The name of these units in the plural. */
    String unit();

    /**
     * Trains one epoch.
     *
     * @param epoch its number, from 1; every random decision of an epoch depends on the seed and this number alone
     * @param progress is advanced by {@link #epochUnits} in all
     * @return the mean training loss
     * @throws NonFiniteLossException if the loss is NaN or infinite
     */
    double epoch(int epoch, ProgressListener.Task progress);

    /**
     * Trains one epoch, or what is left of it after {@link #restore} of a state from within it. A run whose epoch has no stages trains
     * the whole.
     *
     * @param stages is told after each stage; a {@link #state} of that moment can be gone on from
     * @return the mean training loss
     * @throws NonFiniteLossException if the loss is NaN or infinite
     */
    default double epoch(int epoch, ProgressListener.Task progress, StageListener stages) {
        return epoch(epoch, progress);
    }

    /** A model of the weights as they are now; later epochs do not change it. */
    Model model();

    /** Everything that a later epoch depends on, copied: later epochs do not change it. */
    ModelState state();

    /** Goes on from a {@link #state} of a run with the same config and data. */
    void restore(ModelState state);
}
