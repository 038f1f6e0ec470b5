package org.tandemrec.server.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened, or a statement is wrong. Trying again does not help. The message says why, for people. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
