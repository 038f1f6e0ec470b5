package org.tandemrec.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class PostgresStoreTest extends StoreContract {
    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        EventStores.open(url(), new Properties()).close(); // makes the tables
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    @Override
    void openStore() throws Exception {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE tandem.users, tandem.items, tandem.item_events, tandem.types, tandem.events");
            statement.execute("UPDATE tandem.counters SET value = 0");
        }
        super.openStore();
    }

    @Override
    EventStore open() {
        return EventStores.open(url(), new Properties());
    }

    private static String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }
}
