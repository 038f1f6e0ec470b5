package org.tandemrec.model.sasrec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Seed;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.nn.CentralDifference;

class SasRecSessionTest {
    private static final int ITEMS = 30;
    private static final int LENGTH = 5;

    private static SasRecModel model(String keys, int maxLength) {
        SasRecConfig config = Configs.of("'hiddenSize':8,'maxLength':" + maxLength + keys);
        Network network = new Network(config, ITEMS, new Seed(1));
        CentralDifference.fill(network.vectors.value(), new SplittableRandom(2));
        CentralDifference.fill(network.bias.value(), new SplittableRandom(3));
        return SasRecModel.load(config, network.state());
    }

    /** However often a lane is scored on the way, it scores like one that gets its latest events at once. */
    @ParameterizedTest
    @ValueSource(strings = {"", ",'norm':'after'", ",'layers':1", ",'layers':3"})
    void scoresFollowFromTheLatestEventsAlone(String keys) {
        SasRecModel model = model(keys, LENGTH);
        SplittableRandom random = new SplittableRandom(4);
        Session session = model.open(3);
        int[][] histories = new int[3][0];
        for (int step = 0; step < 14; step++) {
            int[] items = new int[3];
            for (int lane = 0; lane < 3; lane++) {
                items[lane] = random.nextInt(4) == 0 ? -1 : random.nextInt(ITEMS);
                if (items[lane] >= 0) {
                    histories[lane] = Arrays.copyOf(histories[lane], histories[lane].length + 1);
                    histories[lane][histories[lane].length - 1] = items[lane];
                }
            }
            session.advance(items, new long[3]);
            int[] lanes = step % 3 == 0 ? new int[] {2, 0} : new int[] {1};
            float[] scores = new float[lanes.length * ITEMS];
            session.score(lanes, lanes.length, scores);
            for (int i = 0; i < lanes.length; i++) {
                int[] history = histories[lanes[i]];
                int[] latest = Arrays.copyOfRange(history, Math.max(0, history.length - LENGTH), history.length);
                float[] alone = new float[ITEMS];
                model.score(Query.ofHistory(latest), alone);
                assertThat(Arrays.copyOfRange(scores, i * ITEMS, (i + 1) * ITEMS))
                        .containsExactly(alone, within(1e-5f));
            }
        }
        assertThat(histories[0].length).isGreaterThan(LENGTH);
    }

    /** More rows than go through the network together. */
    @Test
    void manyLongLanesScoreLikeEachAlone() {
        int lanes = 40;
        SasRecModel model = model("", 100);
        Session session = model.open(lanes);
        int[][] histories = new int[lanes][];
        for (int lane = 0; lane < lanes; lane++) {
            histories[lane] =
                    new SplittableRandom(lane).ints(60 + lane, 0, ITEMS).toArray();
        }
        for (int step = 0; step < 60 + lanes; step++) {
            int[] items = new int[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                items[lane] = step < histories[lane].length ? histories[lane][step] : -1;
            }
            session.advance(items, new long[lanes]);
        }
        int[] all = new int[lanes];
        Arrays.setAll(all, lane -> lane);
        float[] scores = new float[lanes * ITEMS];
        session.score(all, lanes, scores);
        for (int lane : new int[] {0, 17, 39}) {
            float[] alone = new float[ITEMS];
            model.score(Query.ofHistory(histories[lane]), alone);
            assertThat(Arrays.copyOfRange(scores, lane * ITEMS, (lane + 1) * ITEMS))
                    .containsExactly(alone, within(1e-5f));
        }
    }

    @Test
    void theOrderOfEventsCounts() {
        SasRecModel model = model("", LENGTH);
        float[] one = new float[ITEMS];
        float[] other = new float[ITEMS];
        model.score(Query.ofHistory(1, 2, 3), one);
        model.score(Query.ofHistory(2, 1, 3), other);
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void scoresAreLogarithmsOfProbabilities() {
        SasRecModel model = model("", LENGTH);
        float[] scores = new float[ITEMS];
        model.score(Query.ofHistory(1, 2), scores);
        double sum = 0;
        for (float score : scores) {
            sum += model.estimate(score);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(model.vectorSize()).isEqualTo(8);
        assertThat(model.itemVectors()).hasSize(8 * ITEMS);
    }

    @Test
    void aSessionNeedsALane() {
        SasRecModel model = model("", LENGTH);
        assertThatThrownBy(() -> model.open(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session must have at least one lane, but has 0");
    }
}
