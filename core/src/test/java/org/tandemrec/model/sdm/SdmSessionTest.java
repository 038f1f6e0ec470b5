package org.tandemrec.model.sdm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.base.Seed;
import org.tandemrec.data.Interactions;
import org.tandemrec.kernel.Gemm;
import org.tandemrec.kernel.ParallelGemm;
import org.tandemrec.model.Query;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Session;
import org.tandemrec.nn.CentralDifference;
import org.tandemrec.nn.ItemOutput;
import org.tandemrec.nn.NegativeSampler;

class SdmSessionTest {
    private static final int USERS = 6;
    private static final int ITEMS = 30;
    private static final String KEYS = "'hiddenSize':8,'sessionLength':5,'longLength':4,'dropout':0";

    private static Network network(SdmConfig config) {
        Network network = new Network(config, USERS, ITEMS, new Seed(1));
        SplittableRandom random = new SplittableRandom(2);
        network.tables().forEach(table -> CentralDifference.fill(table.value(), random));
        return network;
    }

    private static SdmModel model(String keys) {
        SdmConfig config = Configs.of(keys);
        return SdmModel.load(config, network(config).state());
    }

    private static float[] scores(SdmModel model, Query query) {
        float[] scores = new float[ITEMS];
        model.score(query, scores);
        return scores;
    }

    /** The loss that training has of every event is the probability that a session gives it after the events before. */
    @ParameterizedTest
    @ValueSource(strings = {KEYS, KEYS + ",'heads':4,'embedding':'separate'"})
    void trainingAndScoringComputeTheSame(String keys) {
        SdmConfig config = Configs.of(keys);
        SplittableRandom random = new SplittableRandom(5);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            long time = 0;
            for (int i = 0; i < 3 + 4 * user; i++) {
                time += random.nextInt(4) == 0 ? 700_000 : 1000;
                rows.addUnrated(user, random.nextInt(ITEMS), time);
            }
        }
        Interactions data = rows.build(USERS, ITEMS);
        SdmModel model = SdmModel.load(config, network(config).state());
        double expected = 0;
        for (int user = 0; user < USERS; user++) {
            Session session = model.open(1);
            session.reset(0, user);
            for (int row = data.start(user); row + 1 < data.end(user); row++) {
                session.advance(new int[] {data.item(row)}, new long[] {data.timeMillis(row)});
                float[] scores = new float[ITEMS];
                session.score(new int[] {0}, 1, scores);
                expected -= scores[data.item(row + 1)];
            }
        }
        assertThat(trainingLoss(config, data)).isCloseTo(expected, within(1e-3));
    }

    private static double trainingLoss(SdmConfig config, Interactions data) {
        TrainingSessions sessions = new TrainingSessions(data, SessionCut.of(config));
        Network network = network(config);
        Parallel parallel = Parallel.sequential();
        ParallelGemm gemm = new ParallelGemm(Gemm.best(), parallel);
        int rows = sessions.count() * sessions.longest();
        ItemOutput output = ItemOutput.of(
                config.scored(),
                config.objective(),
                network.vectors,
                network.bias,
                SequenceUsers.of(data).targetCounts(),
                new NegativeSampler(data.itemCounts(), 1, 0, parallel),
                rows,
                gemm,
                parallel);
        Batch batch = new Batch(sessions, sessions.count(), config.longLength());
        batch.fill(sessions.shuffled(new SplittableRandom(1)), 0, sessions.count());
        return new BatchStep(network, config, sessions.count(), rows, output, gemm, parallel)
                .run(batch, new int[0], 0, new Seed(1));
    }

    /** However often a lane is scored on the way, it scores like one that gets its events at once. */
    @Test
    void whenItIsScoredDoesNotMatter() {
        SdmModel model = model(KEYS);
        SplittableRandom random = new SplittableRandom(4);
        Session session = model.open(3);
        int[][] histories = new int[3][0];
        long[][] times = new long[3][0];
        session.reset(1, 4);
        for (int step = 0; step < 40; step++) {
            int[] items = new int[3];
            long[] now = new long[3];
            for (int lane = 0; lane < 3; lane++) {
                items[lane] = random.nextInt(4) == 0 ? -1 : random.nextInt(ITEMS);
                now[lane] = step * 200_000L * (lane + 1);
                if (items[lane] >= 0) {
                    int n = histories[lane].length;
                    histories[lane] = Arrays.copyOf(histories[lane], n + 1);
                    times[lane] = Arrays.copyOf(times[lane], n + 1);
                    histories[lane][n] = items[lane];
                    times[lane][n] = now[lane];
                }
            }
            session.advance(items, now);
            int[] lanes = step % 3 == 0 ? new int[] {2, 0} : new int[] {1};
            float[] scores = new float[lanes.length * ITEMS];
            session.score(lanes, lanes.length, scores);
            for (int i = 0; i < lanes.length; i++) {
                int user = lanes[i] == 1 ? 4 : Query.UNKNOWN_USER;
                Query query = new Query(user, histories[lanes[i]], times[lanes[i]]);
                assertThat(Arrays.copyOfRange(scores, i * ITEMS, (i + 1) * ITEMS))
                        .containsExactly(scores(model, query), within(1e-5f));
            }
        }
    }

    /** More rows than go through the network together. */
    @Test
    void manyLongLanesScoreLikeEachAlone() {
        int lanes = 40;
        SdmModel model = model("'hiddenSize':8,'sessionLength':100,'longLength':4");
        Session session = model.open(lanes);
        int[][] histories = new int[lanes][];
        for (int lane = 0; lane < lanes; lane++) {
            histories[lane] =
                    new SplittableRandom(lane).ints(60 + lane, 0, ITEMS).toArray();
        }
        long[] untimed = new long[lanes];
        Arrays.fill(untimed, Session.UNTIMED);
        for (int step = 0; step < 60 + lanes; step++) {
            int[] items = new int[lanes];
            for (int lane = 0; lane < lanes; lane++) {
                items[lane] = step < histories[lane].length ? histories[lane][step] : -1;
            }
            session.advance(items, untimed);
        }
        int[] all = new int[lanes];
        Arrays.setAll(all, lane -> lane);
        float[] scores = new float[lanes * ITEMS];
        session.score(all, lanes, scores);
        for (int lane : new int[] {0, 17, 39}) {
            assertThat(Arrays.copyOfRange(scores, lane * ITEMS, (lane + 1) * ITEMS))
                    .containsExactly(scores(model, Query.ofHistory(histories[lane])), within(1e-5f));
        }
    }

    @Test
    void whatIsOlderThanTheLongTermDoesNotCount() {
        SdmModel model = model(KEYS);
        // two sessions of five, of which the later four of the first are the long term of the second
        float[] scores = scores(model, Query.ofHistory(1, 2, 3, 4, 5, 6));
        assertThat(scores(model, Query.ofHistory(9, 2, 3, 4, 5, 6))).isEqualTo(scores);
        assertThat(scores(model, Query.ofHistory(1, 9, 3, 4, 5, 6))).isNotEqualTo(scores);
        assertThat(scores(model, Query.ofHistory(1, 2, 3, 4, 5, 9))).isNotEqualTo(scores);
    }

    @Test
    void pausesAndUsersCount() {
        SdmModel model = model(KEYS);
        int[] history = {1, 2, 3};
        float[] near = scores(model, new Query(0, history, new long[] {0, 600_000, 1_200_000}));
        float[] apart = scores(model, new Query(0, history, new long[] {0, 600_001, 1_200_000}));
        assertThat(near).isNotEqualTo(apart);
        assertThat(model.readsTimes()).isTrue();
        assertThat(scores(model, new Query(1, history))).isNotEqualTo(scores(model, new Query(0, history)));
        assertThat(scores(model, new Query(1, new int[0]))).isEqualTo(scores(model, Query.ofHistory()));
    }

    @Test
    void scoresAreLogarithmsOfProbabilities() {
        SdmModel model = model(KEYS);
        double sum = 0;
        for (float score : scores(model, Query.ofHistory(1, 2))) {
            sum += model.estimate(score);
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
        assertThat(model.vectorSize()).isEqualTo(8);
        assertThat(model.itemVectors()).hasSize(8 * ITEMS);
    }

    @Test
    void aSessionNeedsALane() {
        assertThatThrownBy(() -> model(KEYS).open(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a session must have at least one lane, but has 0");
    }
}
