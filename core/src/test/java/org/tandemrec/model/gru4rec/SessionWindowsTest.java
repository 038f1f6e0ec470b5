package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.nn.Window;

class SessionWindowsTest {
    /** Sequences of the given lengths, every event an item of its own: item = row. */
    private static Interactions sequences(int... lengths) {
        Interactions.Builder rows = new Interactions.Builder();
        int item = 0;
        for (int user = 0; user < lengths.length; user++) {
            for (int i = 0; i < lengths[user]; i++) {
                rows.addUntimed(user, item++);
            }
        }
        return rows.build(lengths.length, item);
    }

    private static void assertStep(SessionWindows batches, int[] inputs, int[] sources) {
        assertThat(batches.next()).isTrue();
        assertRows(batches, inputs, sources);
    }

    private static void assertRows(SessionWindows batches, int[] inputs, int[] sources) {
        int rows = batches.window().rows();
        assertThat(rows).isEqualTo(inputs.length);
        assertThat(Arrays.copyOf(batches.events().items(), rows)).isEqualTo(inputs);
        assertThat(Arrays.copyOf(batches.targets(), rows))
                .isEqualTo(Arrays.stream(inputs).map(item -> item + 1).toArray());
        assertThat(IntStream.range(0, rows).map(batches.window()::source).toArray())
                .isEqualTo(sources);
    }

    /* items: user 0 has 0–3, user 1 has 4–5, user 2 has 6–11, user 3 has 12–13, user 4 has 14–16 */
    private static SessionWindows figureFive(int steps) {
        return new SessionWindows(sequences(4, 2, 6, 2, 3), new int[] {0, 1, 2, 3, 4}, 3, steps);
    }

    @Test
    void figureFiveByHand() {
        SessionWindows batches = figureFive(1);
        assertStep(batches, new int[] {0, 4, 6}, new int[] {-1, -1, -1});
        assertStep(batches, new int[] {1, 12, 7}, new int[] {0, -1, 2});
        assertStep(batches, new int[] {2, 14, 8}, new int[] {0, -1, 2});
        assertStep(batches, new int[] {9, 15}, new int[] {2, 1});
        assertStep(batches, new int[] {10}, new int[] {0});
        assertThat(batches.next()).isFalse();
        assertThat(batches.next()).isFalse();
    }

    @Test
    void windowsOfThreeStepsByHand() {
        SessionWindows batches = figureFive(3);
        assertThat(batches.next()).isTrue();
        assertThat(batches.window().steps()).isEqualTo(3);
        assertRows(batches, new int[] {0, 4, 6, 1, 12, 7, 2, 14, 8}, new int[] {-1, -1, -1, 0, -1, 2, 3, -1, 5});
        assertThat(Arrays.copyOf(batches.users(), 9)).isEqualTo(new int[] {0, 1, 2, 0, 3, 2, 0, 4, 2});
        assertThat(Arrays.copyOf(batches.events().positions(), 9)).isEqualTo(new int[] {1, 1, 1, 2, 1, 2, 2, 1, 2});
        assertThat(batches.next()).isTrue();
        assertThat(batches.window().steps()).isEqualTo(2);
        assertRows(batches, new int[] {9, 15, 10}, new int[] {2, 1, 0});
        assertThat(batches.next()).isFalse();
    }

    @Test
    void gapsAreBucketsOfSeconds() {
        Interactions training = new Interactions.Builder()
                .addUnrated(0, 0, 10_000)
                .addUnrated(0, 1, 10_999)
                .addUnrated(0, 2, 17_999)
                .addUnrated(0, 3, 17_999)
                .build(1, 4);
        SessionWindows batches = new SessionWindows(training, new int[] {0}, 1, 3);
        assertThat(batches.next()).isTrue();
        assertThat(Arrays.copyOf(batches.events().gaps(), 3)).isEqualTo(new int[] {0, 1, 4});
    }

    @Test
    void fewerUsersThanLanes() {
        SessionWindows batches = new SessionWindows(sequences(2, 3), new int[] {1, 0}, 100, 1);
        assertStep(batches, new int[] {2, 0}, new int[] {-1, -1});
        assertStep(batches, new int[] {3}, new int[] {0});
        assertThat(batches.next()).isFalse();
    }

    @Test
    void nobodyHasOneEvent() {
        SessionWindows batches = new SessionWindows(sequences(2), new int[] {0}, 4, 5);
        assertStep(batches, new int[] {0}, new int[] {-1});
        assertThat(batches.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everySequenceIsFollowedFromStartToEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] lengths = random.ints(1 + random.nextInt(40), 2, 2 + random.nextInt(1, 12))
                .toArray();
        Interactions training = sequences(lengths);
        int[] users = IntStream.range(0, lengths.length).toArray();
        int batchSize = 1 + random.nextInt(10);
        SessionWindows batches = new SessionWindows(training, users, batchSize, 1 + random.nextInt(5));
        int[] targeted = new int[training.size()];
        int[] before = new int[0]; // the row that each lane has seen last
        int begun = 0;
        while (batches.next()) {
            Window window = batches.window();
            for (int step = 0; step < window.steps(); step++) {
                int start = window.start(step);
                int size = window.size(step);
                int[] now = new int[size];
                for (int lane = 0; lane < size; lane++) {
                    int row = batches.events().items()[start + lane];
                    int source = window.source(start + lane);
                    boolean first = row == training.start(batches.users()[start + lane]);
                    assertThat(source == Window.NEW).isEqualTo(first);
                    begun += first ? 1 : 0;
                    if (!first) {
                        int laneBefore = step == 0 ? source : source - window.start(step - 1);
                        assertThat(laneBefore).isGreaterThanOrEqualTo(lane);
                        assertThat(before[laneBefore])
                                .as("the lane holds the state of this sequence")
                                .isEqualTo(row - 1);
                    }
                    assertThat(batches.targets()[start + lane]).isEqualTo(row + 1);
                    targeted[row + 1]++;
                    now[lane] = row;
                }
                int full = Math.min(batchSize, users.length);
                assertThat(size == full || begun == users.length)
                        .as("no lane idles while a sequence waits")
                        .isTrue();
                assertThat(size).isLessThanOrEqualTo(before.length == 0 ? full : before.length);
                before = now;
            }
        }
        for (int user = 0; user < lengths.length; user++) {
            for (int row = training.start(user); row < training.end(user); row++) {
                assertThat(targeted[row]).isEqualTo(row == training.start(user) ? 0 : 1);
            }
        }
        assertThat(begun).isEqualTo(users.length);
    }
}
