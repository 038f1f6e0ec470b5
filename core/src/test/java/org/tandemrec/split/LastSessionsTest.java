package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tandemrec.data.Interactions;

class LastSessionsTest {
    private static final long MINUTE = 60_000;

    /** Sessions of 2, 3 and 1 interactions: a gap of half an hour to the millisecond ends none. */
    @ParameterizedTest
    @CsvSource({"last-sessions(1),1", "last-sessions(2),4", "last-sessions(3),0", "last-sessions(4),0"})
    void theLastSessionsAreTargets(String rule, int targets) {
        Interactions all =
                RandomLog.ofTimes(0, 30 * MINUTE, 60 * MINUTE + 1, 61 * MINUTE, 91 * MINUTE, 121 * MINUTE + 1);
        assertThat(SplitRule.parse(rule).apply(all).targetCount()).isEqualTo(targets);
        assertThat(SplitRule.parse(rule).targetCounts(all)).containsExactly(targets);
    }

    @Test
    void theGapIsSaidInSeconds() {
        Interactions all = RandomLog.ofTimes(0, 10_000, 20_001, 30_001);
        assertThat(SplitRule.parse("last-sessions(1,10)").apply(all).targetCount())
                .isEqualTo(2);
        assertThat(SplitRule.parse("last-sessions(1,9)").apply(all).targetCount())
                .isEqualTo(1);
        assertThat(SplitRule.parse("last-sessions(1,11)").apply(all).targetCount())
                .isZero();
        assertThat(new SplitRule.LastSessions(2)).hasToString("last-sessions(2)");
    }

    /** By sessions that are cut one by one from the front. */
    @ParameterizedTest
    @CsvSource({"1,0", "1,3", "2,3", "3,10", "1,40"})
    void everySessionIsWholeAndOneStays(int sessions, long gap) {
        int cut = 0;
        for (int seed = 0; seed < 60; seed++) {
            Split split = new SplitRule.LastSessions(sessions, gap).apply(RandomLog.of(seed));
            for (int user = 0; user < split.all().userCount(); user++) {
                int start = split.all().start(user);
                int end = split.all().end(user);
                int targets = split.targetCount(user);
                int total = sessions(split.all(), start, end, gap);
                assertThat(targets > 0).isEqualTo(total > sessions);
                if (targets > 0) {
                    assertThat(sessions(split.all(), end - targets, end, gap)).isEqualTo(sessions);
                    assertThat(sessions(split.all(), start, end - targets, gap)).isEqualTo(total - sessions);
                    cut++;
                }
            }
        }
        assertThat(cut).isGreaterThan(50);
    }

    @Test
    void validationIsTheSessionsBeforeThem() {
        Interactions all = RandomLog.ofTimes(0, 100 * MINUTE, 200 * MINUTE, 201 * MINUTE, 300 * MINUTE);
        Split validation = SplitRule.parse("last-sessions(1)").apply(all).validation();
        assertThat(validation.all().count(0)).isEqualTo(4);
        assertThat(validation.targetCount(0)).isEqualTo(2);
        assertThat(validation.rule()).hasToString("last-sessions(1)");
    }

    @Test
    void numbersAndTimesAreChecked() {
        assertThatThrownBy(() -> SplitRule.parse("last-sessions(0)"))
                .hasMessage("last-sessions needs at least 1 session, but was given 0");
        assertThatThrownBy(() -> SplitRule.parse("last-sessions(1,-5)"))
                .hasMessage(
                        "the gap between sessions must be at least 0 seconds and at most 9223372036854775, but was -5");
        Interactions untimed =
                new Interactions.Builder().addUntimed(0, 0).addUntimed(0, 1).build(1, 2);
        assertThatThrownBy(() -> SplitRule.parse("last-sessions(1)").apply(untimed))
                .hasMessage("last-sessions(1) needs a time in every row, but the data has none; "
                        + "use user-tail or leave-last-out, which go by order");
    }

    private static int sessions(Interactions rows, int start, int end, long gap) {
        int sessions = end > start ? 1 : 0;
        for (int row = start + 1; row < end; row++) {
            sessions += rows.timeMillis(row) > rows.timeMillis(row - 1) + gap * 1000 ? 1 : 0;
        }
        return sessions;
    }
}
