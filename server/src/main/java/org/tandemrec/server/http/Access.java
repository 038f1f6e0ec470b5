package org.tandemrec.server.http;

/** Who may use a route. */
enum Access {
    /** Anyone: health, the page, the documentation. */
    OPEN,
    /** Whoever has an API key or an admin key, where API keys are set; anyone otherwise. */
    KEY,
    /** Whoever has an admin key, where one is set; programs on this machine otherwise. */
    ADMIN
}
