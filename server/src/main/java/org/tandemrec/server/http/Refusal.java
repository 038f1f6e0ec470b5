package org.tandemrec.server.http;

import org.jspecify.annotations.Nullable;

/** A request that is not answered as asked. Its message becomes the detail of an RFC 9457 problem, so it says what to do. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final int retryAfterSeconds;

    private Refusal(int status, String detail, int retryAfterSeconds, @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** 400: the request breaks a rule. */
    static Refusal badRequest(String detail) {
        return new Refusal(400, detail, 0, null);
    }

    /** 404: there is no such thing. */
    static Refusal notFound(String detail) {
        return new Refusal(404, detail, 0, null);
    }

    /** Any other status. */
    static Refusal of(int status, String detail) {
        return new Refusal(status, detail, 0, null);
    }

    /** A status that goes away by waiting. */
    static Refusal later(int status, String detail, int retryAfterSeconds) {
        return new Refusal(status, detail, retryAfterSeconds, null);
    }

    int status() {
        return status;
    }

    /** When to try again; 0 where trying again does not help. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    String detail() {
        return String.valueOf(getMessage());
    }
}
