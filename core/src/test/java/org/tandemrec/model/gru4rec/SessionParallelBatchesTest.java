package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;

class SessionParallelBatchesTest {
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

    private static void assertBatch(SessionParallelBatches batches, int[] inputs, int[] sources) {
        assertThat(batches.next()).isTrue();
        assertThat(batches.size()).isEqualTo(inputs.length);
        assertThat(Arrays.copyOf(batches.inputs(), inputs.length)).isEqualTo(inputs);
        assertThat(Arrays.copyOf(batches.targets(), inputs.length))
                .isEqualTo(Arrays.stream(inputs).map(item -> item + 1).toArray());
        assertThat(IntStream.range(0, inputs.length).map(batches::source).toArray())
                .isEqualTo(sources);
    }

    @Test
    void figureFiveByHand() {
        // items: user 0 has 0–3, user 1 has 4–5, user 2 has 6–11, user 3 has 12–13, user 4 has 14–16
        SessionParallelBatches batches =
                new SessionParallelBatches(sequences(4, 2, 6, 2, 3), new int[] {0, 1, 2, 3, 4}, 3);
        assertBatch(batches, new int[] {0, 4, 6}, new int[] {-1, -1, -1});
        assertBatch(batches, new int[] {1, 12, 7}, new int[] {0, -1, 2});
        assertBatch(batches, new int[] {2, 14, 8}, new int[] {0, -1, 2});
        assertBatch(batches, new int[] {9, 15}, new int[] {2, 1});
        assertBatch(batches, new int[] {10}, new int[] {0});
        assertThat(batches.next()).isFalse();
        assertThat(batches.next()).isFalse();
    }

    @Test
    void fewerUsersThanLanes() {
        SessionParallelBatches batches = new SessionParallelBatches(sequences(2, 3), new int[] {1, 0}, 100);
        assertBatch(batches, new int[] {2, 0}, new int[] {-1, -1});
        assertBatch(batches, new int[] {3}, new int[] {0});
        assertThat(batches.next()).isFalse();
    }

    @Test
    void nobodyHasNoBatch() {
        assertThat(new SessionParallelBatches(sequences(1), new int[0], 4).next())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everySequenceIsFollowedFromStartToEnd(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] lengths =
                random.ints(1 + random.nextInt(40), 1, 2 + random.nextInt(12)).toArray();
        Interactions training = sequences(lengths);
        int[] users = IntStream.range(0, lengths.length)
                .filter(user -> lengths[user] >= 2)
                .toArray();
        int batchSize = 1 + random.nextInt(10);
        SessionParallelBatches batches = new SessionParallelBatches(training, users, batchSize);
        boolean[] starts = new boolean[training.size() + 1];
        for (int user = 0; user < lengths.length; user++) {
            starts[training.start(user)] = true;
        }
        int[] targeted = new int[training.size()];
        int[] before = new int[0]; // the row that each lane has seen last
        int begun = 0;
        while (batches.next()) {
            int size = batches.size();
            int[] now = new int[size];
            for (int lane = 0; lane < size; lane++) {
                int row = batches.inputs()[lane];
                int source = batches.source(lane);
                assertThat(source == SessionParallelBatches.NEW).isEqualTo(starts[row]);
                begun += starts[row] ? 1 : 0;
                if (source != SessionParallelBatches.NEW) {
                    assertThat(source).isGreaterThanOrEqualTo(lane);
                    assertThat(before[source])
                            .as("the lane holds the state of this sequence")
                            .isEqualTo(row - 1);
                }
                assertThat(batches.targets()[lane]).isEqualTo(row + 1);
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
        for (int row = 0; row < training.size(); row++) {
            assertThat(targeted[row]).isEqualTo(starts[row] ? 0 : 1);
        }
        assertThat(begun).isEqualTo(users.length);
    }
}
