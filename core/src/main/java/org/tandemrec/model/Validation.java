package org.tandemrec.model;

import org.tandemrec.base.Check;

/**
 * Whether and how training keeps the best epoch instead of the last. The context's held-out rule cuts a validation part off the
 * training data, the run trains on the rest, and every epoch's model is scored on the validation part.
 *
 * @param validator scores a model
 * @param patience after how many epochs without a better one training stops; 0 for never, so that all epochs are run
 * @param refit whether the model is trained again on all training data, the validation part included, for as many epochs as the best
 *     one had
 */
public record Validation(Validator validator, int patience, boolean refit) {
    /** No validation: the last epoch is kept, and nothing is held out. */
    public static final Validation NONE = new Validation(Validator.NONE, 0, false);

    /** Checks the patience. */
    public Validation {
        Check.argument(patience >= 0, "patience must be at least 1, or 0 to run all epochs, but was %d", patience);
    }

    /**
     * What was found of one epoch.
     *
     * @param epoch its number, from 1
     * @param loss the mean training loss in it
     * @param metric the validator's score of its model
     */
    public record Point(int epoch, double loss, double metric) {}
}
