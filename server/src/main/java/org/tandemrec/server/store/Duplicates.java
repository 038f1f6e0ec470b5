package org.tandemrec.server.store;

/** What becomes of an event that is stored already: one of the same user, item, type and millisecond. */
public enum Duplicates {
    /** The stored one stays as it is; the new one counts as nothing. */
    KEEP,
    /** Value, labels and comment are those of the new one. */
    OVERWRITE
}
