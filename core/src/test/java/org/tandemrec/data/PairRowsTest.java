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

    @ParameterizedTest
    @CsvSource({"50,40", "5,70000"})
    void aProductCountsTheCommonUsersOfTwoItems(int users, int items) {
        List<Set<Integer>> byUser = new ArrayList<>();
        PairRows ofUsers = PairRows.byUser(random(users, items, byUser), Parallel.sequential());
        PairRows ofItems = ofUsers.transposed(items);
        int[] counts = new int[items];
        Arrays.fill(counts, 7);
        for (int item : new int[] {0, items / 2, items - 1}) {
            ofItems.multiply(item, ofUsers, counts);
            for (int other = 0; other < items; other++) {
                int second = other;
                long common = byUser.stream()
                        .filter(taken -> taken.contains(item) && taken.contains(second))
                        .count();
                assertThat(counts[other]).isEqualTo((int) common);
            }
        }
    }
}
