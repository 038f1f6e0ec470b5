package org.tandemrec.server.store;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL: tables in a schema of their own. A lock that belongs to the writing connection keeps other servers out, and goes with the
 * connection.
 */
final class PostgresDialect implements Dialect {
    private static final String SCHEMA = "tandem";

    /** Of the writers' lock: "tandem" in ASCII. */
    private static final long LOCK = 0x74616e64656dL;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The server takes a moment to notice that a connection is closed or broken, and its lock free. */
    private static final int LOCK_MILLIS = 2_000;

    private static final int READERS = 10;
    private static final int FIRST_READER_WAIT_MILLIS = 5_000;
    private static final int READER_WAIT_MILLIS = 1_000;
    private static final String CONNECT_SECONDS = "5";
    private static final String ANSWER_SECONDS = "60";

    private final String url;
    private final Properties login;
    private @Nullable HikariDataSource readers;

    private PostgresDialect(String url, Properties login) {
        this.url = url;
        this.login = login;
    }

    /** The database of a URL. */
    static PostgresDialect of(String jdbcUrl, Properties login) {
        PostgresUrl known = PostgresUrl.of(jdbcUrl, login);
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("currentSchema", SCHEMA);
        properties.setProperty("ApplicationName", "tandem");
        properties.setProperty("logServerErrorDetail", "false"); // it holds what users wrote
        known.login()
                .stringPropertyNames()
                .forEach(key -> properties.setProperty(key, known.login().getProperty(key)));
        return new PostgresDialect(known.url(), properties);
    }

    @Override
    public String name() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public void migrate() throws SQLException {
        try (Connection locked = openWriter()) {
            requireNonNull(locked); // held while tables change, so that no two servers change them
            openReaders();
        }
    }

    private void openReaders() {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("tandem-store-readers");
        pool.setJdbcUrl(url);
        pool.setDataSourceProperties(login);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(
                0); // else the pool itself tries to connect, and ever more seldom, while the database is down
        pool.setConnectionTimeout(FIRST_READER_WAIT_MILLIS);
        pool.setInitializationFailTimeout(-1);
        HikariDataSource opened = new HikariDataSource(pool);
        readers = opened;
        Migrations.run(opened, name(), "postgresql", SCHEMA);
        opened.setConnectionTimeout(READER_WAIT_MILLIS);
    }

    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = DriverManager.getConnection(url, login);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + LOCK_MILLIS + "ms'");
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            statement.execute("RESET lock_timeout");
            return connection;
        } catch (SQLException e) {
            connection.close();
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new StoreUnavailableException(
                        name() + ": a store must be used by one server at a time, but another one uses it;"
                                + " stop that one, or name another database",
                        10,
                        e);
            }
            throw e;
        }
    }

    @Override
    public DataSource readers() {
        if (readers == null) {
            throw new IllegalStateException("not migrated");
        }
        return readers;
    }

    /** Wrong data (22), a broken constraint (23) or a wrong statement (42). */
    @Override
    public boolean isFault(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("42"));
    }

    @Override
    public String idsParameter() {
        return "(SELECT unnest(?))";
    }

    @Override
    public void bindIds(PreparedStatement statement, Collection<String> ids) throws SQLException {
        statement.setArray(1, statement.getConnection().createArrayOf("text", ids.toArray()));
    }

    @Override
    public String indexes() {
        return "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
                + " AND tablename = 'events' AND indexdef LIKE 'CREATE INDEX %'";
    }

    @Override
    public EventStore.SqlAccess sqlAccess(Set<String> exceptTypes) {
        return sqlAccess(url, login, exceptTypes);
    }

    static EventStore.SqlAccess sqlAccess(String jdbcUrl, Properties login, Set<String> exceptTypes) {
        PostgresUrl known = PostgresUrl.of(jdbcUrl, login);
        return new EventStore.SqlAccess(
                known.url(),
                known.login().getProperty("user"),
                known.login().getProperty("password"),
                EventSql.all(SCHEMA + ".", "CAST(extract(epoch FROM now()) * 1000 AS bigint)", exceptTypes));
    }

    @Override
    public void close() {
        if (readers != null) {
            readers.close();
        }
    }
}
