package org.tandemrec.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that writes the log of SQLite back to its file every second, beside the writer, so that no commit waits for it. */
final class Checkpoints implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tandem-store-checkpoint").daemon(true).factory());

    /** Starts the thread. */
    Checkpoints(DataSource database) {
        thread.scheduleWithFixedDelay(() -> run(database), 1, 1, TimeUnit.SECONDS);
    }

    private static void run(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            LOG.warn("The log could not be written back, which is tried again: {}", e.getMessage());
        }
    }

    /** Ends the thread, after what it does. */
    @Override
    public void close() {
        thread.close();
    }
}
