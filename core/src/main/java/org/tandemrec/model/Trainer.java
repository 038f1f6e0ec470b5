package org.tandemrec.model;

import org.tandemrec.data.Interactions;

/** Turns interactions into a model. Immutable; the same seed gives the same model, whatever the number of threads. */
public interface Trainer {
    /** The kind of model it trains, for example {@code lfm}. */
    String kind();

    /** Prepares a run over {@code training}: initial weights, no epoch done. */
    TrainingRun start(Interactions training, TrainingContext context);

    /**
     * Runs all epochs, from the context's checkpoint on where there is one. Where the context validates, the best epoch is kept
     * ({@link Validation}).
     */
    default Model train(Interactions training, TrainingContext context) {
        return TrainingLoop.train(this, training, context);
    }
}
