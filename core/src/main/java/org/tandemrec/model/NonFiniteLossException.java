package org.tandemrec.model;

import java.util.Locale;

/** Training stopped because its loss became NaN or infinite. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Says where it happened and what to do.
     *
     * @param kind the kind of model
     * @param epoch from 1
     * @param batch from 1; what a batch is depends on the model
     * @param loss the offending value
     * @param learningRate the rate, of which a fraction is suggested
     */
    public NonFiniteLossException(String kind, int epoch, long batch, double loss, double learningRate) {
        this(
                kind,
                epoch,
                batch,
                loss,
                String.format(Locale.ROOT, "lower the learning rate (now %s, try %s)", learningRate, (float)
                        (learningRate / 4)));
    }

    /**
     * Says where it happened and what to do.
     *
     * @param kind the kind of model
     * @param epoch from 1
     * @param batch from 1; what a batch is depends on the model
     * @param loss the offending value
     * @param remedy what to do, as a clause
     */
    public NonFiniteLossException(String kind, int epoch, long batch, double loss, String remedy) {
        super(String.format(
                Locale.ROOT, "%s: the loss became %s in epoch %d, batch %d; %s", kind, loss, epoch, batch, remedy));
    }
}
