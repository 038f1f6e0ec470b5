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
}
