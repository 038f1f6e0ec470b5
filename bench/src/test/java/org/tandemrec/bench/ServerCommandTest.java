package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code tandem bench server}: short forms of its cases on small servers, each a real process. */
final class ServerCommandTest {
    /* All tests share what is prepared. */
    @TempDir
    static Path folder;

    private static BenchRun small(String options) {
        return BenchRun.of(
                "server --users 60 --events 8 --items 120 --hidden-size 8 --factors 4 --active 20 --warm-up 0.2"
                        + " --recommendations 60 --events-per-second 30 --connections 8 --json --folder " + folder + " "
                        + options);
    }

    private static JsonNode holding(BenchRun run) {
        JsonNode figures = run.succeeded().json();
        assertThat(figures.get("holds").booleanValue()).isTrue();
        assertThat(run.err()).contains("command ", "server's JVM").doesNotContain("FAILED");
        return figures;
    }

    @Test
    void aMixHasLatenciesOfListsAndEvents() {
        BenchRun run = small("--case mix --seconds 2");
        JsonNode figures = holding(run);
        for (String name : new String[] {"listP50Millis", "listP999Millis", "eventP99Millis", "residentGigabytes"}) {
            assertThat(figures.get(name).doubleValue()).as(name).isPositive();
        }
        assertThat(figures.get("errors").doubleValue()).isZero();
        assertThat(run.err()).contains("events that were acknowledged", "sent late", "scorings/s");
    }

    @ParameterizedTest
    @CsvSource({
        "event-to-list,bothP50Millis",
        "cold,coldP50Millis",
        "start,readySeconds",
        "closed,listsPerSecond",
        "constant,share"
    })
    void figuresOfOneKindOfRequest(String name, String figure) {
        JsonNode figures = holding(small("--case " + name + " --runs 2 --seconds 0.5"));
        assertThat(figures.get(figure).doubleValue()).isPositive();
    }

    @Test
    void nothingAcknowledgedIsLostByKills() {
        BenchRun run = small("--case kill --runs 3 --seconds 0.8");
        assertThat(holding(run).get("acknowledgedEvents").doubleValue()).isPositive();
        assertThat(run.err())
                .contains(
                        "kill 3 of 3",
                        "every acknowledged event is in the store, once",
                        "SQLite finds the file intact");
    }

    @Test
    void aDatabaseMayBeGoneForAWhile() {
        BenchRun run = small("--case database-down --seconds 3");
        JsonNode figures = holding(run);
        assertThat(figures.get("eventsRefused").doubleValue()).isPositive();
        assertThat(figures.get("recoverySeconds").doubleValue()).isLessThan(30);
        assertThat(run.err()).contains("every list was answered all the time");
    }

    @Test
    void aDiskMayBeFullForAWhile() {
        BenchRun run = small("--case disk-full --seconds 5");
        assumeThat(run.err()).as("a file system can be mounted here").doesNotContain("a small file system is needed");
        assertThat(holding(run).get("eventsRefused").doubleValue()).isPositive();
        assertThat(run.err()).contains("SQLite finds the file intact", "every refusal had a header Retry-After");
    }

    @Test
    void anOverloadIsAnsweredOrRefused() {
        JsonNode figures = holding(small("--case overload --seconds 1.5"));
        assertThat(figures.get("closedPerSecond").doubleValue()).isPositive();
        assertThat(figures.get("refusedPerSecond").doubleValue()).isNotNegative();
    }

    @Test
    void noRequestMakesTheServerFail() {
        BenchRun run = small("--case fuzz --runs 2000");
        assertThat(holding(run).get("requests").doubleValue()).isEqualTo(2000);
        assertThat(run.err()).contains("no reply says where in the code");
    }

    @Test
    void aServerThatDoesNotStartShowsItsLog() {
        BenchRun run = small("--case start --serve-option=--no-such-option");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the server has ended before it was ready", "--no-such-option");
    }
}
