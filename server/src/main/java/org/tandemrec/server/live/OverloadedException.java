package org.tandemrec.server.live;

/** Too many lists wait to be computed. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error that says how many wait. */
    public OverloadedException(String message) {
        super(message, null, false, false); // there may be many, and all come from the same place
    }
}
