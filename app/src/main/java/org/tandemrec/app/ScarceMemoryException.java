package org.tandemrec.app;

/** A training that the JVM's free memory cannot hold. The message says how much is needed and what to do, for people. */
final class ScarceMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    ScarceMemoryException(String message) {
        super(message);
    }
}
