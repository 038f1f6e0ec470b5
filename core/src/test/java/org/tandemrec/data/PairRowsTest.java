package org.tandemrec.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;

class PairRowsTest {
    /** Random pairs, some several times, as sorted sets and as interactions. */
    private static Interactions random(int users, int items, List<Set<Integer>> byUser) {
        SplittableRandom random = new SplittableRandom(users);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < users; user++) {
            byUser.add(new TreeSet<>());
        }
        for (int i = 0; i < 3000; i++) {
            int user = random.nextInt(users);
            int item = items - 1 - random.nextInt(1 + random.nextInt(items));
            byUser.get(user).add(item);
            rows.addUntimed(user, item);
        }
        return rows.build(users, items);
    }

    private static int[] columns(PairRows pairs, int row) {
        int[] columns = new int[pairs.count(row)];
        pairs.copy(row, columns);
        return columns;
    }

    @ParameterizedTest
    @CsvSource({"50,40", "1,5", "2500,40", "20,70000", "70000,20"})
    void holdsEveryPairOnceBothWays(int users, int items) {
        List<Set<Integer>> byUser = new ArrayList<>();
        Interactions data = random(users, items, byUser);
        PairRows pairs = PairRows.byUser(data, Parallel.sequential());
        PairRows back = pairs.transposed(items);
        List<Set<Integer>> byItem = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            byItem.add(new TreeSet<>());
        }
        int size = 0;
        for (int user = 0; user < users; user++) {
            int[] expected =
                    byUser.get(user).stream().mapToInt(Integer::intValue).toArray();
            assertThat(columns(pairs, user)).isEqualTo(expected);
            int[] counts = new int[items];
            pairs.addTo(user, counts);
            pairs.addTo(user, counts);
            assertThat(Arrays.stream(counts).sum()).isEqualTo(2 * expected.length);
            assertThat(Arrays.stream(expected).map(item -> counts[item])).allMatch(count -> count == 2);
            size += expected.length;
            for (int item : expected) {
                byItem.get(item).add(user);
            }
        }
        for (int item = 0; item < items; item++) {
            assertThat(columns(back, item))
                    .isEqualTo(byItem.get(item).stream()
                            .mapToInt(Integer::intValue)
                            .toArray());
        }
        assertThat(pairs.size()).isEqualTo(size);
        assertThat(back.size()).isEqualTo(size);
        assertThat(pairs.rows()).isEqualTo(users);
        assertThat(back.rows()).isEqualTo(items);
    }
}
