package org.tandemrec.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * SQLite: one file in the state folder. Its write-ahead log is synced on every commit, so that a commit survives a loss of power; readers
 * are never held up by the writer. Files are not mapped into memory: where a disk fails, a read of a mapped page would end the process.
 */
final class SqliteDialect implements Dialect {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDialect.class);
    private static final String FILE = "events.db";
    private static final String LOCK_FILE = "events.lock";

    /** A log of this many pages (64 MiB) is written back by the writer itself, then begun anew. */
    private static final int CHECKPOINT_PAGES = 16_384;

    private static final int LOG_BYTES_KEPT = 64 << 20;
    private static final int WRITER_CACHE_KIBIBYTES = 64 << 10;
    private static final int READER_CACHE_KIBIBYTES = 8 << 10;
    private static final int BUSY_MILLIS = 5_000;
    private static final int READERS = 8;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** SQLITE_ERROR, _TOOBIG, _CONSTRAINT, _MISMATCH, _MISUSE, _RANGE. */
    private static final Set<Integer> FAULTS = Set.of(1, 18, 19, 20, 21, 25);

    private final Path file;
    private final FileChannel lockFile;
    private @Nullable HikariDataSource readers;
    private @Nullable Checkpoints checkpoints;

    private SqliteDialect(Path file, FileChannel lockFile) {
        this.file = file;
        this.lockFile = lockFile;
    }

    /**
     * Takes the state folder for this process alone, making it if need be.
     *
     * @throws StoreException if another process has it, or it cannot be written
     */
    static SqliteDialect of(Path stateFolder) {
        try {
            Files.createDirectories(stateFolder);
            FileChannel channel = FileChannel.open(
                    stateFolder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new StoreException(
                        stateFolder + ": a state folder must be used by one server at a time, but another one uses it;"
                                + " stop that one, or name another folder",
                        null);
            }
            return new SqliteDialect(stateFolder.toAbsolutePath().resolve(FILE), channel);
        } catch (IOException e) {
            throw new StoreException(stateFolder + ": the state folder must be writable, but: " + e, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by a store of this process
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public void migrate() {
        Migrations.run(dataSource(writerConfig()), name(), "sqlite", "");
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("tandem-store-readers");
        pool.setDataSource(dataSource(readerConfig()));
        pool.setMaximumPoolSize(READERS);
        pool.setReadOnly(true);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(BUSY_MILLIS);
        readers = new HikariDataSource(pool);
        checkpoints = new Checkpoints(dataSource(writerConfig()));
    }

    @Override
    public Connection openWriter() throws SQLException {
        return dataSource(writerConfig()).getConnection();
    }

    @Override
    public DataSource readers() {
        if (readers == null) {
            throw new IllegalStateException("not migrated");
        }
        return readers;
    }

    @Override
    public boolean isFault(SQLException e) {
        return FAULTS.contains(e.getErrorCode() & 0xff);
    }

    @Override
    public String idsParameter() {
        return "(SELECT value FROM json_each(?))";
    }

    @Override
    public void bindIds(PreparedStatement statement, Collection<String> ids) throws SQLException {
        statement.setString(1, JSON.writeValueAsString(ids));
    }

    @Override
    public String indexes() {
        return "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'events' AND sql IS NOT NULL";
    }

    @Override
    public EventStore.SqlAccess sqlAccess(Set<String> exceptTypes) {
        return sqlAccess(file, exceptTypes);
    }

    /**
     * How to read the store in a state folder, whoever uses it.
     *
     * @throws StoreException if there is none
     */
    static EventStore.SqlAccess sqlAccessIn(Path stateFolder, Set<String> exceptTypes) {
        Path file = stateFolder.toAbsolutePath().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new StoreException(
                    stateFolder + ": a state folder must hold a store, but has no " + FILE
                            + "; name the folder that a server was started with",
                    null);
        }
        return sqlAccess(file, exceptTypes);
    }

    private static EventStore.SqlAccess sqlAccess(Path file, Set<String> exceptTypes) {
        return new EventStore.SqlAccess(
                url(file), null, null, EventSql.all("", "CAST(unixepoch('subsec') * 1000 AS INTEGER)", exceptTypes));
    }

    @Override
    public void close() {
        if (!lockFile.isOpen()) {
            return;
        }
        if (checkpoints != null) {
            checkpoints.close();
        }
        if (readers != null) {
            readers.close();
        }
        try (lockFile) { // and with it the lock
            writeLogBack();
        } catch (IOException e) {
            throw new StoreException(name() + ": the lock cannot be released: " + e, e);
        }
    }

    /** Leaves one file, which can be copied by itself; the next start would do this too. */
    private void writeLogBack() {
        try (Connection last = openWriter();
                Statement statement = last.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.warn("{}: the log could not be written back: {}", name(), e.getMessage());
        }
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private DataSource dataSource(SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url(file));
        return source;
    }

    private static SQLiteConfig writerConfig() {
        SQLiteConfig config = config(WRITER_CACHE_KIBIBYTES);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setJournalSizeLimit(LOG_BYTES_KEPT);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        return config;
    }

    private static SQLiteConfig readerConfig() {
        SQLiteConfig config = config(READER_CACHE_KIBIBYTES);
        config.setReadOnly(true);
        return config;
    }

    private static SQLiteConfig config(int cacheKibibytes) {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        config.setCacheSize(-cacheKibibytes);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        return config;
    }
}
