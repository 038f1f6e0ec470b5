package org.tandemrec.model;

/**
 * A question to a model: who asks, and what happened so far.
 *
 * @param user the dense user, or -1 for someone never seen in training
 * @param history the user's items so far, oldest first; may be empty
 */
public record Query(int user, int[] history) {
    /** A user who was not seen in training. */
    public static final int UNKNOWN_USER = -1;

    /** A query of someone never seen in training. */
    public static Query ofHistory(int... history) {
        return new Query(UNKNOWN_USER, history);
    }
}
