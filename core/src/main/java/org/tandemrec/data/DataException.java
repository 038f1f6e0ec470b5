package org.tandemrec.data;

/** Input that breaks a rule. The message names the place, the rule, the value and the remedy, and is meant for people. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public DataException(String message) {
        super(message);
    }

    /** An error with its whole message and what caused it. */
    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
