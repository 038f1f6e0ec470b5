package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import javax.sql.DataSource;

/** What one kind of database does in its own way. */
sealed interface Dialect extends AutoCloseable permits SqliteDialect, PostgresDialect {
    /** What a message calls the database; no password is in it. */
    String name();

    /**
     * Opens or creates the database and brings its tables up to date.
     *
     * @throws StoreException if the tables cannot be brought up to date
     */
    void migrate() throws SQLException;

    /**
     * Opens the connection that alone writes.
     *
     * @throws StoreUnavailableException if another process writes to the database
     */
    Connection openWriter() throws SQLException;

    /** Connections that read. */
    DataSource readers();

    /** Whether a statement is wrong, rather than the database out of order. */
    boolean isFault(SQLException e);

    /** A list of ids as an operand of {@code WHERE id IN}, with one parameter. */
    String idsParameter();

    /** Sets the parameter of {@link #idsParameter}. */
    void bindIds(PreparedStatement statement, Collection<String> ids) throws SQLException;

    /** A query of the indexes of the events that an import does without: their names and definitions. */
    String indexes();

    /** How to read the events from outside. */
    EventStore.SqlAccess sqlAccess(Set<String> exceptTypes);

    /** Closes the readers and lets other processes write; the writer is closed already. */
    @Override
    void close();
}
