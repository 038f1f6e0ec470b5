package org.tandemrec.app.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AxisTest {
    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void holdsItsValuesAndEndsOnNiceTicks(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double size = Math.pow(10, random.nextInt(-6, 7));
        double min = (random.nextDouble() - 0.5) * size;
        double max = min + random.nextDouble() * size * Math.pow(10, random.nextInt(-3, 1));
        Axis axis = Axis.around(min, max, 300, 20, 6);
        assertThat(axis.pixel(min)).isBetween(20.0 - 1e-6, 300.0 + 1e-6);
        assertThat(axis.pixel(max)).isBetween(20.0 - 1e-6, axis.pixel(min));
        List<Double> ticks = axis.ticks();
        assertThat(ticks).hasSizeBetween(2, 7);
        assertThat(axis.pixel(ticks.getFirst())).isCloseTo(300, within(1e-3));
        assertThat(axis.pixel(ticks.getLast())).isCloseTo(20, within(1e-3));
        assertThat(ticks.stream().map(axis::label)).doesNotHaveDuplicates();
        double mantissa = axis.step() / Math.pow(10, Math.floor(Math.log10(axis.step()) + 1e-9));
        assertThat(List.of(1L, 2L, 5L)).contains(Math.round(mantissa));
        assertThat(mantissa).isCloseTo(Math.rint(mantissa), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mapsInOrder(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Axis axis = Axis.around(-random.nextDouble(), 1 + random.nextDouble(), 300, 20, 6);
        double[] values = random.doubles(20).sorted().toArray();
        for (int i = 1; i < values.length; i++) {
            assertThat(axis.pixel(values[i])).isLessThan(axis.pixel(values[i - 1]));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "0.25", "-3", "1e9", "1e-12"})
    void putsEqualValuesInside(double value) {
        Axis axis = Axis.around(value, value, 300, 20, 6);
        assertThat(axis.pixel(value)).isBetween(21.0, 299.0);
    }

    @Test
    void powersOfTenHaveEqualDistances() {
        Axis axis = Axis.ofPowers(0.03, 20_000_000, 0, 100);
        assertThat(axis.ticks().stream().map(axis::label))
                .containsExactly("0.01", "0.1", "1", "10", "100", "1 k", "10 k", "100 k", "1 M", "10 M", "100 M");
        assertThat(axis.pixel(0.01)).isCloseTo(0, within(1e-9));
        assertThat(axis.pixel(1000)).isCloseTo(50, within(1e-9));
        assertThat(axis.pixel(1e8)).isCloseTo(100, within(1e-9));
        assertThat(Axis.ofPowers(1000, 1000, 0, 100).ticks()).hasSize(2);
    }

    @Test
    void epochsAreWhole() {
        assertThat(Axis.ofWhole(1, 12, 0, 100, 12).ticks()).hasSize(12).first().isEqualTo(1.0);
        assertThat(Axis.ofWhole(1, 200, 0, 100, 12).ticks())
                .hasSizeBetween(4, 12)
                .allMatch(tick -> tick % 1 == 0);
        assertThat(Axis.ofWhole(3, 3, 0, 100, 12).ticks()).containsExactly(3.0);
        assertThat(Axis.ofWhole(3, 3, 0, 100, 12).pixel(3)).isEqualTo(50);
    }
}
