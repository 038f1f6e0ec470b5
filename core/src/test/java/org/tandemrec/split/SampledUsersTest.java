package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

class SampledUsersTest {
    private static final SplitRule TAIL = new SplitRule.UserTail(0.3);

    private static Set<Integer> withTarget(Split split) {
        Set<Integer> users = new TreeSet<>();
        for (int user = 0; user < split.all().userCount(); user++) {
            if (split.targetCount(user) > 0) {
                users.add(user);
            }
        }
        return users;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void drawnUsersKeepAllTargetsAndOthersHaveNone(long seed) {
        Split split = TAIL.apply(RandomLog.of(seed));
        int withTarget = split.usersWithTarget();
        assertThat(withTarget(split)).hasSize(withTarget);
        Set<Integer> smaller = new TreeSet<>();
        for (int users = 1; users <= withTarget; users++) {
            Split sample = split.sampleUsers(users, new Seed(seed));
            Set<Integer> drawn = withTarget(sample);
            assertThat(drawn).hasSize(users).containsAll(smaller);
            assertThat(sample.usersWithTarget()).isEqualTo(users);
            assertThat(sample.train()).isSameAs(split.train());
            assertThat(sample.rule()).isEqualTo(split.rule());
            for (int user = 0; user < split.all().userCount(); user++) {
                assertThat(sample.all().start(user)).isEqualTo(split.all().start(user));
                assertThat(sample.all().end(user))
                        .isEqualTo((drawn.contains(user) ? split.all() : split.train()).end(user));
            }
            smaller = drawn;
        }
    }

    @Test
    void whereFewerHaveTargetsAllAreTaken() {
        Split split = TAIL.apply(RandomLog.of(3));
        int withTarget = split.usersWithTarget();
        assertThat(withTarget).isGreaterThan(5);
        assertThat(split.sampleUsers(withTarget, new Seed(1))).isSameAs(split);
        assertThat(split.sampleUsers(Integer.MAX_VALUE, new Seed(1))).isSameAs(split);
    }

    @Test
    void theSeedDraws() {
        Split split = TAIL.apply(RandomLog.of(3));
        int half = split.usersWithTarget() / 2;
        Set<Integer> drawn = withTarget(split.sampleUsers(half, new Seed(1)));
        assertThat(withTarget(split.sampleUsers(half, new Seed(1)))).isEqualTo(drawn);
        assertThat(withTarget(split.sampleUsers(half, new Seed(2)))).isNotEqualTo(drawn);
    }

    @Test
    void everyUserIsDrawnAlike() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 60; i++) {
            rows.addUntimed(i % 12, i);
        }
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(12, 60));
        int[] counts = new int[12];
        for (int seed = 0; seed < 1000; seed++) {
            withTarget(split.sampleUsers(3, new Seed(seed))).forEach(user -> counts[user]++);
        }
        for (int count : counts) {
            assertThat(count).isCloseTo(250, within(60)); // more than four standard deviations
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void aSampleHasAUser(int users) {
        Split split = TAIL.apply(RandomLog.of(3));
        assertThatThrownBy(() -> split.sampleUsers(users, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a sample needs at least 1 user, but was to have " + users);
    }
}
