package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;

class SplitRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-tail(0.1)",
                "user-tail(0.25)",
                "user-tail(1.0E-5)",
                "leave-last-out",
                "last-sessions(1)",
                "last-sessions(3,0)",
                "last-sessions(2,86400)",
                "global-tail(0.1)",
                "random(0.1)",
                "random(0.25,7)",
                "random(0.25,-7)",
                "global-time(2001-01-01T00:00:00Z)",
                "global-time(2001-01-01T00:00:00.250Z)",
                "global-time(1969-12-31T23:59:59Z)"
            })
    void textRoundTrips(String text) {
        SplitRule rule = SplitRule.parse(text);
        assertThat(rule).hasToString(text);
        assertThat(SplitRule.parse("  " + rule + "\n")).isEqualTo(rule);
    }

    @Test
    void thePaperSplitIsTheUsersLastTenth() {
        assertThat(SplitRule.PAPER).isEqualTo(SplitRule.parse("user-tail(0.1)"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tail(0.1)",
                "user-tail",
                "user-tail()",
                "user-tail(a tenth)",
                "user-tail(0,1)",
                "user-tail(0.1",
                "user-tail(0.1) x",
                "USER-TAIL(0.1)",
                "leave-last-out(2)",
                "leave-last-out()",
                "last-sessions",
                "last-sessions()",
                "last-sessions(1.5)",
                "last-sessions(1,)",
                "last-sessions(1,2,3)",
                "last-sessions(9999999999)",
                "global-tail",
                "random",
                "random()",
                "random(0.1,)",
                "random(0.1,x)",
                "random(0.1,1,2)",
                "random(,1)",
                "global-time",
                "global-time(2001)",
                "global-time(978307200)",
                "global-time(+999999999-12-31T23:59:59Z)"
            })
    void badTextSaysWhatASplitIs(String text) {
        assertThatThrownBy(() -> SplitRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a split is user-tail(0.1), leave-last-out, global-tail(0.1), global-time(")
                .hasMessageEndingWith("but was \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "user-tail(0)",
        "user-tail(1)",
        "user-tail(-0.1)",
        "user-tail(NaN)",
        "global-tail(1.5)",
        "global-tail(0)",
        "random(0)",
        "random(1)"
    })
    void fractionsLieBetweenZeroAndOne(String text) {
        assertThatThrownBy(() -> SplitRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the fraction of a split must be between 0 and 1, but was ");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1,3,1",
        "0.1,19,1",
        "0.1,20,2",
        "0.1,29,2",
        "0.1,30,3",
        "0.3,10,3",
        "0.7,10,7",
        "0.5,3,1",
        "0.29,100,29"
    })
    void userTailTakesTheFloorAndAtLeastOne(double fraction, int count, int targets) {
        Split split = new SplitRule.UserTail(fraction).apply(oneUser(count));
        assertThat(split.targetCount(0)).isEqualTo(targets);
        assertThat(split.train().count(0)).isEqualTo(count - targets);
        assertThat(split.rule()).isEqualTo(new SplitRule.UserTail(fraction));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user-tail(0.25)",
                "leave-last-out",
                "last-sessions(2,3)",
                "global-tail(0.1)",
                "global-time(1970-01-01T00:00:30Z)",
                "random(0.25,7)"
            })
    void targetsAreCountedAsTheyAreCut(String text) {
        SplitRule rule = SplitRule.parse(text);
        int targets = 0;
        for (int seed = 0; seed < 30; seed++) {
            Interactions all = RandomLog.of(seed);
            Split split = rule.apply(all);
            int[] counts = rule.targetCounts(all);
            assertThat(counts).hasSize(all.userCount());
            for (int user = 0; user < counts.length; user++) {
                assertThat(counts[user]).isEqualTo(split.targetCount(user));
                targets += counts[user];
            }
        }
        assertThat(targets).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-tail(0.5)", "leave-last-out"})
    void usersWithFewerThanThreeStayInTraining(String rule) {
        for (int count = 0; count <= 4; count++) {
            Split split = SplitRule.parse(rule).apply(oneUser(count));
            assertThat(split.targetCount(0) > 0).isEqualTo(count >= 3);
            assertThat(split.usersWithoutTarget()).isEqualTo(count == 1 || count == 2 ? 1 : 0);
        }
    }

    @Test
    void leaveLastOutTakesTheLastOne() {
        Split split = new SplitRule.LeaveLastOut().apply(RandomLog.ofTimes(5000, 1000, 3000));
        assertThat(split.targetCount(0)).isEqualTo(1);
        assertThat(split.all().timeMillis(split.train().end(0))).isEqualTo(5000);
    }

    @Test
    void globalTailTakesAllTiesAtTheCut() {
        Interactions all = RandomLog.ofTimes(1000, 2000, 3000, 3000, 3000, 3000, 3000, 3000, 4000, 5000);
        /* 3 of 10 would cut inside the six at 3000: all of them are targets. */
        assertThat(new SplitRule.GlobalTail(0.3).apply(all).targetCount()).isEqualTo(8);
        assertThat(new SplitRule.GlobalTail(0.2).apply(all).targetCount()).isEqualTo(2);
        assertThat(new SplitRule.GlobalTail(0.05).apply(all).targetCount()).isZero();
    }

    @Test
    void globalTailCountsOverAllUsers() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 20; i++) {
            rows.add(i % 2, i, 1, i * 1000L);
        }
        rows.add(2, 0, 1, 0);
        Split split = new SplitRule.GlobalTail(0.2).apply(rows.build(3, 20));
        assertThat(new int[] {split.targetCount(0), split.targetCount(1), split.targetCount(2)})
                .containsExactly(2, 2, 0);
        assertThat(split.usersWithoutTarget()).isEqualTo(1);
    }

    @Test
    void globalTimeCutsAtTheTimeItself() {
        Interactions all = RandomLog.ofTimes(1000, 2000, 2000, 3000);
        assertThat(new SplitRule.GlobalTime(2000).apply(all).targetCount()).isEqualTo(3);
        assertThat(new SplitRule.GlobalTime(2001).apply(all).targetCount()).isEqualTo(1);
        assertThat(new SplitRule.GlobalTime(0).apply(all).train().size()).isZero();
        assertThat(new SplitRule.GlobalTime(4000).apply(all).targetCount()).isZero();
    }

    @Test
    void globalTailSortsTimesOfAllSizes() {
        SplittableRandom random = new SplittableRandom(4);
        long[] times = new long[500];
        for (int i = 0; i < times.length; i++) {
            times[i] = random.nextLong() >>> (1 + random.nextInt(60));
        }
        Interactions all = RandomLog.ofTimes(times);
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        for (int percent = 1; percent < 100; percent++) {
            Split split = new SplitRule.GlobalTail(percent / 100.0).apply(all);
            long cut = sorted[500 - percent * 5];
            assertThat(split.targetCount()).isEqualTo((int)
                    Arrays.stream(times).filter(time -> time >= cut).count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"global-tail(0.1)", "global-time(2001-01-01T00:00:00Z)"})
    void globalRulesNeedTimes(String text) {
        Interactions untimed = new Interactions.Builder().addUntimed(0, 0).build(1, 1);
        assertThatThrownBy(() -> SplitRule.parse(text).apply(untimed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " needs a time in every row, but the data has none; "
                        + "use user-tail or leave-last-out, which go by order");
    }

    @Test
    void orderStandsForTimeInUserRules() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int item = 0; item < 10; item++) {
            rows.addUntimed(0, item);
        }
        Split split = SplitRule.PAPER.apply(rows.build(1, 10));
        assertThat(split.targetCount()).isEqualTo(1);
        assertThat(split.all().item(split.train().end(0))).isEqualTo(9);
    }

    @Test
    void validationIsTheSameRuleOnTheTrainingPart() {
        Split split = new SplitRule.UserTail(0.2).apply(oneUser(50));
        Split validation = split.validation();
        assertThat(validation.all()).isSameAs(split.train());
        assertThat(validation.rule()).isEqualTo(split.rule());
        assertThat(split.targetCount()).isEqualTo(10);
        assertThat(validation.targetCount()).isEqualTo(8);
        assertThat(validation.train().end(0) + validation.targetCount(0))
                .isEqualTo(split.train().end(0));
    }

    @Test
    void validationOfACutInTimeIsTheNewestShareBeforeIt() {
        Interactions all = oneUser(50);
        Split split = new SplitRule.GlobalTime(all.timeMillis(40)).apply(all);
        Split validation = split.validation();
        assertThat(split.targetCount()).isEqualTo(10);
        assertThat(split.validationRule()).isEqualTo(new SplitRule.GlobalTail(0.2));
        assertThat(validation.all()).isSameAs(split.train());
        assertThat(validation.targetCount()).isEqualTo(8);
        assertThat(validation.validation().targetCount())
                .as("and once more, as a fusion does within it")
                .isEqualTo(6);
    }

    @Test
    void validationOfACutInTimeHasAFractionWhateverTheShare() {
        Interactions all = oneUser(50);
        assertThat(SplitRule.ofValidation(new SplitRule.GlobalTime(0), all))
                .isEqualTo(new SplitRule.GlobalTail(0.9999));
        assertThat(SplitRule.ofValidation(new SplitRule.GlobalTime(Long.MAX_VALUE), all))
                .isEqualTo(new SplitRule.GlobalTail(0.0001));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user-tail(0.1)", "user-tail(0.4)", "leave-last-out"})
    void noTargetOfAUserSplitIsEarlierThanItsUsersTraining(String text) {
        int targets = 0;
        for (int seed = 0; seed < 100; seed++) {
            Split outer = SplitRule.parse(text).apply(RandomLog.of(seed));
            for (Split split : new Split[] {outer, outer.validation()}) {
                for (int user = 0; user < split.all().userCount(); user++) {
                    assertPrefix(split, user);
                    if (split.targetCount(user) > 0) {
                        assertThat(earliestTarget(split, user)).isGreaterThanOrEqualTo(latestTraining(split, user));
                    }
                }
                targets += split.targetCount();
            }
        }
        assertThat(targets).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"global-tail(0.1)", "global-tail(0.4)", "global-time(1970-01-01T00:00:50Z)"})
    void noTargetOfAGlobalSplitIsEarlierThanAnyTraining(String text) {
        int targets = 0;
        for (int seed = 0; seed < 100; seed++) {
            Split split = SplitRule.parse(text).apply(RandomLog.of(seed));
            long earliest = Long.MAX_VALUE;
            long latest = Long.MIN_VALUE;
            for (int user = 0; user < split.all().userCount(); user++) {
                assertPrefix(split, user);
                earliest = Math.min(earliest, earliestTarget(split, user));
                latest = Math.max(latest, latestTraining(split, user));
            }
            assertThat(earliest).isGreaterThan(latest);
            targets += split.targetCount();
        }
        assertThat(targets).isGreaterThan(1000);
    }

    private static void assertPrefix(Split split, int user) {
        assertThat(split.train().start(user)).isEqualTo(split.all().start(user));
        assertThat(split.train().count(user) + split.targetCount(user))
                .isEqualTo(split.all().count(user));
    }

    private static long earliestTarget(Split split, int user) {
        long earliest = Long.MAX_VALUE;
        for (int row = split.train().end(user); row < split.all().end(user); row++) {
            earliest = Math.min(earliest, split.all().timeMillis(row));
        }
        return earliest;
    }

    private static long latestTraining(Split split, int user) {
        long latest = Long.MIN_VALUE;
        for (int row = split.train().start(user); row < split.train().end(user); row++) {
            latest = Math.max(latest, split.train().timeMillis(row));
        }
        return latest;
    }

    private static Interactions oneUser(int count) {
        long[] times = new long[count];
        for (int i = 0; i < count; i++) {
            times[i] = 1000L * i;
        }
        return RandomLog.ofTimes(times);
    }
}
