package org.tandemrec.server.store;

import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;

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

    /**
     * Opens the store in a database, making its tables in a schema {@code tandem} if need be.
     *
     * @param jdbcUrl {@code jdbc:postgresql:…}
     * @param login {@code user}, {@code password} and whatever else the driver takes
     * @throws StoreException if the URL is of another kind, or a later version wrote the tables
     * @throws StoreUnavailableException if the database cannot be reached, or another server uses it
     */
    public static EventStore open(String jdbcUrl, Properties login) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new StoreException(
                    "a database must be named by a URL that begins with jdbc:postgresql:, but it begins with "
                            + jdbcUrl.substring(0, Math.min(jdbcUrl.length(), 16))
                            + "; name a state folder for a store without a database server",
                    null);
        }
        return JdbcEventStore.open(PostgresDialect.of(jdbcUrl, login));
    }

    /**
     * How to read the events of the store in a state folder from outside, also while a server uses it.
     *
     * @throws StoreException if there is no store
     */
    public static EventStore.SqlAccess sqlAccess(Path stateFolder, Set<String> exceptTypes) {
        return SqliteDialect.sqlAccessIn(stateFolder, exceptTypes);
    }

    /** How to read the events in a database from outside, also while a server uses it; the login as for {@link #open}. */
    public static EventStore.SqlAccess sqlAccess(String jdbcUrl, Properties login, Set<String> exceptTypes) {
        return PostgresDialect.sqlAccess(jdbcUrl, login, exceptTypes);
    }
}
