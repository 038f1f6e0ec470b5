package org.tandemrec.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "a, '', 1",
        "'', ab, 2",
        "kitten, sitting, 3",
        "seed, seed, 0",
        "--sed, --seed, 1",
        "probe, porbe, 1"
    })
    void countsLetters(String a, String b, int expected) {
        assertThat(Nearest.distance(a, b)).isEqualTo(expected);
        assertThat(Nearest.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void findsTheNearestAndNothingFar() {
        List<String> names = List.of("--seed", "--threads", "--json");
        assertThat(Nearest.to("--thread", names)).contains("--threads");
        assertThat(Nearest.to("--jsno", names)).contains("--json");
        assertThat(Nearest.to("--database", names)).isEmpty();
    }
}
