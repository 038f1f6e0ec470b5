package org.tandemrec.server.life;

/** A model cannot take over. The message says why, for people. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public ModelException(String message) {
        super(message);
    }
}
