package org.tandemrec.server.http;

/**
 * A query parameter that a route reads.
 *
 * @param name its name in the URL
 * @param type {@code integer} or {@code string}, as JSON Schema calls it
 * @param repeats whether it may be given several times
 * @param description what it does, with its default
 */
record Parameter(String name, String type, boolean repeats, String description) {
    static final Parameter N = new Parameter("n", "integer", false, "How many at most, 0 to 1000; 10 by default.");
    static final Parameter OFFSET =
            new Parameter("offset", "integer", false, "How many better ones to leave out; 0 by default.");
    static final Parameter CATEGORY =
            new Parameter("category", "string", true, "Only items of this category; given several times, of all of them.");
    static final Parameter CURSOR =
            new Parameter("cursor", "string", false, "The Cursor of the part before; without it the first part.");
    static final Parameter WRITE_BACK_TYPE = new Parameter(
            "write-back-type",
            "string",
            false,
            "Stores feedback of this type for every item of the reply, so that the next list shows others.");
    static final Parameter WRITE_BACK_DELAY = new Parameter(
            "write-back-delay",
            "string",
            false,
            "When the write-back begins to count, for example 10m or 1h30m from now; at once by default.");
    static final Parameter Q = new Parameter("q", "string", false, "A part of the title or the id; empty for any.");
}
