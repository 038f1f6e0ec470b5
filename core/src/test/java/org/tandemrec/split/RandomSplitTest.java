package org.tandemrec.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;

class RandomSplitTest {
    /** A row of a user as text, so that rows with other numbers can be compared. */
    private static List<String> rows(Interactions rows, int user, int from, int to) {
        List<String> texts = new ArrayList<>();
        for (int row = from; row < to; row++) {
            texts.add(user + ":" + rows.timeMillis(row) + ":" + rows.item(row) + ":" + rows.rating(row));
        }
        return texts;
    }

    private static List<String> targets(Split split) {
        List<String> targets = new ArrayList<>();
        for (int user = 0; user < split.all().userCount(); user++) {
            targets.addAll(
                    rows(split.all(), user, split.train().end(user), split.all().end(user)));
        }
        return targets;
    }

    private static void assertInTimeOrder(Interactions rows, int from, int to) {
        for (int row = from + 1; row < to; row++) {
            assertThat(rows.timeMillis(row)).isGreaterThanOrEqualTo(rows.timeMillis(row - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.29, 0.5, 0.9})
    void theFloorOfTheRowsIsDrawnAndNoRowIsLost(double fraction) {
        int targets = 0;
        for (int seed = 0; seed < 60; seed++) {
            Interactions all = RandomLog.of(seed);
            Split split = new SplitRule.Random(fraction, seed).apply(all);
            assertThat(split.targetCount()).isEqualTo((int) Math.floor(fraction * all.size() + 1e-9));
            assertThat(split.train().size() + split.targetCount()).isEqualTo(all.size());
            for (int user = 0; user < all.userCount(); user++) {
                Interactions moved = split.all();
                int start = moved.start(user);
                int cut = split.train().end(user);
                assertThat(split.train().start(user)).isEqualTo(start);
                assertInTimeOrder(moved, start, cut);
                assertInTimeOrder(moved, cut, moved.end(user));
                List<String> before = rows(all, user, all.start(user), all.end(user));
                List<String> after = rows(moved, user, start, moved.end(user));
                Collections.sort(before);
                Collections.sort(after);
                assertThat(after).isEqualTo(before);
            }
            targets += split.targetCount();
        }
        assertThat(targets).isGreaterThan(1000);
    }

    @Test
    void theSeedDraws() {
        Interactions all = RandomLog.of(3);
        List<String> drawn = targets(new SplitRule.Random(0.3, 1).apply(all));
        assertThat(targets(new SplitRule.Random(0.3, 1).apply(all))).isEqualTo(drawn);
        assertThat(targets(new SplitRule.Random(0.3, 2).apply(all))).isNotEqualTo(drawn);
        assertThat(SplitRule.parse("random(0.3)")).isEqualTo(new SplitRule.Random(0.3, 42));
    }

    @Test
    void everyRowIsDrawnAlikeInTheSplitAndInItsValidation() {
        Interactions all = RandomLog.ofTimes(1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000);
        int[] tested = new int[10];
        int[] validated = new int[10];
        for (int seed = 0; seed < 2000; seed++) {
            Split split = new SplitRule.Random(0.3, seed).apply(all);
            Split validation = split.validation();
            assertThat(validation.targetCount()).isEqualTo(2);
            for (int row = split.train().end(0); row < split.all().end(0); row++) {
                tested[split.all().item(row)]++;
            }
            for (int row = validation.train().end(0); row < validation.all().end(0); row++) {
                validated[validation.all().item(row)]++;
            }
        }
        for (int item = 0; item < 10; item++) {
            assertThat(tested[item]).isCloseTo(600, within(90)); // more than four standard deviations
            assertThat(validated[item]).isCloseTo(400, within(80));
        }
    }

    @Test
    void untimedAndUnratedRowsStaySo() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 70_000; i++) {
            rows.addUntimed(i % 7, i);
        }
        Split split = new SplitRule.Random(0.1, 1).apply(rows.build(7, 70_000));
        assertThat(split.all().hasTimes()).isFalse();
        assertThat(split.all().hasRatings()).isFalse();
        assertThat(split.all().itemCounts()).containsOnly(1);
        assertThat(split.train().size()).isEqualTo(63_000);
    }
}
