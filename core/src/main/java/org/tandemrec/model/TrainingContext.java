package org.tandemrec.model;

import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.split.SplitRule;

/**
 * What a trainer is given beside its data and its config.
 *
 * @param seed the parent of all random decisions
 * @param parallel the threads
 * @param heldOut cuts the held-out part off the training data where a trainer or a validation needs one
 * @param progress is told how far the work has come
 * @param checkpoints keeps the last completed epoch or stage of one
 * @param epochs is told of every completed epoch and stage of one
 * @param validation whether the best epoch is kept instead of the last
 */
public record TrainingContext(
        Seed seed,
        Parallel parallel,
        SplitRule heldOut,
        ProgressListener progress,
        CheckpointStore checkpoints,
        EpochListener epochs,
        Validation validation) {
    /** All processors, the paper's split rule for held-out data, and nobody told. */
    public static TrainingContext of(long seed) {
        return new TrainingContext(
                new Seed(seed),
                Parallel.shared(),
                SplitRule.PAPER,
                ProgressListener.NONE,
                CheckpointStore.NONE,
                EpochListener.NONE,
                Validation.NONE);
    }

    /** The same with another listener to progress. */
    public TrainingContext withProgress(ProgressListener listener) {
        return new TrainingContext(seed, parallel, heldOut, listener, checkpoints, epochs, validation);
    }

    /** The same with another seed. */
    public TrainingContext withSeed(Seed other) {
        return new TrainingContext(other, parallel, heldOut, progress, checkpoints, epochs, validation);
    }

    /** The same with other threads. */
    public TrainingContext withParallel(Parallel threads) {
        return new TrainingContext(seed, threads, heldOut, progress, checkpoints, epochs, validation);
    }

    /** The same with another rule for held-out data. */
    public TrainingContext withHeldOut(SplitRule rule) {
        return new TrainingContext(seed, parallel, rule, progress, checkpoints, epochs, validation);
    }

    /** The same with a store of checkpoints. */
    public TrainingContext withCheckpoints(CheckpointStore store) {
        return new TrainingContext(seed, parallel, heldOut, progress, store, epochs, validation);
    }

    /** The same with a listener to epochs. */
    public TrainingContext withEpochs(EpochListener listener) {
        return new TrainingContext(seed, parallel, heldOut, progress, checkpoints, listener, validation);
    }

    /** The same with a validation. */
    public TrainingContext withValidation(Validation other) {
        return new TrainingContext(seed, parallel, heldOut, progress, checkpoints, epochs, other);
    }
}
