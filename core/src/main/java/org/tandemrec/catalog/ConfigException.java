package org.tandemrec.catalog;

/** A setting that breaks a rule. The message names the key, the rule, the value and the valid choices, for people. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** An error with its whole message. */
    public ConfigException(String message) {
        super(message);
    }

    /** An error with its whole message and what caused it. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
