package org.tandemrec.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read, and how what cannot be is refused: the place, the rule, the value. */
class StrictnessTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"UserId\":5}|UserId must be a text, but was 5.",
        "{\"UserId\":\"\"}|UserId must not be empty.",
        "{}|UserId is missing; it must be a text that is not empty.",
        "{\"UserId\":\"a\\nb\"}|UserId must not have control characters, but has U+000A at place 1.",
        "{\"UserId\":\"a\\ud83d\"}|UserId has half of a surrogate pair, U+D83D, at place 1; send whole characters.",
        "[]|The body must be a JSON object, {…}, but was an array of 0.",
        "``|The body must be a JSON object, {…}, but was empty.",
        "{\"UserId\":\"a\",}|The body is not JSON in UTF-8 at line 1, column 15"
    })
    void idsAreTextsOfVisibleCharacters(String body, String message) {
        assertThatThrownBy(() -> JsonBody.object(bytes(body)).id("UserId"))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void limitsAreInBytes() {
        assertThat(Rules.id("é".repeat(127) + "x", "id")).hasSize(128);
        assertThatThrownBy(() -> Rules.id("é".repeat(128), "id"))
                .hasMessage("id must have at most 255 bytes of UTF-8, but has 256.");
        assertThat(Rules.id("💩", "id")).isEqualTo("💩");
        assertThatThrownBy(() -> Rules.labels("\"" + "x".repeat(16_383) + "\"", "Labels"))
                .hasMessage("Labels must have at most 16384 bytes of UTF-8, but has 16385.");
        assertThatThrownBy(() -> Rules.comment("a\0", "Comment")).hasMessageContaining("U+0000");
        assertThat(Rules.comment("a\nb", "Comment")).isEqualTo("a\nb");
    }

    @Test
    void rowsOfAnArrayAreNamed() {
        List<JsonBody> rows = JsonBody.array(bytes("[{\"Value\":1e400},{\"Value\":\"1\"},{\"IsHidden\":0},{\"Categories\":[1]},{}]"));
        assertThatThrownBy(() -> rows.get(0).number("Value")).hasMessageStartingWith("[0].Value must be a finite number");
        assertThatThrownBy(() -> rows.get(1).number("Value")).hasMessageContaining("but was \"1\"");
        assertThatThrownBy(() -> rows.get(2).flag("IsHidden")).hasMessage("[2].IsHidden must be true or false, but was 0.");
        assertThatThrownBy(() -> rows.get(3).categories("Categories")).hasMessageContaining("[3].Categories[0] must be a text");
        assertThat(rows.get(4).number("Value")).isZero();
        assertThat(rows.get(4).labels("Labels")).isEqualTo("null");
        assertThatThrownBy(() -> JsonBody.array(bytes("[{},7]"))).hasMessageStartingWith("[1] of the body must be a JSON object");
    }

    @Test
    void labelsKeepEveryDigit() {
        JsonBody body = JsonBody.object(bytes("{\"Labels\":{\"a\":1.10,\"b\":123456789012345678901234567890,\"c\":[true,null]}}"));
        assertThat(body.labels("Labels"))
                .isEqualTo("{\"a\":1.10,\"b\":123456789012345678901234567890,\"c\":[true,null]}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T18:00:00Z, 1795543200000",
        "2026-11-24T19:00:00+01:00, 1795543200000",
        "2026-11-24 18:00:00, 1795543200000",
        "2026-11-24T18:00:00.123456789Z, 1795543200123",
        "2026-11-24, 1795478400000",
        "1969-12-31T23:59:59Z, -1000",
        "0001-01-01T00:00:00Z, 77",
        "'', 77"
    })
    void timesAreRfc3339OrLess(String text, long millis) {
        assertThat(Times.millis(text, 77, "Timestamp")).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"2026-02-30", "12:30", "yesterday", "+12026-01-01T00:00:00Z", "1795543200", "2026-11-24T18:00:00Zulu", "-"})
    void otherTimesAreRefused(String text) {
        assertThatThrownBy(() -> Times.millis(text, 77, "Timestamp"))
                .isInstanceOf(Refusal.class)
                .hasMessage("Timestamp must be a time as in RFC 3339, for example 2026-11-24T18:00:00Z, but was \"" + text
                        + "\".");
    }

    @ParameterizedTest
    @CsvSource({"10m, 600000", "1h30m, 5400000", "45s, 45000", "250ms, 250", "0, 0", "0h0m0s, 0", "24h, 86400000"})
    void durationsAreOfHoursMinutesSeconds(String text, long millis) {
        assertThat(Times.durationMillis(text, "delay")).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"1d", "-1h", "h", "'', ", "1m1h", "999999h", "1.5h"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> Times.durationMillis(text, "delay")).isInstanceOf(Refusal.class);
    }

    @Test
    void percentEncodingIsStrict() {
        assertThat(PercentEncoding.decode("a%2Fb+c%C3%A9", true, "query")).isEqualTo("a/b cé");
        assertThat(PercentEncoding.decode("a+b", false, "path")).isEqualTo("a+b");
        for (String bad : List.of("%", "%4", "%zz", "%ff", "%c3%28", "%ed%a0%80")) {
            assertThatThrownBy(() -> PercentEncoding.decode(bad, false, "path")).as(bad).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void aRateIsAnAverageWithASecondsBurst() {
        RateLimit limit = new RateLimit(10, 0);
        int passed = 0;
        for (int i = 0; i < 100; i++) {
            passed += limit.tryAcquire(0) ? 1 : 0;
        }
        assertThat(passed).isEqualTo(10);
        assertThat(limit.tryAcquire(99_000_000)).isFalse();
        assertThat(limit.tryAcquire(100_000_000)).isTrue();
        assertThat(limit.tryAcquire(100_000_000)).isFalse();
    }

    @Test
    void latenciesAreWithinAnEighth() {
        LatencyWindow window = new LatencyWindow();
        assertThat(window.read().p50Millis()).isNaN();
        for (int i = 1; i <= 1000; i++) {
            window.record(i * 10_000L);
        }
        LatencyWindow.Reading reading = window.read();
        assertThat(reading.requests()).isEqualTo(1000);
        assertThat(reading.p50Millis()).isBetween(5.0, 5.0 * 1.126);
        assertThat(reading.p99Millis()).isBetween(9.9, 9.9 * 1.126);
        assertThat(window.read().requests()).isZero();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
