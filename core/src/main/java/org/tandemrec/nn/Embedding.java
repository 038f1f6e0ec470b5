package org.tandemrec.nn;

/** Where the vectors of items as inputs come from. */
public enum Embedding {
    /** The output's own vectors. */
    TIED,
    /** A table of its own. */
    SEPARATE
}
