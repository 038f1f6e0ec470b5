package org.tandemrec.server.store;

import java.sql.BatchUpdateException;
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
            throw failure("cannot be read", e);
        }
    }

    /** What a caller gets for an exception of the driver. */
    RuntimeException failure(String what, SQLException e) {
        return dialect.isFault(e)
                ? new StoreException(dialect.name() + ' ' + what + ": " + reason(e), e)
                : new StoreUnavailableException(
                        dialect.name() + ' ' + what + " right now: " + reason(e), RETRY_SECONDS, e);
    }

    /** What a driver says, but of a batch only why it failed: the rest of that holds what users wrote. */
    static String reason(SQLException e) {
        SQLException next = e instanceof BatchUpdateException ? e.getNextException() : null;
        return String.valueOf((next == null ? e : next).getMessage());
    }

    /** Something that reads. */
    @FunctionalInterface
    interface Query<T> {
        /** Reads. */
        T run(Connection connection) throws SQLException;
    }
}
