package org.tandemrec.model.sasrec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.sasrec.SasRecConfig.LongHistory;

class WindowsTest {
    /** User u has the given number of events; the item of an event is its row. */
    private static Interactions data(int... counts) {
        Interactions.Builder rows = new Interactions.Builder();
        int row = 0;
        for (int user = 0; user < counts.length; user++) {
            for (int i = 0; i < counts[user]; i++) {
                rows.addUntimed(user, row++);
            }
        }
        return rows.build(counts.length, row);
    }

    @Test
    void latestEventsAreOneWindow() {
        Windows windows = new Windows(data(4, 0, 1, 9, 2), 3, LongHistory.LATEST);
        assertThat(windows.count()).isEqualTo(3);
        assertThat(windows.targets()).isEqualTo(3 + 3 + 1);
        assertThat(windows.longest()).isEqualTo(3);
        assertThat(windows.first(1)).isEqualTo(5 + 5); // its targets are the last three of nine
        assertThat(windows.user(1)).isEqualTo(3);
        assertThat(windows.length(2)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 100})
    void windowsMakeEveryEventButTheFirstATargetOnce(int maxLength) {
        Interactions data = data(4, 0, 1, 9, 2, 30);
        Windows windows = new Windows(data, maxLength, LongHistory.WINDOWS);
        List<Integer> targets = new ArrayList<>();
        for (int window = 0; window < windows.count(); window++) {
            assertThat(windows.length(window)).isBetween(1, maxLength);
            for (int i = 0; i < windows.length(window); i++) {
                int target = windows.first(window) + i + 1;
                assertThat(target).isBetween(data.start(windows.user(window)) + 1, data.end(windows.user(window)) - 1);
                targets.add(target);
            }
        }
        List<Integer> expected = new ArrayList<>();
        for (int user = 0; user < data.userCount(); user++) {
            IntStream.range(data.start(user) + 1, Math.max(data.start(user) + 1, data.end(user)))
                    .forEach(expected::add);
        }
        assertThat(targets).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(windows.targets()).isEqualTo(expected.size());
    }

    @Test
    void anOrderHoldsEveryWindowOnceAndFollowsTheSeed() {
        Windows windows = new Windows(data(50, 50), 2, LongHistory.WINDOWS);
        int[] order = windows.shuffled(new SplittableRandom(1));
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, windows.count()).toArray());
        assertThat(order)
                .isEqualTo(windows.shuffled(new SplittableRandom(1)))
                .isNotEqualTo(windows.shuffled(new SplittableRandom(2)));
    }

    @Test
    void aMiniBatchHoldsInputsPositionsAndTargets() {
        Interactions data = data(4, 3);
        Windows windows = new Windows(data, 2, LongHistory.WINDOWS);
        Batch batch = new Batch(data, windows, 2);
        batch.fill(new int[] {1, 2}, 0, 2); // the first event of user 0, then user 1
        assertThat(batch.sequences().count()).isEqualTo(2);
        assertThat(batch.rows()).isEqualTo(3);
        assertThat(Arrays.copyOf(batch.events().items(), 3)).containsExactly(0, 4, 5);
        assertThat(Arrays.copyOf(batch.events().positions(), 3)).containsExactly(0, 0, 1);
        assertThat(Arrays.copyOf(batch.targets(), 3)).containsExactly(1, 5, 6);
        assertThat(batch.user(1)).isEqualTo(1);
    }
}
