package org.tandemrec.model.sdm;

import org.tandemrec.model.Session;

/**
 * Where a user's sessions end: between two events more than {@code gapSeconds} apart, and behind {@code most} events. What came before
 * an event alone decides, so that events fall into the same sessions in training and as they come.
 */
record SessionCut(int gapSeconds, int most) {
    private static final long MILLIS = 1000;

    static SessionCut of(SdmConfig config) {
        return new SessionCut(config.gapSeconds(), config.sessionLength());
    }

    /**
     * Whether an event begins a session.
     *
     * @param length the events of the session before it; 0 where there is none
     * @param before when the event before it was, or {@link Session#UNTIMED}
     * @param millis when it is, or {@link Session#UNTIMED}
     */
    boolean begins(int length, long before, long millis) {
        boolean gap = before != Session.UNTIMED && millis != Session.UNTIMED && millis - before > MILLIS * gapSeconds;
        return length == 0 || length == most || gap;
    }
}
