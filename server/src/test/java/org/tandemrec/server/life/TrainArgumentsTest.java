package org.tandemrec.server.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tandemrec.bundle.Bundle;
import org.tandemrec.server.SmallBundle;
import org.tandemrec.server.store.EventStore.SqlAccess;

class TrainArgumentsTest {
    @Test
    void theLoginIsInTheEnvironmentOnly(@TempDir Path folder) throws Exception {
        Bundle like = SmallBundle.write(folder.resolve("like"), 1, Instant.EPOCH);
        SqlAccess data = new SqlAccess("jdbc:postgresql://h/d", "ann", "hush", "SELECT 1");
        List<String> arguments = TrainArguments.of(like.manifest(), Path.of("settings"), data, Path.of("out"));
        assertThat(arguments)
                .containsSubsequence("--data", "jdbc:postgresql://h/d", "--query", "SELECT 1")
                .noneMatch(argument -> argument.contains("hush"));
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "p"));
        TrainArguments.login(data, environment);
        assertThat(environment)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("PATH", "p", "TANDEM_JDBC_USER", "ann", "TANDEM_JDBC_PASSWORD", "hush"));
    }

    @Test
    void withoutALoginTheEnvironmentStays() {
        Map<String, String> environment = new HashMap<>(Map.of("TANDEM_JDBC_USER", "given"));
        TrainArguments.login(new SqlAccess("jdbc:sqlite:f", null, null, "SELECT 1"), environment);
        assertThat(environment).containsExactly(Map.entry("TANDEM_JDBC_USER", "given"));
    }
}
