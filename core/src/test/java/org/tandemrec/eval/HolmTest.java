package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HolmTest {
    /** 4 · 0.005 = 0.02, 3 · 0.01 = 0.03, 2 · 0.03 = 0.06, and 0.04 takes the 0.06 of the one before it. */
    @Test
    void fourTestsByHand() {
        double[] adjusted = Holm.adjust(new double[] {0.01, 0.04, 0.03, 0.005});
        assertThat(adjusted).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
    }

    @Test
    void noneIsAboveOneAndASingleOneStays() {
        assertThat(Holm.adjust(new double[] {0.9, 0.6})).containsExactly(1, 1);
        assertThat(Holm.adjust(new double[] {0.05})).containsExactly(0.05);
        assertThat(Holm.adjust(new double[0])).isEmpty();
    }

    @Test
    void orderIsKeptAndBonferroniIsTheUpperBound() {
        SplittableRandom random = new SplittableRandom(2);
        for (int run = 0; run < 200; run++) {
            double[] p = random.doubles(1 + random.nextInt(9))
                    .map(value -> value * value)
                    .toArray();
            double[] adjusted = Holm.adjust(p);
            for (int i = 0; i < p.length; i++) {
                assertThat(adjusted[i]).isBetween(p[i], Math.min(1, p.length * p[i]));
                for (int j = 0; j < p.length; j++) {
                    assertThat(p[i] < p[j] && adjusted[i] > adjusted[j]).isFalse();
                }
            }
        }
    }

    @Test
    void whatIsNoProbabilityIsRefused() {
        assertThatThrownBy(() -> Holm.adjust(new double[] {0.5, 1.5}))
                .hasMessage("a p must be within [0, 1], but the one at 1 was 1.5");
        assertThatThrownBy(() -> Holm.adjust(new double[] {Double.NaN}))
                .hasMessage("a p must be within [0, 1], but the one at 0 was NaN");
    }
}
