package org.tandemrec.server.http;

/** Answers a request. */
@FunctionalInterface
interface Action {
    /** Answers, or throws; {@link Dispatcher} turns what is thrown into a problem. */
    void answer(Exchange exchange);
}
