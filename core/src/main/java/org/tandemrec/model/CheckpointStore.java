package org.tandemrec.model;

import java.util.Optional;

/** Keeps the last completed epoch of a training run, or the last stage of the one after it. Implemented by the bundle format; {@link #NONE} keeps nothing. */
public interface CheckpointStore {
    /** Keeps nothing. */
    CheckpointStore NONE = new CheckpointStore() {
        @Override
        public Optional<Checkpoint> latest() {
            return Optional.empty();
        }

        @Override
        public void save(Checkpoint checkpoint) {}
    };

    /** The checkpoint to go on from, if there is one. */
    Optional<Checkpoint> latest();

    /** Replaces the checkpoint, atomically: a crash leaves the old one or the new one. */
    void save(Checkpoint checkpoint);

    /**
     * A training run after an epoch, or within the next one.
     *
     * @param epoch how many epochs are done
     * @param stage how many stages of the next epoch are done, too
     * @param state the run's state
     */
    record Checkpoint(int epoch, int stage, ModelState state) {
        /** A run between two epochs. */
        public Checkpoint(int epoch, ModelState state) {
            this(epoch, 0, state);
        }
    }
}
