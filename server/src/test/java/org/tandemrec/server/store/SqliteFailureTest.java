package org.tandemrec.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFailureTest {
    private static final int KILLS = 3;

    /** Of a writer's output before it is killed: some hundred events. */
    private static final int ENOUGH_BYTES = 4096;

    @TempDir
    private Path folder;

    @Test
    void whatIsAcknowledgedSurvivesAKill() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path output = Files.createFile(folder.resolve("output-" + kill));
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledWriter.class.getName(),
                            folder.toString(),
                            Integer.toString(kill))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(output.toFile())
                    .start();
            while (Files.size(output) < ENOUGH_BYTES) {
                assertThat(writer.isAlive()).isTrue();
                Thread.sleep(2);
            }
            writer.destroyForcibly().waitFor();
            acknowledged.addAll(Files.readAllLines(output));
        }
        acknowledged.removeIf(line -> !line.endsWith(".")); // the last line of a killed process may be cut
        assertThat(acknowledged).hasSizeGreaterThan(KILLS * 100);
        try (EventStore store = EventStores.open(folder)) {
            Map<Integer, String> items = new HashMap<>();
            Map<Integer, Long> counts = new HashMap<>();
            store.forEachItem(item -> {
                items.put(item.number(), item.item().itemId());
                counts.put(item.number(), item.events());
            });
            List<String> found = new ArrayList<>();
            List<Long> sequences = new ArrayList<>();
            store.forEachEvent(Set.of(), event -> {
                found.add(event.userId() + ' ' + items.get(event.item()) + ' ' + event.timeMillis() + '.');
                sequences.add(event.sequence());
                counts.merge(event.item(), -1L, Long::sum);
            });
            assertThat(found).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(sequences).doesNotHaveDuplicates();
            assertThat(counts.values()).containsOnly(0L);
            assertThat(store.eventCount()).isEqualTo(found.size());
        }
    }

    @Test
    void aFullDiskRefusesUntilThereIsRoom() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder.toString()))
                .as("mounting needs rights that this process lacks")
                .isTrue();
        try (EventStore store = EventStores.open(folder.resolve("state"))) {
            store.append(List.of(StoreContract.event("u", "i", 1)), Duplicates.KEEP);
            Path filler = folder.resolve("filler");
            fill(filler);
            List<Feedback> many = new ArrayList<>();
            for (int at = 0; at < 5_000; at++) {
                many.add(StoreContract.event("u" + at, "i", at + 2));
            }
            assertThatThrownBy(() -> store.append(many, Duplicates.KEEP))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("events.db");
            assertThat(store.history("u", Long.MAX_VALUE).events()).hasSize(1);
            assertThat(store.eventCount()).isEqualTo(1);
            Files.delete(filler);
            assertThat(store.append(many, Duplicates.KEEP)).isEqualTo(5_000);
            assertThat(store.eventCount()).isEqualTo(5_001);
        } finally {
            assertThat(run("umount", folder.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Fills the file system but for 100 KiB. */
    private static void fill(Path file) throws IOException {
        long room = Files.getFileStore(file.getParent()).getUsableSpace() - (100 << 10);
        Files.write(file, new byte[(int) room]);
    }

    @Test
    void tablesOfALaterVersionAreRefused() throws Exception {
        EventStores.open(folder).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("events.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO schema_history SELECT 2, '2', 'later', type, 'V2__later.sql', 7, installed_by,"
                    + " installed_on, execution_time, success FROM schema_history WHERE installed_rank = 1");
        }
        assertThatThrownBy(() -> EventStores.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("use the version that wrote them");
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> EventStores.open(file.resolve("state")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("must be writable");
    }
}
