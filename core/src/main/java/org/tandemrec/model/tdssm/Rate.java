package org.tandemrec.model.tdssm;

import org.tandemrec.model.Session;

/**
 * When an interval of a history ends: with the day (week, …) of {@code seconds} since 1970 in which it began, and after so many
 * {@code events}, whichever comes first; 0 is never. An interval without events is none.
 */
record Rate(int seconds, int events) {
    /**
     * Whether an event is the first of a new interval.
     *
     * @param inside the events of the interval so far
     * @param beforeMillis the time of the event before, or {@link Session#UNTIMED}
     * @param millis its time, or {@link Session#UNTIMED}
     */
    boolean begins(int inside, long beforeMillis, long millis) {
        if (events > 0 && inside >= events) {
            return true;
        }
        if (seconds == 0 || beforeMillis == Session.UNTIMED || millis == Session.UNTIMED) {
            return false;
        }
        long length = 1000L * seconds;
        return Math.floorDiv(beforeMillis, length) != Math.floorDiv(millis, length);
    }

    boolean readsTimes() {
        return seconds > 0;
    }
}
