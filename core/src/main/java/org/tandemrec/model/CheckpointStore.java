package org.tandemrec.model;

import java.util.Optional;

/** Keeps the last completed epoch of a training run. Implemented by the bundle format; {@link #NONE} keeps nothing. */
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
     * A training run after an epoch.
     *
     * @param epoch how many epochs are done
     * @param state the run's state
     */
    record Checkpoint(int epoch, ModelState state) {}
}
