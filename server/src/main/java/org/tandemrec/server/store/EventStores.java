package org.tandemrec.server.store;

import java.nio.file.Path;

/** Opens event stores. */
public final class EventStores {
    private EventStores() {}

    /**
     * Opens the store in a state folder, an SQLite file, making both if need be.
     *
     * @throws StoreException if another process uses it, it cannot be written, or a later version wrote it
     */
    public static EventStore open(Path stateFolder) {
        return JdbcEventStore.open(SqliteDialect.of(stateFolder));
    }
}
