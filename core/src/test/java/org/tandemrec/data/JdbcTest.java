package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TimeZone;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTest {
    private static final String SKIP_REMEDY = "; correct the line, or leave bad lines out with --on-bad-line skip";
    private static final String ALL = "select user_id, item_id, rating, event_time as time from events order by n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sqlite, real, integer",
        "sqlite, text, integer",
        "sqlite, 'decimal(3,1)', text",
        "duckdb, float, bigint",
        "duckdb, double, bigint",
        "duckdb, 'decimal(3,1)', timestamp",
        "duckdb, varchar, timestamptz",
        "duckdb, real, 'decimal(18,3)'",
        "duckdb, float, double",
        "duckdb, float, timestamp_ms",
        "duckdb, float, ubigint",
    })
    void readsWhatTheTableOfTheSameEventsSays(String database, String ratingType, String timeType)
            throws IOException, SQLException {
        List<InventedEvents.Event> events = InventedEvents.of(11, 1300);
        Dataset table = Dataset.read(InventedEvents.writeCsv(events, folder.resolve("events.csv")));
        String url = filled(database, events, ratingType, timeType);
        ReadResult result = DataReader.read(new JdbcQuery(url, ALL, null, null), ReadOptions.DEFAULT);
        assertThat(InventedEvents.rows(result.dataset())).isEqualTo(InventedEvents.rows(table));
        assertThat(result.dataset().users().ids()).isEqualTo(table.users().ids());
        assertThat(result.dataset().interactions().checksum())
                .isEqualTo(table.interactions().checksum());
        assertThat(result.dataset().name()).isEqualTo("shop");
        assertThat(result.dataset().format()).isEqualTo("jdbc");
        assertThat(result.report().source()).isEqualTo(url);
    }

    @Test
    void aTimestampDoesNotDependOnTheZoneOfTheMachine() throws SQLException {
        String sql = """
                select 'u' as "user", 1 as item, timestamp '2001-03-25 02:30:00' as time
                union all select 'v', 2, timestamp '2001-03-25 03:30:00'""";
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin")); // which had no 02:30 that day
            Dataset data = DataReader.read(new JdbcQuery("jdbc:duckdb:", sql, null, null), ReadOptions.DEFAULT)
                    .dataset();
            assertThat(InventedEvents.rows(data))
                    .containsExactlyInAnyOrder("u 1 1.0 985487400000", "v 2 1.0 985491000000");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void idsMayBeOfManyTypesAndDatesAreMidnightUtc() {
        String sql = """
                select 18446744073709551615::ubigint as who, uuid '00000000-0000-0000-8000-00000000000a' as what,
                    date '2001-01-01' as "when"
                union all select 7, uuid 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', date '2001-01-02'""";
        Map<Column, String> columns = Map.of(Column.USER, "who", Column.ITEM, "what", Column.TIME, "when");
        Dataset data = DataReader.read(
                        new JdbcQuery("jdbc:duckdb:", sql, null, null), ReadOptions.DEFAULT.withColumns(columns))
                .dataset();
        assertThat(InventedEvents.rows(data))
                .containsExactlyInAnyOrder(
                        "18446744073709551615 00000000-0000-0000-8000-00000000000a 1.0 978307200000",
                        "7 f81d4fae-7dec-11d0-a765-00a0c91e6bf6 1.0 978393600000");
    }

    @Test
    void badRowsAreNumberedAndCanBeSkipped() {
        String sql = """
                select * from (values (1, 'u', 'a', 1.5, 10), (2, null, 'a', 1, 11), (3, 'v', '', 1, 12), (4, 'v', 'b', null, 13),
                    (5, 'v', 'b', 2, -5), (6, 'v', 'b', 2, 20)) t(n, user_id, item_id, rating, time) order by n""";
        JdbcQuery query = new JdbcQuery("jdbc:duckdb:", sql, null, null);
        assertThatError(query, "jdbc:duckdb:: row 2: the user id must not be empty" + SKIP_REMEDY);
        ReadResult result = DataReader.read(query, ReadOptions.DEFAULT.withOnBadLine(BadLinePolicy.SKIP));
        assertThat(InventedEvents.rows(result.dataset())).containsExactly("u a 1.5 10000", "v b 2.0 20000");
        assertThat(result.report().badLines()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select 1 as who, 2 as item | : a column must be the user, but the header has \"who\", \"item\"; name it with --columns user=…,item=…,rating=…,time=…",
                "select 1 as user_id, 2 as item where 1 = 2 | : the query must hold interactions, but has no rows",
                "select 1 as user_id, 2 as item | : recommending needs at least 2 users and 2 items, but the query has 1 and 1; are these its columns? (--columns)",
                "select 1.5::double as user_id, 2 as item | : row 1: the user id must be text or a whole number, but is a Double; cast it in the query; correct the line, or leave bad lines out with --on-bad-line skip",
                "select 1 as user_id, 2 as item, 7::float as time | : row 1: the time must be a number of 64 bits, a date, a timestamp or text, but is a Float; cast it in the query; correct the line, or leave bad lines out with --on-bad-line skip",
            })
    void namesWhatIsWrongWithAQuery(String sql, String message) {
        assertThatError(new JdbcQuery("jdbc:duckdb:", sql, null, null), "jdbc:duckdb:" + message);
    }

    @Test
    void namesAQueryThatTheDatabaseDoesNotTake() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("jdbc:sqlite:" + folder.resolve("x.db"), "select * from nowhere"))
                .withMessageStartingWith(
                        "jdbc:sqlite:" + folder.resolve("x.db") + ": the database must take the query, but does not (")
                .withMessageContaining("no such table: nowhere");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("jdbc:sqlite:/no/such/folder/x.db", "select 1"))
                .withMessageStartingWith(
                        "jdbc:sqlite:/no/such/folder/x.db: the database must be reachable, but is not (");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> read("jdbc:sqlite:" + folder.resolve("x.db"), "  "))
                .withMessageContaining("a database needs a query, but it is blank");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new JdbcQuery("postgres://x", "select 1", null, null))
                .withMessage("a database must be named by a URL that begins with jdbc:, but was \"postgres://x\"");
    }

    @Test
    void aQueryChangesNothing() throws SQLException, IOException {
        String url = filled("sqlite", InventedEvents.of(1, 10), "real", "integer");
        assertThat(read(url, "delete from events returning user_id, item_id")
                        .interactions()
                        .size())
                .isEqualTo(10);
        assertThat(read(url, ALL).interactions().size()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/shop?user=ann&password=s3cr3t, jdbc:postgresql://db:5432/shop, shop",
        "jdbc:mysql://ann:s3cr3t@db/shop, jdbc:mysql:…@db/shop, shop",
        "jdbc:mysql://ann:s3c?r3t@db/shop?a=b, jdbc:mysql:…@db/shop, shop",
        "jdbc:oracle:thin:ann/s3cr3t@db:1521/shop, jdbc:oracle:…@db:1521/shop, shop",
        "jdbc:sqlserver://db;databaseName=shop;password=s3cr3t, jdbc:sqlserver://db, db",
        "jdbc:db2://db:50000/shop:user=ann;password=s3cr3t;, jdbc:db2://db:50000/shop, shop",
        "'jdbc:teradata://db/USER=ann,PASSWORD=s3cr3t', jdbc:teradata://db, db",
        "jdbc:h2:./shop;PASSWORD=s3cr3t, jdbc:h2:./shop, shop",
        "jdbc:sqlite:/data/shop.db, jdbc:sqlite:/data/shop.db, shop",
        "jdbc:duckdb:, jdbc:duckdb:, query",
    })
    void aUrlIsShownWithoutLoginAndParameters(String url, String shown, String name) {
        JdbcQuery query = new JdbcQuery(url, "select 1", "ann", "pa55");
        assertThat(query.shown()).isEqualTo(shown).isEqualTo(query.toString());
        assertThat(query.name()).isEqualTo(name);
        assertThat(query.withoutSecrets("cannot open " + url + " with pa55"))
                .isEqualTo("cannot open " + shown + " with …");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:oracle:thin:ann/p@ss@db:1521/shop|no host ss@db, login ann/p@ss or p@ss|no host …@db, login … or …",
                "jdbc:mysql://ann:a:b/c@d@db/shop|a:b/c@d, b/c@d@db, c@d@db, d@db|…, …@db, …@db, …@db",
                "jdbc:mysql://ann:s3c%40r+3t@db/shop|s3c%40r+3t is s3c@r+3t|… is …",
                "jdbc:mysql://ann:100%@db/shop|100% refused|… refused",
                "jdbc:postgresql://db/shop?password=s3%26t|s3%26t is s3&t|… is …",
                "jdbc:postgresql://db/shop|a@b is not known|a@b is not known",
            })
    void aDriversMessageHoldsNoPartOfAPassword(String url, String message, String clean) {
        assertThat(new JdbcQuery(url, "select 1", null, null).withoutSecrets(message))
                .isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select user_id, item_id, time from t|2 rows share their time with another one of their user",
                "select user_id, item_id from t|its rows have no times",
                "select user_id, item_id, time from t ORDER  BY time, n|",
                "select user_id, item_id, n as time from t|",
            })
    void aQueryWhoseRowsHaveNoOrderIsRemarkedOn(String sql, String reason) {
        String all =
                "with t as (from (values ('u', 'a', 10, 1), ('u', 'b', 10, 2), ('v', 'a', 10, 3)) v(user_id, item_id, time, n)) "
                        + sql;
        List<String> notes = DataReader.read(new JdbcQuery("jdbc:duckdb:", all, null, null), ReadOptions.DEFAULT)
                .report()
                .notes();
        if (reason == null) {
            assertThat(notes).noneMatch(note -> note.contains("order by"));
        } else {
            assertThat(notes).anyMatch(note -> note.startsWith("the query has no order by, and " + reason + ":"));
        }
    }

    /** A database that takes a query, but fails when the transaction is to end. */
    private static final class Stubborn implements Driver {
        @Override
        public Connection connect(String url, Properties login) throws SQLException {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:");
            return (Connection) Proxy.newProxyInstance(
                    Stubborn.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("rollback")) {
                            throw new SQLException("the connection was lost");
                        }
                        return method.invoke(connection, arguments);
                    });
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:stubborn:");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties login) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }

    @Test
    void aConnectionThatIsLostAfterTheLastRowLosesNothing() throws SQLException {
        Driver driver = new Stubborn();
        DriverManager.registerDriver(driver);
        try {
            Dataset data =
                    read("jdbc:stubborn:", "select * from (values ('u', 1), ('v', 2)) t(user_id, item_id) order by 1");
            assertThat(data.interactions().size()).isEqualTo(2);
        } finally {
            DriverManager.deregisterDriver(driver);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:nosuch://ann:s3cr3t@db/shop", "jdbc:nosuch://db/shop?password=s3cr3t"})
    void namesTheDriverThatIsMissing(String url) {
        assertThatError(
                new JdbcQuery(url, "select 1", null, null),
                JdbcQuery.shown(url)
                        + ": a JDBC driver for this database must be on the class path, but none is; put its jar into the folder drivers beside the launcher, or into the one that TANDEM_DRIVERS names");
    }

    @Test
    void aDriversErrorKeepsThePasswordToItself() throws IOException {
        Path file = Files.writeString(folder.resolve("s3cr3t.db"), "this is no database, and not a short text either");
        JdbcQuery query = new JdbcQuery("jdbc:duckdb:" + file, "select 1", null, "s3cr3t");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataReader.read(query, ReadOptions.DEFAULT))
                .withMessageContaining("the database must be reachable, but is not")
                .withNoCause()
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).replace(query.shown(), ""))
                        .doesNotContain("s3cr3t"));
    }

    private String filled(String database, List<InventedEvents.Event> events, String ratingType, String timeType)
            throws SQLException {
        String url = "jdbc:" + database + ":" + folder.resolve("shop.db");
        boolean typed = timeType.startsWith("timestamp");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table events (n integer, user_id varchar, item_id varchar, rating " + ratingType
                    + ", event_time " + timeType + ")");
            connection.setAutoCommit(false);
            String time =
                    typed ? "to_timestamp(?)" + (timeType.equals("timestamptz") ? "" : " at time zone 'UTC'") : "?";
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into events values (?, ?, ?, ?, " + time + ")")) {
                for (int n = 0; n < events.size(); n++) {
                    InventedEvents.Event event = events.get(n);
                    insert.setInt(1, n);
                    insert.setString(2, event.user());
                    insert.setString(3, event.item());
                    insert.setDouble(4, event.rating());
                    insert.setLong(5, event.millis() / 1000);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
        return url;
    }

    private static Dataset read(String url, String sql) {
        return DataReader.read(new JdbcQuery(url, sql, null, null), ReadOptions.DEFAULT)
                .dataset();
    }

    private static void assertThatError(JdbcQuery query, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> DataReader.read(query, ReadOptions.DEFAULT))
                .withMessage(message);
    }
}
