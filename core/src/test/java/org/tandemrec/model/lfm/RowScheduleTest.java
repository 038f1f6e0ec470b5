package org.tandemrec.model.lfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.data.PairRows;

class RowScheduleTest {
    private static PairRows random(int users, int items) {
        SplittableRandom random = new SplittableRandom(users);
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 3000; i++) {
            rows.addUntimed(random.nextInt(users), items - 1 - random.nextInt(1 + random.nextInt(items)));
        }
        return PairRows.byUser(rows.build(users, items), Parallel.sequential());
    }

    @ParameterizedTest
    @CsvSource({"50,40,1", "2500,40,64", "20,70000,1000000"})
    void aScheduleHasEveryRowWithPairsOnceHeavyOnesFirst(int users, int items, int pairsPerRow) {
        PairRows pairs = random(users, items);
        RowSchedule schedule = new RowSchedule(pairs, pairsPerRow);
        int rows = schedule.start(schedule.chunks());
        int[] order = new int[rows];
        for (int chunk = 0; chunk < schedule.chunks(); chunk++) {
            long work = 0;
            for (int place = schedule.start(chunk); place < schedule.start(chunk + 1); place++) {
                assertThat(work).as("a chunk that has enough ends").isLessThan(8192);
                work += pairs.count(schedule.row(place)) + pairsPerRow;
                order[place] = schedule.row(place);
            }
            assertThat(work >= 8192 || chunk == schedule.chunks() - 1).isTrue();
        }
        for (int place = 1; place < rows; place++) {
            assertThat(pairs.count(order[place])).isLessThanOrEqualTo(pairs.count(order[place - 1]));
        }
        Arrays.sort(order);
        int[] expected = new int[rows];
        int filled = 0;
        for (int user = 0; user < users; user++) {
            if (pairs.count(user) > 0) {
                expected[filled++] = user;
            }
        }
        assertThat(filled).isEqualTo(rows);
        assertThat(order).isEqualTo(expected);
    }
}
