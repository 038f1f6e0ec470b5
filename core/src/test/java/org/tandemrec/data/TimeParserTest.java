package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeParserTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "978300019, 2000-12-31T22:00:19Z",
        "978300019.5, 2000-12-31T22:00:19.500Z",
        "978300019.0004, 2000-12-31T22:00:19Z",
        "9.78300019E8, 2000-12-31T22:00:19Z",
        "+978300019, 2000-12-31T22:00:19Z",
        "99999999999, 5138-11-16T09:46:39Z",
        "2000-12-31, 2000-12-31T00:00:00Z",
        "2000-12-31T22:00:19Z, 2000-12-31T22:00:19Z",
        "2000-12-31T22:00:19.25Z, 2000-12-31T22:00:19.250Z",
        "2000-12-31T22:00:19, 2000-12-31T22:00:19Z",
        "2000-12-31 22:00:19, 2000-12-31T22:00:19Z",
        "2000-12-31 22:00, 2000-12-31T22:00:00Z",
        "2000-12-31 22:00:19 UTC, 2000-12-31T22:00:19Z",
        "2001-01-01T00:00:19+02:00, 2000-12-31T22:00:19Z",
        "2001-01-01 00:00:19+02, 2000-12-31T22:00:19Z",
        "2001-01-01T00:00:19+0200, 2000-12-31T22:00:19Z",
    })
    void readsSecondsAndDates(String text, Instant time) throws BadLine {
        assertThat(parse(text, false)).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "978300019500, 978300019500",
        "978300019500.4, 978300019500",
        "9.783000195E11, 978300019500",
        "99999999999999, 99999999999999",
        "2000-12-31, 978220800000",
    })
    void readsMilliseconds(String text, long millis) throws BadLine {
        assertThat(parse(text, true)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1 | false | must not be negative",
                "-0.001 | false | must not be negative",
                "1969-12-31 | false | must not be negative",
                "978300019500 | false | must be in seconds (less than 1e11)",
                "978300019 | true | must be in milliseconds (1e11 or more)",
                "100000000000000 | true | less than 1e14 milliseconds",
                "1e15 | true | less than 1e14 milliseconds",
                "12:30 | false | must be epoch seconds, epoch milliseconds, or an ISO date",
                "NaN | false | must be epoch seconds",
                "Infinity | false | must be epoch seconds",
                "0x1p3 | false | must be epoch seconds",
                "12d | false | must be epoch seconds",
                "1e | false | must be epoch seconds",
                "2001-02-29 | false | must be epoch seconds",
                "2001-02-28T25:00:00 | false | must be epoch seconds",
                "28/02/2001 10:00 | false | must be epoch seconds",
                "'' | false | must be epoch seconds",
            })
    void refusesOthers(String text, boolean milliseconds, String rule) {
        assertThatExceptionOfType(BadLine.class)
                .isThrownBy(() -> parse(text, milliseconds))
                .withMessageContaining(rule)
                .withMessageEndingWith(", but was \"" + text + "\"");
    }

    private static long parse(String text, boolean milliseconds) throws BadLine {
        byte[] line = ("::" + text + "::").getBytes(StandardCharsets.US_ASCII);
        return new TimeParser(milliseconds).millis(line, 2, line.length - 2);
    }
}
