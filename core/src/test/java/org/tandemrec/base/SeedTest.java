package org.tandemrec.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {
    /** Every published figure depends on these values: a change of them is a change of all results. */
    @Test
    void childrenAreStable() {
        Seed seed = new Seed(42);
        assertThat(seed.child("lfm").value()).isEqualTo(-2483635257417866743L);
        assertThat(seed.child(7).value()).isEqualTo(-4893543810735773810L);
        assertThat(seed.child("lfm").child(7).random().nextLong()).isEqualTo(-4381457472899042083L);
    }

    @Test
    void mixIsTheFinaliserOfSplitMix64() {
        /* The first outputs of SplitMix64 from state 0, as published with the generator. */
        assertThat(Seed.mix(0x9E3779B97F4A7C15L)).isEqualTo(0xE220A8397B1DCDAFL);
        assertThat(Seed.mix(0x3C6EF372FE94F82AL)).isEqualTo(0x6E789E6AA1B965F4L);
        assertThat(Seed.mix(0xDAA66D2C7DDF743FL)).isEqualTo(0x06C45D188009454FL);
    }

    @Test
    void childrenOfManyNamesNumbersAndParentsDiffer() {
        Set<Long> values = new HashSet<>();
        int made = 0;
        for (long parent = -10; parent < 10; parent++) {
            Seed seed = new Seed(parent);
            for (int i = -1000; i < 1000; i++) {
                values.add(seed.child(i).value());
                values.add(seed.child("name" + i).value());
                values.add(seed.child("epoch").child(i).value());
                values.add(seed.child(i).child("epoch").value());
                made += 4;
            }
        }
        assertThat(values).hasSize(made);
    }

    @Test
    void aOneLetterNameIsNotANumber() {
        Seed seed = new Seed(1);
        for (char letter = 0; letter < 1000; letter++) {
            assertThat(seed.child(String.valueOf(letter))).isNotEqualTo(seed.child((long) letter));
        }
    }

    @Test
    void orderAndEdgesOfNamesCount() {
        Seed seed = new Seed(1);
        assertThat(seed.child("ab")).isNotEqualTo(seed.child("ba"));
        assertThat(seed.child("a").child("b")).isNotEqualTo(seed.child("ab"));
        assertThat(seed.child(""))
                .isNotEqualTo(seed)
                .isNotEqualTo(seed.child(0))
                .isNotEqualTo(seed.child(-1));
    }

    @Test
    void generatorsAreFreshAndEqual() {
        Seed seed = new Seed(5).child("negatives");
        assertThat(seed.random().longs(100).toArray())
                .isEqualTo(seed.random().longs(100).toArray());
    }

    @Test
    void siblingsAreUncorrelated() {
        Seed seed = new Seed(3);
        int equalBits = 0;
        int draws = 2000;
        for (int i = 0; i < draws; i++) {
            equalBits += 64
                    - Long.bitCount(seed.child(i).value() ^ seed.child(i + 1L).value());
        }
        /* Binomial with mean 32 a draw and standard deviation 4 a draw. */
        assertThat(equalBits / (double) draws).isBetween(31.5, 32.5);
    }
}
