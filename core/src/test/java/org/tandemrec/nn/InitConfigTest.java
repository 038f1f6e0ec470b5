package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Seed;
import org.tandemrec.nn.InitConfig.Initialization;

class InitConfigTest {
    private static double[] draw(Initialization initialization, float scale) {
        Parameter gates = new Parameter("w", 80, 3 * 40);
        gates.initialize(40, new InitConfig(initialization, scale), new Seed(1));
        return CentralDifference.doubles(gates.value());
    }

    private static double deviation(double[] values) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }

    @ParameterizedTest
    @CsvSource({"GLOROT_UNIFORM,0,0.22360679775", "UNIFORM,0.03,0.03"})
    void uniformFillsItsRange(Initialization initialization, float scale, double bound) {
        double[] drawn = draw(initialization, scale); // of 80 rows and gates of 40 columns: sqrt(6 / 120)
        assertThat(Arrays.stream(drawn).max().orElseThrow()).isBetween(0.98 * bound, bound * (1 + 1e-7));
        assertThat(Arrays.stream(drawn).min().orElseThrow()).isBetween(-bound * (1 + 1e-7), -0.98 * bound);
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(0, within(0.03 * bound));
        assertThat(deviation(drawn)).isCloseTo(bound / Math.sqrt(3), within(0.03 * bound));
    }

    @ParameterizedTest
    @CsvSource({"GLOROT_NORMAL,0,0.12909944487", "NORMAL,0.5,0.5"})
    void normalHasItsDeviation(Initialization initialization, float scale, double deviation) {
        double[] drawn = draw(initialization, scale); // sqrt(2 / 120)
        assertThat(deviation(drawn)).isCloseTo(deviation, within(0.04 * deviation));
        assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(0, within(0.05 * deviation));
        double within =
                Arrays.stream(drawn).filter(x -> Math.abs(x) < deviation).count() / 9600.0;
        assertThat(within).as("share within one deviation").isCloseTo(0.6827, within(0.025));
    }

    @Test
    void aTableAndAParameterDrawTheSame() {
        InitConfig init = new InitConfig(Initialization.NORMAL, 0.1f);
        float[] parameter =
                new Parameter("w", 4, 6).initialize(3, init, new Seed(1)).value();
        RowTable table = new RowTable("w", 4, 6);
        assertThat(table.value()).containsOnly(0);
        assertThat(table.initialize(3, init, new Seed(1)).value()).isEqualTo(parameter);
        assertThat(table.initialize(3, init, new Seed(2)).value()).isNotEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "GLOROT_UNIFORM,0.1,'initScale is for uniform and normal: with initialization glorot-uniform it must be 0, but was 0.1'",
        "GLOROT_NORMAL,-1,'initScale is for uniform and normal: with initialization glorot-normal it must be 0, but was -1.0'",
        "UNIFORM,0,'initScale must be positive with initialization uniform, but was 0.0'",
        "NORMAL,NaN,'initScale must be positive with initialization normal, but was NaN'",
        "NORMAL,Infinity,'initScale must be positive with initialization normal, but was Infinity'"
    })
    void aScaleWhereItIsNotUsedOrMissingFails(Initialization initialization, float scale, String message) {
        assertThatThrownBy(() -> new InitConfig(initialization, scale))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
