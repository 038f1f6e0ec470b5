package org.tandemrec.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;

class NegativeSamplerTest {
    private static final Parallel ONE = Parallel.sequential();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.4, 0.75, 1})
    void drawsByCountToTheAlpha(double alpha) {
        int[] counts = {4, 0, 1, 100, 9, 0, 0, 1, 25, 16, 64, 2, 0};
        double[] power = Arrays.stream(counts)
                .mapToDouble(count -> count == 0 ? 0 : Math.pow(count, alpha))
                .toArray();
        double sum = Arrays.stream(power).sum();
        NegativeSampler sampler = new NegativeSampler(counts, alpha, 1000, ONE);
        sampler.begin(new Seed(5));
        int[] drawn = new int[counts.length];
        int updates = 200;
        for (int update = 0; update < updates; update++) {
            int offset = sampler.offset(update);
            for (int i = offset; i < offset + 1000; i++) {
                drawn[sampler.draws()[i]]++;
            }
        }
        for (int item = 0; item < counts.length; item++) {
            double p = power[item] / sum;
            assertThat(sampler.probability(item)).isCloseTo(p, within(1e-12));
            double deviation = Math.sqrt(p * (1 - p) / (1000.0 * updates));
            assertThat(drawn[item] / (1000.0 * updates)).as("item %d", item).isCloseTo(p, within(5 * deviation));
        }
    }

    @Test
    void theDrawsOfAnUpdateDependOnSeedAndNumberAlone() {
        int[] counts = {1, 2, 3, 4, 5};
        try (Parallel three = new Parallel(3)) {
            NegativeSampler all = new NegativeSampler(counts, 0.5, 7, ONE);
            NegativeSampler some = new NegativeSampler(counts, 0.5, 7, three);
            all.begin(new Seed(1).child(2));
            some.begin(new Seed(1).child(2));
            for (int update = 0; update < 300; update++) {
                int[] expected = draws(all, update);
                if (update % 77 == 3) {
                    assertThat(draws(some, update)).isEqualTo(expected);
                }
            }
            int[] last = draws(all, 299);
            all.begin(new Seed(1).child(3));
            assertThat(draws(all, 299)).isNotEqualTo(last);
        }
    }

    private static int[] draws(NegativeSampler sampler, long update) {
        int offset = sampler.offset(update);
        return Arrays.copyOfRange(sampler.draws(), offset, offset + 7);
    }

    @Test
    void oneItemIsAlwaysDrawn() {
        NegativeSampler sampler = new NegativeSampler(new int[] {0, 3, 0}, 0.3, 50, ONE);
        sampler.begin(new Seed(1));
        int offset = sampler.offset(0);
        assertThat(Arrays.stream(sampler.draws(), offset, offset + 50)).containsOnly(1);
    }

    @Test
    void noItemOccurs() {
        assertThatThrownBy(() -> new NegativeSampler(new int[3], 0.5, 1, ONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing can be drawn where no weight is positive");
    }
}
