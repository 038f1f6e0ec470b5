package org.tandemrec.recommend;

/** A question that cannot be answered, for example about an unknown user. The message names the value and the remedy, for people. */
public final class RecommendException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public RecommendException(String message) {
        super(message);
    }
}
