package org.tandemrec.bench.server;

/** What can be measured or broken. */
public enum ServerCase {
    /** An open loop of lists and events. */
    MIX(200_000, 60, 1),
    /** As many lists as the server gives. */
    CLOSED(200_000, 10, 3),
    /** As many constants as the same HTTP server gives. */
    CONSTANT(200_000, 10, 3),
    /** From an event to the list that it changed. */
    EVENT_TO_LIST(200_000, 60, 500),
    /** Users who are not in the cache. */
    COLD(200_000, 60, 500),
    /** From the start to the first list. */
    START(200_000, 60, 5),
    /** Killed under load. */
    KILL(200_000, 1.5, 50),
    /** The database is gone for a while. */
    DATABASE_DOWN(2_000, 30, 1),
    /** The disk is full for a while. */
    DISK_FULL(2_000, 15, 1),
    /** Three times as many requests as can be answered. */
    OVERLOAD(200_000, 20, 1),
    /** Requests that make no sense. */
    FUZZ(2_000, 600, 20_000),
    /** Memory over time. */
    SOAK(200_000, 600, 1);

    private final int users;
    private final double seconds;
    private final int runs;

    ServerCase(int users, double seconds, int runs) {
        this.users = users;
        this.seconds = seconds;
        this.runs = runs;
    }

    /** How many users the store has unless another number is given. */
    public int users() {
        return users;
    }

    /** How long it takes unless another time is given. */
    public double seconds() {
        return seconds;
    }

    /** How often it repeats unless another number is given. */
    public int runs() {
        return runs;
    }
}
