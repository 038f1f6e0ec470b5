package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tandemrec.base.Seed;

class ParameterTest {
    @Test
    void glorotFillsTheRangeOfOneGate() {
        double[] drawn = CentralDifference.doubles(new Parameter("w", 40, 3 * 20)
                .initialize(20, InitConfig.DEFAULT, new Seed(1))
                .value());
        double bound = Math.sqrt(6.0 / (40 + 20));
        assertThat(Arrays.stream(drawn).max().orElseThrow()).isBetween(0.98 * bound, bound);
        assertThat(Arrays.stream(drawn).min().orElseThrow()).isBetween(-bound, -0.98 * bound);
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(0, within(0.05 * bound));
    }

    @Test
    void drawsDependOnSeedAndName() {
        float[] one = new Parameter("w", 4, 5)
                .initialize(5, InitConfig.DEFAULT, new Seed(1))
                .value();
        assertThat(new Parameter("w", 4, 5)
                        .initialize(5, InitConfig.DEFAULT, new Seed(1))
                        .value())
                .isEqualTo(one);
        assertThat(new Parameter("v", 4, 5)
                        .initialize(5, InitConfig.DEFAULT, new Seed(1))
                        .value())
                .isNotEqualTo(one);
        assertThat(new Parameter("w", 4, 5)
                        .initialize(5, InitConfig.DEFAULT, new Seed(2))
                        .value())
                .isNotEqualTo(one);
        assertThat(new RowTable("w", 4, 5)
                        .initialize(5, InitConfig.DEFAULT, new Seed(1))
                        .value())
                .isEqualTo(one);
    }

    @Test
    void startsAtZeroAndHasElements() {
        assertThat(new Parameter("w", 2, 3).value()).containsOnly(0).hasSize(6);
        assertThatThrownBy(() -> new Parameter("w", 0, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter w has no elements: 0 × 3");
    }
}
