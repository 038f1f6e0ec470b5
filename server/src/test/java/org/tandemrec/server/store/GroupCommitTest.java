package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
    @TempDir
    private Path folder;

    private final List<List<Change>> commits = new ArrayList<>();
    private SqliteDialect dialect;
    private Reads reads;
    private GroupCommit writer;

    @BeforeEach
    void open() throws SQLException {
        dialect = SqliteDialect.of(folder);
        dialect.migrate();
        reads = new Reads(dialect);
        writer = new GroupCommit(dialect, reads);
        writer.listen(commits::add);
    }

    @AfterEach
    void close() {
        writer.close();
        reads.close();
        dialect.close();
    }

    private static List<Feedback> events(String userId, int from, int count) {
        List<Feedback> events = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            events.add(StoreContract.event(userId, "i", from + at));
        }
        return events;
    }

    /** Does some writes while the writer is busy, so that they wait together. */
    private List<Future<Long>> together(List<Write> writes) throws Exception {
        List<Future<Long>> answers = new ArrayList<>();
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> first = threads.submit(() -> writer.write(1, session -> {
                busy.countDown();
                awaitUninterruptibly(go);
                return 0;
            }));
            busy.await();
            for (Write write : writes) {
                int waiting = writer.waiting();
                answers.add(threads.submit(write::write));
                while (writer.waiting() == waiting) {
                    Thread.sleep(1);
                }
            }
            go.countDown();
            first.get();
        }
        return answers;
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Write {
        long write();
    }

    @Test
    void requestsThatWaitShareOneCommit() throws Exception {
        List<Write> writes = new ArrayList<>();
        for (int at = 0; at < 20; at++) {
            String userId = "u" + at;
            int rows = 1 + at % 3;
            writes.add(() -> writer.append(events(userId, 0, rows), Duplicates.KEEP));
        }
        List<Future<Long>> answers = together(writes);
        for (int at = 0; at < 20; at++) {
            assertThat(answers.get(at).get()).isEqualTo(1 + at % 3);
        }
        assertThat(commits).hasSize(1);
    }

    @Test
    void oneAtFaultFailsAlone() throws Exception {
        List<Future<Long>> answers = together(List.of(
                () -> writer.append(events("u", 0, 2), Duplicates.KEEP),
                () -> writer.write(
                        1,
                        session -> session.statement("INSERT INTO counters (name, value) VALUES ('items', 1)")
                                .executeUpdate()),
                () -> writer.append(events("v", 0, 3), Duplicates.KEEP),
                () -> writer.write(1, session -> {
                    new CatalogWrites(session).deleteUser("u");
                    throw new IllegalStateException("by design");
                })));
        assertThat(answers.get(0).get()).isEqualTo(2);
        assertThat(answers.get(2).get()).isEqualTo(3);
        assertThatThrownBy(answers.get(1)::get)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("UNIQUE");
        assertThatThrownBy(answers.get(3)::get)
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("by design");
        assertThat(writer.eventCount()).isEqualTo(5);
        assertThat(new EventReads(reads).history("u", Long.MAX_VALUE).events()).hasSize(2);
        assertThat(commits).hasSize(2);
    }

    @Test
    void theQueueIsBounded() {
        RequestQueue queue = new RequestQueue();
        Request large = new Request.Append(events("u", 0, 20_000), Duplicates.KEEP, new CompletableFuture<>());
        queue.add(large);
        Request small = new Request.Append(events("u", 0, 1), Duplicates.KEEP, new CompletableFuture<>());
        assertThatThrownBy(() -> queue.add(small))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("1 requests of 20000 rows");
        assertThat(queue.takeAll()).containsExactly(large);
        for (int at = 0; at < RequestQueue.MAX_REQUESTS; at++) {
            queue.add(small);
        }
        assertThatThrownBy(() -> queue.add(small)).isInstanceOf(StoreUnavailableException.class);
        assertThat(queue.takeAll()).hasSize(RequestQueue.MAX_REQUESTS);
        queue.add(small);
        queue.close();
        assertThatThrownBy(() -> queue.add(small)).hasMessageContaining("closes");
        assertThat(queue.takeAll()).containsExactly(small);
        assertThat(queue.takeAll()).isEmpty();
    }
}
