package org.tandemrec.bench.server;

/** A case that cannot run: what is missing, and what to do. */
public final class CaseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public CaseException(String message) {
        super(message);
    }

    /** An error with its whole message and what caused it. */
    public CaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
