package org.tandemrec.model.ralst;

/** What θ minimises. */
public enum Objective {
    /** Squared error of the fused probability over every list entry (paper, eq 9). */
    SQUARED_ERROR,
    /** Log loss of σ(s · h + b) over every list entry, s and b fitted along. */
    LOG_LOSS,
    /** Cross-entropy of softmax(s · h) over each list, s fitted along. */
    CROSS_ENTROPY
}
