package org.tandemrec.data;

/** Is told how far the {@link NetflixGenerator} has come. Called by one thread at a time, though not always the same. */
@FunctionalInterface
public interface GeneratorProgress {
    /** Ignores everything. */
    GeneratorProgress NONE = (stage, done, total) -> {};

    /** What the generator does, one after the other. */
    enum Stage {
        /** Ratings are drawn. */
        INVENTING,
        /** Ratings are written to files. */
        WRITING
    }

    /**
     * Some more is done.
     *
     * @param stage what is going on
     * @param done ratings so far
     * @param total ratings of the stage
     */
    void advanced(Stage stage, long done, long total);
}
