package org.tandemrec.bench.server;

import org.tandemrec.base.Check;

/**
 * The size of what a server serves.
 *
 * @param users users in the store, all known to the model
 * @param events events of each
 * @param items items, all known to the model
 * @param hiddenSize units of the short-term part
 * @param factors factors of the long-term part
 */
public record Shape(int users, int events, int items, int hiddenSize, int factors) {
    /** The size that figures are published for. */
    public static final Shape FULL = new Shape(200_000, 50, 17_770, 128, 64);

    /** Checks every value. */
    public Shape {
        Check.argument(users >= 10, "users must be at least 10, but was %d", users);
        Check.argument(events >= 1 && events <= 10_000, "events must be between 1 and 10000, but was %d", events);
        Check.argument(items >= 50, "items must be at least 50, but was %d", items);
        Check.argument(hiddenSize >= 1, "hidden-size must be at least 1, but was %d", hiddenSize);
        Check.argument(factors >= 1, "factors must be at least 1, but was %d", factors);
        Check.argument(
                (long) users * events <= Integer.MAX_VALUE - 8,
                "users (%d) times events (%d) must fit an array; lower one of them",
                users,
                events);
    }

    /** A name for the folder of what is prepared. */
    String folderName() {
        return users + "x" + events + "-" + items + "-" + hiddenSize + "-" + factors;
    }
}
