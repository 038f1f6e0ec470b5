package org.tandemrec.data;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rows of a query to a database, an event each, in the order in which they come. */
final class JdbcSource implements InteractionSource, AutoCloseable {
    /** How many rows tell the unit of numeric times. */
    private static final int HEAD_ROWS = 1000;

    private static final int FETCHED_ROWS = 10_000;
    private static final Pattern ORDERED = Pattern.compile("(?i)\\border\\s+by\\b");

    private final JdbcQuery query;
    private final Connection connection;
    private final Statement statement;
    private final ResultSet rows;
    private final List<JdbcValue> values = new ArrayList<>();
    private final boolean rated;
    private final boolean timed;

    private JdbcSource(
            JdbcQuery query, Connection connection, Statement statement, ResultSet rows, Map<Column, String> given)
            throws SQLException {
        this.query = query;
        this.connection = connection;
        this.statement = statement;
        this.rows = rows;
        ResultSetMetaData types = rows.getMetaData();
        List<String> header = new ArrayList<>();
        for (int column = 1; column <= types.getColumnCount(); column++) {
            header.add(types.getColumnLabel(column));
        }
        ColumnMapping mapping = ColumnMapping.of(header, given, query.shown());
        this.rated = mapping.rating() >= 0;
        this.timed = mapping.time() >= 0;
        values.add(new JdbcValue(Column.USER, mapping.user() + 1, types));
        values.add(new JdbcValue(Column.ITEM, mapping.item() + 1, types));
        if (rated) {
            values.add(new JdbcValue(Column.RATING, mapping.rating() + 1, types));
        }
        if (timed) {
            values.add(new JdbcValue(Column.TIME, mapping.time() + 1, types));
        }
    }

    /**
     * Asks the database.
     *
     * @throws DataException if it cannot be reached, does not take the query, or the result lacks a column
     */
    static JdbcSource open(JdbcQuery query, Map<Column, String> given) {
        requireDriver(query);
        Connection connection = null;
        try {
            connection = DriverManager.getConnection(query.url(), login(query));
            connection.setAutoCommit(false); // else some drivers fetch all rows at once; nothing is ever committed
            Statement statement = connection.createStatement();
            statement.setFetchSize(FETCHED_ROWS);
            return new JdbcSource(query, connection, statement, statement.executeQuery(query.sql()), given);
        } catch (SQLException e) {
            DataException problem = connection == null
                    ? explained(query, "the database must be reachable, but is not", e)
                    : explained(query, "the database must take the query, but does not", e);
            throw closing(connection, problem);
        } catch (DataException e) {
            throw closing(connection, e);
        }
    }

    @Override
    public boolean hasRatings() {
        return rated;
    }

    @Override
    public boolean hasTimes() {
        return timed;
    }

    @Override
    public boolean isOrdered() {
        return ORDERED.matcher(query.sql()).find();
    }

    @Override
    public TieRule tieRule() {
        return TieRule.FILE_ORDER;
    }

    @Override
    public Events read(BadLines badLines) {
        EventCollector events = new EventCollector(rated, timed, tieRule());
        try {
            List<Row> head = new ArrayList<>();
            int votes = 0;
            while (head.size() < HEAD_ROWS && rows.next()) {
                Row row = new Row(new EventFields(), values, rows);
                votes += row.fields.unitVote();
                head.add(row);
            }
            TimeParser times = new TimeParser(votes > 0);
            long number = 0;
            for (Row row : head) {
                add(row, times, events, ++number, badLines);
            }
            EventFields fields = new EventFields();
            while (head.size() == HEAD_ROWS && rows.next()) {
                add(new Row(fields, values, rows), times, events, ++number, badLines);
            }
        } catch (SQLException e) {
            throw explained(query, "all rows of the query must be readable, but some are not", e);
        }
        return events.events();
    }

    private void add(Row row, TimeParser times, EventCollector events, long number, BadLines badLines) {
        try {
            BadLine problem = row.problem;
            if (problem != null) {
                throw problem;
            }
            row.fields.addTo(events, times, rated, timed);
        } catch (BadLine problem) {
            badLines.add(number, problem);
        }
    }

    /** Ends the transaction. It has written nothing and its rows are read, so that nothing is lost where the database fails to end it. */
    @Override
    public void close() {
        try (connection;
                statement;
                rows) {
            connection.rollback();
        } catch (SQLException e) {
            return;
        }
    }

    /** A row as its values were read, or what is wrong with one. */
    private static final class Row {
        private final EventFields fields;
        private final @Nullable BadLine problem;

        Row(EventFields fields, List<JdbcValue> values, ResultSet row) throws SQLException {
            this.fields = fields;
            this.problem = read(fields, values, row);
        }

        private static @Nullable BadLine read(EventFields fields, List<JdbcValue> values, ResultSet row)
                throws SQLException {
            fields.clear();
            try {
                for (JdbcValue value : values) {
                    value.set(fields, row);
                }
                return null;
            } catch (BadLine problem) {
                return problem;
            }
        }
    }

    private static Properties login(JdbcQuery query) {
        Properties login = new Properties();
        if (query.user() != null) {
            login.setProperty("user", query.user());
        }
        if (query.password() != null) {
            login.setProperty("password", query.password());
        }
        return login;
    }

    private static void requireDriver(JdbcQuery query) {
        boolean known = DriverManager.drivers().anyMatch(driver -> {
            try {
                return driver.acceptsURL(query.url());
            } catch (SQLException e) {
                return false; // a driver that cannot tell is not the one
            }
        });
        if (!known) {
            throw new DataException(
                    "%s: a JDBC driver for this database must be on the class path, but none is; put its jar into the folder drivers beside the launcher, or into the one that TANDEM_DRIVERS names"
                            .formatted(query.shown()));
        }
    }

    /** The driver's error in words; it is not the cause, since its own message may hold the password. */
    private static DataException explained(JdbcQuery query, String rule, SQLException e) {
        return new DataException("%s: %s (%s)"
                .formatted(
                        query.shown(),
                        rule,
                        query.withoutSecrets(String.valueOf(e.getMessage())).strip()));
    }

    private static DataException closing(@Nullable Connection connection, DataException problem) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                return problem; // which matters more
            }
        }
        return problem;
    }
}
