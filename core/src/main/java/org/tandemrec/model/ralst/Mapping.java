package org.tandemrec.model.ralst;

/** The scales on which the parts' scores meet. */
public enum Mapping {
    /** Raw scores. */
    NONE(0, ScoreScale.NONE, ScoreScale.NONE),
    /** All parts min-max per history. */
    MIN_MAX(1, ScoreScale.MIN_MAX, ScoreScale.MIN_MAX),
    /** All parts z-score per history. */
    Z_SCORE(2, ScoreScale.Z_SCORE, ScoreScale.Z_SCORE),
    /** Short-term part log-softmax, long-term part z-score per history; each other part the one of the two that suits it. */
    LOG_SOFTMAX_Z_SCORE(3, ScoreScale.Z_SCORE, ScoreScale.LOG_SOFTMAX),
    /** All parts logits of their calibrated probabilities. */
    LOGIT(4, ScoreScale.LOGIT, ScoreScale.LOGIT),
    /** All parts calibrated probabilities: the scale of the squared error. */
    PROBABILITY(5, ScoreScale.PROBABILITY, ScoreScale.PROBABILITY);

    private final int code;
    private final ScoreScale longTerm;
    private final ScoreScale shortTerm;

    Mapping(int code, ScoreScale longTerm, ScoreScale shortTerm) {
        this.code = code;
        this.longTerm = longTerm;
        this.shortTerm = shortTerm;
    }

    /** The scale of the long-term part, x₂ of eq 8. */
    public ScoreScale longTerm() {
        return longTerm;
    }

    /** The scale of the short-term part, x₁ of eq 8. */
    public ScoreScale shortTerm() {
        return shortTerm;
    }

    /** The number under which it is saved. */
    int code() {
        return code;
    }

    static Mapping ofCode(int code) {
        for (Mapping mapping : values()) {
            if (mapping.code == code) {
                return mapping;
            }
        }
        throw new IllegalArgumentException("no mapping has the code " + code);
    }
}
