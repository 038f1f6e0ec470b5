package org.tandemrec.server.http;

/** What a request makes the server do. Requests in work are counted lane by lane, so that those of one do not keep out the other's. */
enum Lane {
    /** Computes a list: takes processor time, and goes on while the database is down. */
    LISTS,
    /** Reads or writes rows: waits for the database. */
    ROWS,
    /** Is quick, or is not to be counted. */
    FREE
}
