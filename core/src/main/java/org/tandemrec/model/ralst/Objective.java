package org.tandemrec.model.ralst;

/** What θ minimises. */
public enum Objective {
    /** Squared error of the fused probability over every list entry (paper, eq 9). */
    SQUARED_ERROR(0),
    /** Log loss of σ(s · h + b) over every list entry, s and b fitted along. */
    LOG_LOSS(1),
    /** Cross-entropy of softmax(s · h) over each list, s fitted along. */
    CROSS_ENTROPY(2);

    private final int code;

    Objective(int code) {
        this.code = code;
    }

    /** The number under which it is saved. */
    int code() {
        return code;
    }

    static Objective ofCode(int code) {
        for (Objective objective : values()) {
            if (objective.code == code) {
                return objective;
            }
        }
        throw new IllegalArgumentException("no objective has the code " + code);
    }
}
