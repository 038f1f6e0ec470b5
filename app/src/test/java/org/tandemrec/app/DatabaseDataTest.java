package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.data.DataException;
import org.tandemrec.data.JdbcQuery;
import picocli.CommandLine;

class DatabaseDataTest {
    private static final String QUERY = "select who as user_id, what as item_id, at as time from sales order by at";

    private final Capture capture = new Capture();

    @TempDir
    private Path folder;

    private String url = "";

    @BeforeEach
    void fill() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("shop.db");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table sales (who text, what text, at integer)");
            for (int n = 0; n < 30; n++) {
                statement.execute("insert into sales values ('u%d', 'i%d', %d)".formatted(n % 5, n % 7, 1_000_000 + n));
            }
        }
    }

    @Test
    void inspectShowsARead() {
        assertThat(run("inspect", "--data", url + "?password=s3cr3t", "--query", QUERY))
                .isZero();
        assertThat(capture.out().lines())
                .containsSubsequence(
                        "data set       shop",
                        "file           " + url + " (jdbc)",
                        "users          5",
                        "items          7");
        assertThat(capture.out() + capture.err()).doesNotContain("s3cr3t");
    }

    @Test
    void trainSuggestsACommandWithoutTheLogin() {
        Path out = folder.resolve("bundle");
        assertThat(run(
                        "train",
                        "--model",
                        "lfm",
                        "--epochs",
                        "1",
                        "--split",
                        "leave-last-out",
                        "--out",
                        out.toString(),
                        "--data",
                        url + "?password=s3cr3t",
                        "--query",
                        QUERY))
                .isZero();
        assertThat(capture.out()).contains("--data " + url + " --query …");
        assertThat(capture.out() + capture.err()).doesNotContain("s3cr3t");
    }

    @Test
    void theLoginComesFromTheEnvironment() {
        DataOptions options = CommandLine.populateCommand(new DataOptions(), "--data", url, "--query", QUERY);
        assertThat(options.jdbcQuery(Map.of("TANDEM_JDBC_USER", "ann", "TANDEM_JDBC_PASSWORD", "s3cr3t")))
                .isEqualTo(new JdbcQuery(url, QUERY, "ann", "s3cr3t"))
                .hasToString(url);
        assertThat(options.jdbcQuery(Map.of())).isEqualTo(new JdbcQuery(url, QUERY, null, null));
    }

    @Test
    void optionsThatDoNotFitAreRefused() {
        assertThat(run("inspect", "--data", url)).isEqualTo(1);
        assertThat(capture.err())
                .contains("tandem: " + url + ": a database needs a query; add --query \"select user_id, item_id, ");
        assertThat(run("inspect", "--data", url, "--query", QUERY, "--format", "delimited"))
                .isEqualTo(1);
        assertThat(capture.err()).contains("--format is for files, but DATA is the database " + url);
        assertThat(run("inspect", "--data", "sales.csv", "--query", QUERY)).isEqualTo(1);
        assertThat(capture.err())
                .contains("--query is for a database, whose DATA begins with jdbc:, but DATA is \"sales.csv\"");
        DataOptions options = CommandLine.populateCommand(new DataOptions(), "--data", "jdbc:x");
        assertThatExceptionOfType(DataException.class).isThrownBy(() -> options.jdbcQuery(Map.of()));
    }

    @Test
    void theCommandLineOfAReportHasNoPassword() {
        assertThat(CommonOptions.withoutLogin("--data=jdbc:mysql://ann:s3cr3t@db/shop"))
                .isEqualTo("--data=jdbc:mysql:…@db/shop");
        assertThat(CommonOptions.withoutLogin("jdbc:h2:./shop;PASSWORD=s3cr3t")).isEqualTo("jdbc:h2:./shop");
        assertThat(CommonOptions.withoutLogin("--epochs")).isEqualTo("--epochs");
    }

    private int run(String... arguments) {
        return capture.run(Main.COMMANDS, arguments);
    }
}
