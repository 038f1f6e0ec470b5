package org.tandemrec.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** A PostgreSQL of this bench's own that can be stopped and started again. Commits wait for the disk. */
final class PostgresServer implements Outage {
    private final Path data;
    private final int port = JavaProcess.freePort();
    private EmbeddedPostgres running;

    /** Starts one whose data lies in a folder. */
    PostgresServer(Path data) {
        this.data = data;
        this.running = start();
    }

    private EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start in " + data, e);
        }
    }

    /** Its URL, with the user. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Stops it. */
    @Override
    public void begin() {
        close();
    }

    /** Starts it again. */
    @Override
    public void end() {
        running = start();
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
