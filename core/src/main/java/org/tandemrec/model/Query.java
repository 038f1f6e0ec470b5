package org.tandemrec.model;

import org.tandemrec.base.Check;

/**
 * A question to a model: who asks, and what happened so far.
 *
 * @param user the dense user, or -1 for someone never seen in training
 * @param history the user's items so far, oldest first; may be empty
 * @param times when each event of the history happened, in milliseconds since 1970 or {@link Session#UNTIMED}; empty where no time
 *     is known
 */
public record Query(int user, int[] history, long[] times) {
    /** A user who was not seen in training. */
    public static final int UNKNOWN_USER = -1;

    private static final long[] NO_TIMES = {};

    /** Checks that there are no times, or one for each event. */
    public Query {
        Check.argument(
                times.length == 0 || times.length == history.length,
                "a query has no times or one for each event, but it has %d times for %d events",
                times.length,
                history.length);
    }

    /** A query about a history whose times are unknown. */
    public Query(int user, int... history) {
        this(user, history, NO_TIMES);
    }

    /** When an event of the history happened, or {@link Session#UNTIMED}. */
    public long time(int event) {
        return times.length == 0 ? Session.UNTIMED : times[event];
    }

    /** A query of someone never seen in training. */
    public static Query ofHistory(int... history) {
        return new Query(UNKNOWN_USER, history);
    }
}
