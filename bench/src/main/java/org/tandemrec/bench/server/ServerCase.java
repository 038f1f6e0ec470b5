package org.tandemrec.bench.server;

/** What can be measured or broken. */
public enum ServerCase {
    /** An open loop of lists and events. */
    MIX(60, 1, "an open loop of --recommendations lists and --events-per-second events a second"),
    /** As many lists as the server gives. */
    CLOSED(10, 3, "as many lists of users in the cache as the server gives, in --runs turns"),
    /** As many constants as the same HTTP server gives. */
    CONSTANT(10, 3, "the same in turns with a constant of the same size from the same HTTP server"),
    /** From an event to the list that it changed. */
    EVENT_TO_LIST(60, 500, "one client that sends an event and asks for the list that it changes, --runs times"),
    /** Users who are not in the cache. */
    COLD(60, 500, "lists of --runs users who are not in the cache, one after another"),
    /** From the start to the first list. */
    START(60, 5, "starts until the server is ready"),
    /** Killed under load. */
    KILL(1.5, 50, "--runs times kill -9 under load within --seconds, and a restart; reads every event back"),
    /** The database is gone for a while. */
    DATABASE_DOWN(30, 1, "PostgreSQL is stopped for --seconds under load, then started again"),
    /** The disk is full for a while. */
    DISK_FULL(15, 1, "the disk of the embedded store is full for --seconds under load, then has room again"),
    /** Three times as many requests as can be answered. */
    OVERLOAD(20, 1, "an open loop of three times as many requests as a closed loop gets answered"),
    /** Requests that make no sense. */
    FUZZ(600, 20_000, "--runs malformed, absurd and hostile requests, some of them sent slowly"),
    /** Memory over time. */
    SOAK(600, 1, "the load of mix for a long time; is memory flat?");

    private final double seconds;
    private final int runs;
    private final String description;

    ServerCase(double seconds, int runs, String description) {
        this.seconds = seconds;
        this.runs = runs;
        this.description = description;
    }

    /** How long it takes unless another time is given. */
    public double seconds() {
        return seconds;
    }

    /** How often it repeats unless another number is given. */
    public int runs() {
        return runs;
    }

    /** What it does. */
    public String description() {
        return description;
    }
}
