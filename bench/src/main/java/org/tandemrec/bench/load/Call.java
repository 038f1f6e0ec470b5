package org.tandemrec.bench.load;

import java.util.function.Consumer;

/**
 * A request of a load.
 *
 * @param kind which of the load's kinds of requests it is, from 0 on
 * @param request what is sent
 * @param then sees the reply, outside of the time that is measured
 */
public record Call(int kind, Request request, Consumer<Reply> then) {
    /** A call whose reply nobody looks at. */
    public Call(int kind, Request request) {
        this(kind, request, reply -> {});
    }
}
