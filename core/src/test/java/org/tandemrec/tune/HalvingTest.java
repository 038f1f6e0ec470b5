package org.tandemrec.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingTest {
    /** By hand: s = min(⌊log_η n⌋, ⌊log_η R⌋), ⌊n η⁻ⁱ⌋ trials for R η^(i − s) epochs. */
    @ParameterizedTest
    @CsvSource({
        "27, 3, 27, 27@1 9@3 3@9 1@27",
        "81, 3, 9, 81@1 27@3 9@9",
        "10, 3, 20, 10@2 3@6 1@20",
        "9, 3, 1, 9@1",
        "1, 3, 20, 1@20",
        "16, 4, 70, 16@4 4@17 1@70",
        "8, 2, 7, 8@1 4@3 2@7",
        "12, 0, 20, 12@20"
    })
    void theRungs(int trials, int factor, int epochs, String rungs) {
        Halving halving = new Halving(trials, factor, epochs);
        assertThat(IntStream.range(0, halving.rungs())
                        .mapToObj(rung -> halving.trialsOn(rung) + "@" + halving.epochsAfter(rung))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(rungs);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 26, 27, 28, 100})
    void everyRungHasATrialAndAnEpochAndTheLastOneAllEpochs(int trials) {
        for (int factor = 2; factor < 6; factor++) {
            for (int epochs = 1; epochs < 40; epochs++) {
                Halving halving = new Halving(trials, factor, epochs);
                int last = halving.rungs() - 1;
                assertThat(halving.trialsOn(0)).isEqualTo(trials);
                assertThat(halving.trialsOn(last)).isPositive();
                assertThat(halving.epochsAfter(last)).isEqualTo(epochs);
                for (int rung = 1; rung <= last; rung++) {
                    assertThat(halving.trialsOn(rung)).isLessThan(halving.trialsOn(rung - 1));
                    assertThat(halving.epochsAfter(rung)).isGreaterThan(halving.epochsAfter(rung - 1));
                }
            }
        }
    }

    @Test
    void aTrialOfAnotherTotalHasTheSameShareOfIt() {
        Halving halving = new Halving(9, 3, 18);
        assertThat(halving.epochsAfter(0, 36)).isEqualTo(4);
        assertThat(halving.epochsAfter(1, 36)).isEqualTo(12);
        assertThat(halving.epochsAfter(2, 36)).isEqualTo(36);
        assertThat(halving.epochsAfter(0, 5)).isOne();
        assertThat(halving.epochsAfter(2, 5)).isEqualTo(5);
    }

    @Test
    void theBestGoOnAndOfEqualOnesTheEarlier() {
        double[] metrics = {0.2, Double.NaN, 0.3, 0.2, 0.5, Double.POSITIVE_INFINITY};
        assertThat(Halving.best(metrics, 3)).containsExactly(4, 2, 0);
        assertThat(Halving.best(metrics, 9)).containsExactly(4, 2, 0, 3);
        assertThat(Halving.best(new double[] {Double.NaN}, 1)).isEmpty();
    }

    @Test
    void wrongValues() {
        assertThatThrownBy(() -> new Halving(0, 3, 1)).hasMessage("trials must be at least 1, but was 0");
        assertThatThrownBy(() -> new Halving(1, 1, 1)).hasMessage("halving must be at least 2, or none, but was 1");
        assertThatThrownBy(() -> new Halving(1, 3, 0)).hasMessage("epochs must be at least 1, but was 0");
    }
}
