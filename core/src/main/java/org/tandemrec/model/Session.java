package org.tandemrec.model;

/**
 * Several histories, one a lane, that grow event by event and can be scored at any moment. Incremental: an event costs the same
 * whatever the length of the history before it. Not safe for use by several threads at once.
 */
public interface Session {
    /** The time of an event whose time is unknown. */
    long UNTIMED = Long.MIN_VALUE;

    /** The number of lanes. */
    int lanes();

    /**
     * Starts a lane anew, with an empty history.
     *
     * @param user the dense user, or {@link Query#UNKNOWN_USER}
     */
    void reset(int lane, int user);

    /**
     * Appends one event to each lane.
     *
     * @param items the item of each lane, or -1 to leave the lane as it is
     * @param times when each event happened, in milliseconds since 1970, or {@link #UNTIMED}
     */
    void advance(int[] items, long[] times);

    /**
     * Scores every item in some of the lanes.
     *
     * @param lanes the lanes, of which the first {@code count} are used
     * @param scores receives {@code count × itemCount} scores, a row per lane
     */
    void score(int[] lanes, int count, float[] scores);
}
