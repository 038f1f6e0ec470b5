package org.tandemrec.server.store;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be reached, cannot write, or has too much to do. Nothing of what was asked for has been stored, but where the
 * connection broke during a commit: then it may have been, and asking again does no harm, for a duplicate stays one.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int retryAfterSeconds;

    /** An error that is over, hopefully, after some seconds. */
    public StoreUnavailableException(String message, int retryAfterSeconds, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** When to try again. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
