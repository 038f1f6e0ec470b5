package org.tandemrec.model;

/** Is told of every completed epoch; {@link #NONE} listens to nothing. */
@FunctionalInterface
public interface EpochListener {
    /** Ignores everything. */
    EpochListener NONE = (epoch, loss, model) -> {};

    /**
     * An epoch is complete.
     *
     * @param epoch its number, from 1
     * @param loss the mean training loss in it
     * @param model the model as it is now
     */
    void completed(int epoch, double loss, Model model);

    /**
     * A stage of an epoch is complete, before its checkpoint is saved. Only models of several parts have stages.
     *
     * @param epoch the epoch's number, from 1
     */
    default void staged(int epoch, StageListener.Stage stage) {}

    /**
     * An epoch was scored on the validation part, after {@link #completed}. A training that goes on from a checkpoint first tells of the
     * epochs before it once more, so that the curve is always whole.
     *
     * @param best whether it is better than all epochs before it
     */
    default void validated(Validation.Point point, boolean best) {}

    /**
     * The best epoch is found, and the model is now trained again on all training data; the epochs' numbers start from 1 again.
     *
     * @param epochs for how many epochs, which is the number of the best one
     */
    default void refitting(int epochs) {}
}
