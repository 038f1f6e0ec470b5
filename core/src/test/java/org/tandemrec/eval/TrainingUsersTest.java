package org.tandemrec.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;

class TrainingUsersTest {
    /** Items that nearly everybody took, items that few took, repeats, and users without an event. */
    private static Interactions log(long seed) {
        Random random = new Random(seed);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 200; user++) {
            for (int item = 0; item < 12 && user % 7 != 3; item++) {
                double share = Math.pow(0.6, item);
                for (int i = 0; i < 2; i++) {
                    if (random.nextDouble() < share) {
                        rows.addUntimed(user, item);
                    }
                }
            }
        }
        for (int item = 0; item < 12; item++) {
            rows.addUntimed(199, item);
        }
        return rows.build(201, 12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void cosinesAndSharesAreThoseOfSets(long seed) {
        Interactions log = log(seed);
        List<Set<Integer>> sets = new ArrayList<>();
        Set<Integer> users = new HashSet<>();
        for (int item = 0; item < 12; item++) {
            sets.add(new HashSet<>());
        }
        for (int user = 0; user < log.userCount(); user++) {
            for (int row = log.start(user); row < log.end(user); row++) {
                sets.get(log.item(row)).add(user);
                users.add(user);
            }
        }
        assertThat(sets).anyMatch(set -> set.size() < 6).anyMatch(set -> set.size() > 100); // lists and bits
        TrainingUsers found = TrainingUsers.of(log, true);
        for (int i = 0; i < 12; i++) {
            double share = (double) sets.get(i).size() / users.size();
            assertThat(found.selfInformation(i)).isCloseTo(-Math.log(share) / Math.log(2), within(1e-12));
            assertThat(TrainingUsers.of(log, false).selfInformation(i)).isEqualTo(found.selfInformation(i));
            for (int j = 0; j < 12; j++) {
                Set<Integer> both = new HashSet<>(sets.get(i));
                both.retainAll(sets.get(j));
                double cosine = both.size()
                        / Math.sqrt((double) sets.get(i).size() * sets.get(j).size());
                assertThat(found.cosine(i, j)).isCloseTo(cosine, within(1e-12));
            }
        }
    }
}
