package org.tandemrec.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

/** The invented logs have the numbers that their descriptions state. */
final class SequenceShapeTest {
    @ParameterizedTest
    @CsvSource({
        "RETAILROCKET,    250000,   37000,  1000000, 2, 0.0068",
        "RSC15,           250000,   37500,  1000000, 2, 0.0068",
        "FULL_SOFTMAX,      6040,    3706,  1000000, 20, 0.0028",
        "BPTT,              6040,    3706,  1000000, 20, 0.0028",
        "RANK,              6040,    3706,  1000000, 20, 0.0028",
        "LARGE_CATALOGUE, 200000, 1000000,  2000000, 2, 0.0046",
    })
    void casesHaveTheirNumbers(Gru4RecCase which, int users, int items, int events, int fewest, double topShare) {
        Interactions log = which.shape().generate(new Seed(42));
        assertThat(log.userCount()).isEqualTo(users);
        assertThat(log.itemCount()).isEqualTo(items);
        assertThat((double) log.size() / events).isCloseTo(1, within(0.02));
        assertThat(IntStream.range(0, users).map(log::count).min()).hasValue(fewest);
        int[] counts = log.itemCounts();
        int most = Arrays.stream(counts).max().orElseThrow();
        assertThat((double) most / log.size()).isCloseTo(topShare, within(topShare * 0.1));
    }

    @Test
    void popularityFallsAsZipfSays() {
        Interactions log = new SequenceShape(20_000, 1_000, 2, 10, 20).generate(new Seed(1));
        int[] counts = log.itemCounts();
        assertThat(counts[0])
                .as("items are numbered at random")
                .isNotEqualTo(Arrays.stream(counts).max().orElseThrow());
        Arrays.sort(counts);
        double total =
                IntStream.range(0, 1_000).mapToDouble(rank -> 1.0 / (rank + 20)).sum();
        for (int rank : new int[] {0, 10, 100, 500}) {
            double expected = log.size() / total / (rank + 20);
            assertThat(counts[999 - rank] / expected).as("rank %d", rank).isCloseTo(1, within(0.2));
        }
    }

    @Test
    void lengthsAreGeometricAboveTheFewest() {
        Interactions log = new SequenceShape(50_000, 10, 2, 4, 1).generate(new Seed(1));
        double[] share = new double[3];
        for (int user = 0; user < log.userCount(); user++) {
            if (log.count(user) < 5) {
                share[log.count(user) - 2]++;
            }
        }
        for (int beyond = 0; beyond < 3; beyond++) {
            assertThat(share[beyond] / log.userCount()).isCloseTo(Math.pow(2 / 3.0, beyond) / 3, within(0.01));
        }
    }

    @Test
    void sequencesStartOneAfterAnother() {
        Interactions log = new SequenceShape(100, 10, 2, 4, 1).generate(new Seed(1));
        for (int user = 1; user < 100; user++) {
            assertThat(log.timeMillis(log.start(user))).isGreaterThan(log.timeMillis(log.start(user - 1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sameSeedSameLog(Gru4RecCase which) {
        SequenceShape shape = which.shape().shrunk(1000);
        long checksum = shape.generate(new Seed(7)).checksum();
        assertThat(shape.generate(new Seed(7)).checksum()).isEqualTo(checksum);
        assertThat(shape.generate(new Seed(8)).checksum()).isNotEqualTo(checksum);
    }
}
