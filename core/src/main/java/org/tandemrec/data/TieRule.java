package org.tandemrec.data;

/** How interactions of one user at the same time are ordered. */
public enum TieRule {
    /** The order of the file. */
    FILE_ORDER("file order"),
    /** A seeded hash of (user, item), for sources grouped by item, whose file order would be item order. */
    SEEDED_HASH("seeded hash of (user, item)");

    private final String description;

    TieRule(String description) {
        this.description = description;
    }

    /** The rule as printed beside every figure. */
    public String description() {
        return description;
    }
}
