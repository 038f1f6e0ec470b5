package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresFailureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private EmbeddedPostgres server(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static EventStore open(int port) {
        return EventStores.open("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres", new Properties());
    }

    private static int append(EventStore store, int time) {
        return store.append(List.of(StoreContract.event("u", "i", time)), Duplicates.KEEP);
    }

    /** Tries until the store takes an event; returns how many rows were stored, which may be none where an earlier try was. */
    private static int appendInTheEnd(EventStore store, int time) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return append(store, time);
            } catch (StoreUnavailableException e) {
                assertThat(Instant.now()).as(e.getMessage()).isBefore(end);
                Thread.sleep(50);
            }
        }
    }

    @Test
    void aStoreRecoversByItself() throws Exception {
        int port;
        EventStore store;
        try (EmbeddedPostgres first = server(0)) {
            port = first.getPort();
            store = open(port);
            append(store, 1);
            doubtfulCommitsAreTold(port);
            breakConnections(port);
            assertThat(appendInTheEnd(store, 2)).isEqualTo(1);
        }
        try (store) {
            assertThatThrownBy(() -> append(store, 3)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> append(store, 3))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("jdbc:postgresql://localhost:" + port + "/postgres ");
            assertThatThrownBy(() -> store.history("u", Long.MAX_VALUE)).isInstanceOf(StoreUnavailableException.class);
            assertThat(store.isAvailable()).isFalse();
            assertThat(store.eventCount()).isEqualTo(2);
            readsFailAtOnce(store);
            try (EmbeddedPostgres second = server(port)) {
                assertThat(second.getPort()).isEqualTo(port);
                assertThat(appendInTheEnd(store, 3)).isEqualTo(1);
                assertThat(store.isAvailable()).isTrue();
                assertThat(store.history("u", Long.MAX_VALUE).events())
                        .extracting(StoredEvent::timeMillis)
                        .containsExactly(1L, 2L, 3L);
                store.close();
            }
        }
        assertThatThrownBy(() -> open(port))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageNotContaining("user=");
    }

    private static void readsFailAtOnce(EventStore store) throws InterruptedException {
        Instant start = Instant.now();
        for (int read = 0; read < 200; read++) {
            assertThatThrownBy(() -> store.history("v", Long.MAX_VALUE)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> store.users("", 1)).isInstanceOf(StoreUnavailableException.class);
            Thread.sleep(10); // some tries to connect go by
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    private static void breakConnections(int port) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name = 'tandem' AND pid <> pg_backend_pid()");
        }
    }

    /** A commit that took place but whose answer was lost: it is told as soon as the database answers again. */
    private static void doubtfulCommitsAreTold(int port) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE doubt");
        }
        try (CommitBreaker breaker = new CommitBreaker(port);
                EventStore store = EventStores.open(
                        "jdbc:postgresql://localhost:" + breaker.port() + "/doubt?user=postgres&sslmode=disable",
                        new Properties())) {
            append(store, 1);
            List<Change> heard = new ArrayList<>();
            store.listen(heard::addAll);
            breaker.breakNextCommit();
            Feedback event = StoreContract.event("v", "j", 2);
            assertThatThrownBy(() -> store.append(List.of(event), Duplicates.KEEP))
                    .isInstanceOf(StoreUnavailableException.class);
            assertThat(heard).isEmpty();
            assertThat(appendInTheEnd(store, 3)).isEqualTo(1);
            assertThat(store.latestFeedback(new FeedbackQuery(null, "v", null))).containsExactly(event);
            Item item = new Item("j", false, List.of(), 2, "null", "");
            assertThat(heard)
                    .startsWith(new Change.ItemPut(new StoredItem(1, item, 1)), new Change.UserChanged("v"))
                    .hasSize(3);
        }
    }
}
