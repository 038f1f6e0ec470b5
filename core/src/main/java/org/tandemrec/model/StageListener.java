package org.tandemrec.model;

/** Is told of every completed stage of an epoch; {@link #NONE} listens to nothing. */
@FunctionalInterface
public interface StageListener {
    /** Ignores everything. */
    StageListener NONE = stage -> {};

    /** A stage is complete. */
    void completed(Stage stage);

    /**
     * A part of an epoch after which training can stop and go on.
     *
     * @param number its number in the epoch, from 1
     * @param name what it did, for example {@code gru4rec}
     * @param units how many units of progress it took
     */
    record Stage(int number, String name, long units) {}
}
