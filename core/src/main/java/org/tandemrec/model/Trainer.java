package org.tandemrec.model;

import org.tandemrec.data.Interactions;

/** Turns interactions into a model. Immutable; the same seed gives the same model, whatever the number of threads. */
public interface Trainer {
    /** The kind of model it trains, for example {@code lfm}. */
    String kind();

    /** The number of epochs of a whole training, as of its runs; 1 of a trainer that is through after one. */
    default int epochs() {
        return 1;
    }

    /** Prepares a run over {@code training}: initial weights, no epoch done. */
    TrainingRun start(Interactions training, TrainingContext context);

    /**
     * Estimates the memory that a training takes beside its data, from its largest arrays: weights and their copies, samples, scores.
     * 0 of a trainer that needs little beside the data.
     *
     * @return the number of bytes
     */
    default long trainingBytes(Interactions training, TrainingContext context) {
        return 0;
    }

    /**
     * Runs all epochs, from the context's checkpoint on where there is one. Where the context validates, the best epoch is kept
     * ({@link Validation}).
     */
    default Model train(Interactions training, TrainingContext context) {
        return TrainingLoop.train(this, training, context);
    }
}
