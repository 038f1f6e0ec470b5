package org.tandemrec.model;

/** A model that places every item in a space in which near means alike. */
public interface ItemVectors {
    /** The number of dimensions. */
    int vectorSize();

    /** The vectors, items × {@link #vectorSize}, row-major; not a copy, and not to be changed. */
    float[] itemVectors();
}
