package org.tandemrec.server;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.tandemrec.catalog.ConfigException;
import org.tandemrec.data.DataException;
import org.tandemrec.data.JdbcQuery;
import org.tandemrec.server.store.EventStore.SqlAccess;
import org.tandemrec.server.store.EventStores;

/** The events of a store as a file that {@code tandem train} reads: user, item, rating, time (in milliseconds) and type. */
public final class EventExport {
    private static final int FETCHED_ROWS = 10_000;

    private EventExport() {}

    /**
     * Writes all events of a store, user by user, each user's by time. A server may use the store meanwhile: the file holds what was
     * committed when the export began.
     *
     * @param config says where the store is
     * @param environment holds the login of a database, as for {@link Server#start}
     * @param exceptTypes feedback types that are left out
     * @param out the file, gzipped where its name ends in {@code .gz}; one that is there is replaced when the new one is complete
     * @return the number of events
     * @throws DataException if there is no store, or it cannot be read
     */
    public static long write(ServerConfig config, Map<String, String> environment, Set<String> exceptTypes, Path out) {
        SqlAccess access = config.db().isEmpty()
                ? EventStores.sqlAccess(Path.of(config.state()), exceptTypes)
                : EventStores.sqlAccess(config.db(), Server.login(environment), exceptTypes);
        Path target = out.toAbsolutePath();
        Path name = target.getFileName();
        if (name == null) {
            throw new ConfigException("--out must be a file, but was " + out);
        }
        Path partial = target.resolveSibling("." + name + ".partial");
        try {
            long rows = copy(access, partial);
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return rows;
        } catch (SQLException e) {
            throw new DataException(
                    JdbcQuery.shown(access.url()) + ": the event store cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            discard(partial);
        }
    }

    private static long copy(SqlAccess access, Path file) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(access.url(), access.login());
                Writer text = text(file);
                CsvWriter csv = CsvWriter.builder().build(text)) {
            connection.setAutoCommit(false); // else some drivers fetch all rows at once
            csv.writeRecord("user", "item", "rating", "time", "type");
            long rows = 0;
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCHED_ROWS);
                try (ResultSet events = statement.executeQuery(access.query())) {
                    while (events.next()) {
                        csv.writeRecord(
                                events.getString("user"),
                                events.getString("item"),
                                Double.toString(events.getDouble("rating")),
                                Long.toString(events.getLong("time")),
                                events.getString("type"));
                        rows++;
                    }
                }
            }
            connection.rollback();
            return rows;
        }
    }

    private static Writer text(Path file) throws IOException {
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        boolean gzip = file.toString().endsWith(".gz.partial");
        return new OutputStreamWriter(gzip ? new GZIPOutputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8);
    }

    private static void discard(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
