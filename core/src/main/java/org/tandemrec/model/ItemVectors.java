package org.tandemrec.model;

/** A model that places every item in a vector space in which similar items point in similar directions. */
public interface ItemVectors {
    /** The number of dimensions. */
    int vectorSize();

    /** All vectors, {@code itemCount × vectorSize}, row-major, by dense item. Must not be changed. */
    float[] itemVectors();
}
