package org.tandemrec.model.sasrec;

/** The loss of a mini-batch's targets, with its gradients by the hidden units and by what scores them. */
sealed interface TargetLoss permits ItemLoss, OwnNegatives {
    /** Begins an epoch. */
    void begin(int epoch);

    /**
     * Returns the sum of the rows' losses and writes the gradients of their mean.
     *
     * @param number the mini-batch's, from 1
     * @param h (R, H)
     * @param dh (R, H), overwritten
     */
    double step(Batch batch, long number, float[] h, float[] dh);

    /** The number of items that each row of the last mini-batch scored. */
    int columns();
}
