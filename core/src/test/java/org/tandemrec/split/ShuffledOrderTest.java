package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;

class ShuffledOrderTest {
    private static final Seed SEED = new Seed(21);

    @ParameterizedTest
    @CsvSource({
        "user-tail(0.3),last",
        "user-tail(0.3),all",
        "leave-last-out,successive",
        "global-tail(0.3),last",
        "random(0.3),all",
        "'last-sessions(1,3)',last"
    })
    void historiesKeepTheirRowsAndTargetsStay(String rule, String targetRule) {
        TargetRule targets = TargetRule.parse(targetRule);
        int moved = 0;
        for (int seed = 0; seed < 40; seed++) {
            Split split = SplitRule.parse(rule).apply(RandomLog.of(seed));
            Split shuffled = ShuffledOrder.of(split, targets, SEED);
            assertThat(shuffled.rule()).isEqualTo(split.rule());
            for (int user = 0; user < split.all().userCount(); user++) {
                assertThat(shuffled.targetCount(user)).isEqualTo(split.targetCount(user));
                assertThat(shuffled.all().start(user)).isEqualTo(split.all().start(user));
                int first = split.targetCount(user) == 0 ? split.train().end(user) : targets.firstRow(split, user);
                List<String> before = history(split.all(), user, first);
                List<String> after = history(shuffled.all(), user, first);
                moved += before.equals(after) ? 0 : 1;
                Collections.sort(before);
                Collections.sort(after);
                assertThat(after).isEqualTo(before);
                for (int row = split.all().start(user); row < split.all().end(user); row++) {
                    assertThat(shuffled.all().timeMillis(row))
                            .isEqualTo(split.all().timeMillis(row));
                    if (row >= first) {
                        assertThat(shuffled.all().item(row))
                                .isEqualTo(split.all().item(row));
                        assertThat(shuffled.all().rating(row))
                                .isEqualTo(split.all().rating(row));
                    }
                }
            }
        }
        assertThat(moved).isGreaterThan(200);
    }

    @Test
    void allOrdersAreAsLikely() {
        Interactions.Builder rows = new Interactions.Builder();
        int users = 6000;
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < 4; item++) {
                rows.addUnrated(user, item, item);
            }
        }
        Split split = new SplitRule.LeaveLastOut().apply(rows.build(users, 4));
        Interactions shuffled = ShuffledOrder.of(split, TargetRule.LAST, SEED).all();
        int[] orders = new int[27];
        for (int user = 0; user < users; user++) {
            int row = shuffled.start(user);
            orders[shuffled.item(row) * 9 + shuffled.item(row + 1) * 3 + shuffled.item(row + 2)]++;
            assertThat(shuffled.item(row + 3)).isEqualTo(3);
        }
        /* Each of 6 orders: mean 1000, standard deviation 29. */
        for (int order : new int[] {0 + 3 + 2, 0 + 6 + 1, 9 + 0 + 2, 9 + 6 + 0, 18 + 0 + 1, 18 + 3 + 0}) {
            assertThat(orders[order]).as("order %d", order).isBetween(870, 1130);
        }
    }

    @Test
    void theSeedAloneDecides() {
        Split split = SplitRule.PAPER.apply(RandomLog.of(4));
        long checksum = ShuffledOrder.of(split, TargetRule.LAST, SEED).all().checksum();
        assertThat(ShuffledOrder.of(split, TargetRule.LAST, SEED).all().checksum())
                .isEqualTo(checksum)
                .isNotEqualTo(split.all().checksum());
        assertThat(ShuffledOrder.of(split, TargetRule.LAST, SEED.child(1)).all().checksum())
                .isNotEqualTo(checksum);
    }

    @Test
    void aSampleOfTheUsersHasTheOrdersOfAll() {
        Split split = SplitRule.PAPER.apply(RandomLog.of(4));
        Split sample = split.sampleUsers(3, SEED);
        Interactions ofAll = ShuffledOrder.of(split, TargetRule.LAST, SEED).all();
        Interactions ofSample = ShuffledOrder.of(sample, TargetRule.LAST, SEED).all();
        int compared = 0;
        for (int user = 0; user < split.all().userCount(); user++) {
            if (sample.targetCount(user) > 0) {
                assertThat(history(ofSample, user, sample.all().end(user)))
                        .isEqualTo(history(ofAll, user, split.all().end(user)));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(3);
    }

    @Test
    void severalTargetsInTurnHaveNoSingleHistory() {
        Split split = new SplitRule.UserTail(0.5).apply(RandomLog.ofTimes(0, 1, 2, 3));
        assertThatThrownBy(() -> ShuffledOrder.of(split, TargetRule.SUCCESSIVE, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "histories can be shuffled before the last or before all targets of a user, but with successive "
                                + "targets under user-tail(0.5) 1 users have several; choose targets last or all, or the split "
                                + "leave-last-out");
    }

    private static List<String> history(Interactions rows, int user, int end) {
        List<String> history = new ArrayList<>();
        for (int row = rows.start(user); row < end; row++) {
            history.add(rows.item(row) + " rated " + rows.rating(row));
        }
        return history;
    }
}
