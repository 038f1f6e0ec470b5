package org.tandemrec.model;

/** Is told how far long work has come. Implemented by the command line; {@link #NONE} listens to nothing. */
public interface ProgressListener {
    /** Ignores everything. */
    ProgressListener NONE = (name, total, unit) -> new Task() {
        @Override
        public void advance(long amount) {}

        @Override
        public void close() {}
    };

    /**
     * Work begins.
     *
     * @param name what it is, for example {@code gru4rec epoch 3/12}
     * @param total how many units it takes
     * @param unit the unit's name in the plural, for example {@code events}
     */
    Task start(String name, long total, String unit);

    /** One piece of work under way; closing it ends it. */
    interface Task extends AutoCloseable {
        /** {@code amount} more units are done; may be called from several threads at once. */
        void advance(long amount);

        @Override
        void close();
    }
}
