package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gorse.gorse4j.Feedback;
import io.gorse.gorse4j.Gorse;
import io.gorse.gorse4j.Item;
import io.gorse.gorse4j.RowAffected;
import io.gorse.gorse4j.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published client for another server of this interface, unchanged, with every method that it has. */
class GorseClientTest {
    @TempDir
    Path folder;

    private RunningServer running;
    private Gorse client;

    @BeforeEach
    void start() {
        running = new RunningServer(folder, HttpConfig.DEFAULT.withKeys(Set.of("zhenghaoz"), Set.of()));
        client = new Gorse(running.url(), "zhenghaoz");
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void users() throws IOException {
        User user = new User("1", List.of("a", "b"));
        assertThat(client.insertUser(user)).extracting(RowAffected::getRowAffected).isEqualTo(1);
        assertThat(client.getUser("1")).isEqualTo(user);
        assertThat(client.deleteUser("1")).extracting(RowAffected::getRowAffected).isEqualTo(1);
        assertThatThrownBy(() -> client.getUser("1")).isInstanceOf(IOException.class);
    }

    @Test
    void items() throws IOException {
        Item item = new Item("1", true, List.of("a", "b"), List.of("c", "d"), "2022-11-20T13:55:27Z", "comment");
        assertThat(client.insertItem(item)).extracting(RowAffected::getRowAffected).isEqualTo(1);
        assertThat(client.getItem("1")).isEqualTo(item);
        assertThat(client.deleteItem("1")).extracting(RowAffected::getRowAffected).isEqualTo(1);
        assertThatThrownBy(() -> client.getItem("1")).isInstanceOf(IOException.class);
    }

    @Test
    void feedback() throws IOException {
        List<Feedback> sent = List.of(
                new Feedback("read", "10", "3", "2022-11-20T13:55:27Z"),
                new Feedback("read", "10", "4", "2022-11-20T13:55:28Z"));
        assertThat(client.insertFeedback(sent)).extracting(RowAffected::getRowAffected).isEqualTo(2);
        assertThat(client.listFeedback("10", "read")).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(client.insertFeedback(List.of(new Feedback("star", "10", "5", "2022-11-20"))))
                .extracting(RowAffected::getRowAffected)
                .isEqualTo(1);
        assertThat(client.listFeedback("10", "star"))
                .containsExactly(new Feedback("star", "10", "5", "2022-11-20T00:00:00Z"));
    }

    @Test
    void recommendations() throws IOException {
        assertThat(client.getRecommend("10")).hasSize(10).startsWith("i0", "i1");
    }

    @Test
    void theKeyCounts() {
        assertThatThrownBy(() -> new Gorse(running.url(), "other").getRecommend("10"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("401");
    }
}
