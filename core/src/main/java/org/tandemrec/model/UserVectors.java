package org.tandemrec.model;

/** A model that places every user of its training data in a vector space in which users of similar taste point in similar directions. */
public interface UserVectors {
    /** The number of dimensions. */
    int vectorSize();

    /** All vectors, {@code userCount × vectorSize}, row-major, by dense user. Must not be changed. */
    float[] userVectors();
}
