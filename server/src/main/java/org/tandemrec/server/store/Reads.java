package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs what reads, each time on a connection of the pool. */
final class Reads {
    private static final int RETRY_SECONDS = 1;

    private final Dialect dialect;

    Reads(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Reads something. */
    <T> T read(Query<T> query) {
        try (Connection connection = dialect.readers().getConnection()) {
            return query.run(connection);
        } catch (SQLException e) {
            if (dialect.isFault(e)) {
                throw new StoreException(dialect.name() + ": a query failed: " + e.getMessage(), e);
            }
            throw new StoreUnavailableException(
                    dialect.name() + " cannot be read right now: " + e.getMessage(), RETRY_SECONDS, e);
        }
    }

    /** Something that reads. */
    @FunctionalInterface
    interface Query<T> {
        /** Reads. */
        T run(Connection connection) throws SQLException;
    }
}
