package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTableTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void numbersLikeAReferenceMap(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int bound = 1 << (8 + 7 * (int) seed - 7); // dense ids and sparse ones
        NumberTable table = new NumberTable();
        Map<Integer, Integer> reference = new LinkedHashMap<>();
        for (int i = 0; i < 5000; i++) {
            int id = i == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(bound);
            int expected = reference.computeIfAbsent(id, key -> reference.size());
            assertThat(table.number(id)).isEqualTo(expected);
        }
        assertThat(table.size()).isEqualTo(reference.size());
        assertThat(table.vocabulary().ids())
                .isEqualTo(reference.keySet().stream().map(String::valueOf).toList());
    }
}
