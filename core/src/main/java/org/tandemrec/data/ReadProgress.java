package org.tandemrec.data;

/** Is told how far reading a file has come. */
@FunctionalInterface
public interface ReadProgress {
    /** Ignores everything. */
    ReadProgress NONE = (done, total) -> {};

    /**
     * Some more of the file has been read.
     *
     * @param done bytes read so far, as they lie on the disk (compressed for a {@code .gz})
     * @param total the file's size in bytes
     */
    void advanced(long done, long total);
}
