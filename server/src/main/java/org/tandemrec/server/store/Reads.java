package org.tandemrec.server.store;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs what reads, each time on a connection of the pool; while the database is down, it fails at once. */
final class Reads implements AutoCloseable {
    private static final int RETRY_SECONDS = 1;

    private final Dialect dialect;
    private final Circuit circuit;

    Reads(Dialect dialect) {
        this.dialect = dialect;
        this.circuit = new Circuit(dialect.name(), () -> ask(Reads::anything));
    }

    /** Reads something. */
    <T> T read(Query<T> query) {
        circuit.check();
        try {
            return ask(query);
        } catch (StoreUnavailableException e) {
            circuit.failed(e);
            throw e;
        }
    }

    private <T> T ask(Query<T> query) {
        try (Connection connection = dialect.readers().getConnection()) {
            return query.run(connection);
        } catch (SQLException e) {
            throw failure(dialect, "cannot be read", e);
        }
    }

    /** Whether the database answers. */
    boolean isAvailable() {
        try {
            return read(Reads::anything);
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static boolean anything(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM counters");
                ResultSet rows = query.executeQuery()) {
            return rows.next();
        }
    }

    /** Somebody else cannot connect, so there is no use in trying. */
    void connectionFailed(StoreUnavailableException why) {
        circuit.failed(why);
    }

    /** Somebody else can connect; reads work from now on, if the database lets them. */
    void connected() {
        circuit.tryAgain();
    }

    /** What a caller gets for an exception of the driver. */
    static RuntimeException failure(Dialect dialect, String what, SQLException e) {
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

    @Override
    public void close() {
        circuit.close();
    }

    /** Something that reads. */
    @FunctionalInterface
    interface Query<T> {
        /** Reads. */
        T run(Connection connection) throws SQLException;
    }
}
