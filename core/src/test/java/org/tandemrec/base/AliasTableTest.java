package org.tandemrec.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTableTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 257})
    void placesAreDrawnInProportionToTheirWeights(int size) {
        SplittableRandom random = new SplittableRandom(size);
        int[] weights = new int[size];
        for (int place = 0; place < size; place++) {
            weights[place] = 1 + random.nextInt(random.nextBoolean() ? 5 : 500);
        }
        AliasTable table = AliasTable.ofCounts(weights, 1);
        int draws = 200_000;
        int[] drawn = new int[size];
        for (int i = 0; i < draws; i++) {
            drawn[table.draw(random.nextLong())]++;
        }
        double total = Arrays.stream(weights).sum();
        for (int place = 0; place < size; place++) {
            double chance = weights[place] / total;
            double deviation = Math.sqrt(draws * chance * (1 - chance));
            assertThat(Math.abs(drawn[place] - draws * chance))
                    .as("place %d of weight %d", place, weights[place])
                    .isLessThanOrEqualTo(5 * deviation);
        }
    }
}
