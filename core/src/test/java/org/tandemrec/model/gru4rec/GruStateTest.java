package org.tandemrec.model.gru4rec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.base.Parallel;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.TrainingContext;

/** One event at a time, many lanes at once, and a replay of the whole history give the same scores. */
class GruStateTest {
    private static final int ITEMS = 30;
    private static final int USERS = 12;

    private static Gru4RecModel model(String keys) {
        SplittableRandom random = new SplittableRandom(4);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < USERS; user++) {
            long time = 1_000_000L * user;
            for (int i = 0; i < 8; i++) {
                time += random.nextLong(1L << random.nextInt(1, 40));
                rows.addUnrated(user, random.nextInt(ITEMS), time);
            }
        }
        Gru4RecConfig config = Configs.of(
                "'hiddenSize':9,'epochs':2,'batchSize':4,'learningRate':0.05" + (keys.isEmpty() ? "" : "," + keys));
        TrainingContext context = TrainingContext.of(1).withParallel(Parallel.sequential());
        return (Gru4RecModel) new Gru4RecTrainer(config).train(rows.build(USERS, ITEMS), context);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "'layers':3",
                "'cell':'gru-reset-after','layers':2",
                "'cell':'lstm','layers':2",
                "'cell':'rnn'",
                "'embedding':'tied'",
                "'embedding':'separate','timeGaps':true",
                "'positions':true",
                "'userState':true,'cell':'lstm'",
                "'timeGaps':true,'positions':true,'userState':true,'layers':2"
            })
    void anEventAtATimeIsTheWholeHistory(String keys) {
        Gru4RecModel model = model(keys);
        int user = model.userCount() == 0 ? Query.UNKNOWN_USER : 5;
        SplittableRandom random = new SplittableRandom(9);
        int[] history = random.ints(20, 0, ITEMS).toArray();
        long[] times = new long[history.length];
        for (int i = 1; i < times.length; i++) {
            times[i] = times[i - 1] + random.nextLong(10_000_000);
        }
        Session lanes = model.open(3);
        for (int lane = 0; lane < 3; lane++) {
            lanes.reset(lane, user);
        }
        GruState state = model.begin(user);
        float[] incremental = new float[ITEMS];
        float[] replayed = new float[ITEMS];
        float[] together = new float[2 * ITEMS];
        for (int i = 0; i < history.length; i++) {
            state = model.advance(state, history[i], times[i]);
            model.score(state, incremental);
            model.score(new Query(user, Arrays.copyOf(history, i + 1), Arrays.copyOf(times, i + 1)), replayed);
            assertThat(incremental).containsExactly(replayed, within(1e-5f));
            lanes.advance(new int[] {history[i], -1, history[i]}, new long[] {times[i], 0, times[i]});
            lanes.score(new int[] {2, 0}, 2, together);
            assertThat(Arrays.copyOf(together, ITEMS)).containsExactly(replayed, within(1e-5f));
            assertThat(Arrays.copyOfRange(together, ITEMS, 2 * ITEMS)).containsExactly(replayed, within(1e-5f));
        }
        assertThat(state.events()).isEqualTo(history.length);
        assertThat(state.lastMillis()).isEqualTo(times[history.length - 1]);
        assertThat(GruState.of(state.values(), state.events(), state.lastMillis()))
                .isEqualTo(state)
                .hasSameHashCodeAs(state)
                .isNotEqualTo(model.begin(user))
                .hasToString("GruState of 20 events");
    }

    @Test
    void gapsPositionsAndUsersMatter() {
        float[] one = new float[ITEMS];
        float[] other = new float[ITEMS];
        Gru4RecModel gaps = model("'timeGaps':true");
        gaps.score(new Query(Query.UNKNOWN_USER, new int[] {1, 2}, new long[] {0, 1000}), one);
        gaps.score(new Query(Query.UNKNOWN_USER, new int[] {1, 2}, new long[] {0, 90_000_000}), other);
        assertThat(one).isNotEqualTo(other);
        Gru4RecModel users = model("'userState':true");
        assertThat(users.userCount()).isEqualTo(USERS);
        users.score(new Query(2), one);
        users.score(new Query(3), other);
        assertThat(one).isNotEqualTo(other);
        users.score(Query.ofHistory(), other);
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void aStateIsNotChangedByWhatFollows() {
        Gru4RecModel model = model("");
        GruState state = model.advance(model.begin(Query.UNKNOWN_USER), 3, Session.UNTIMED);
        float[] before = state.values();
        model.advance(state, 4, Session.UNTIMED);
        state.values()[0] = 7;
        assertThat(state.values()).isEqualTo(before);
    }

    @Test
    void eventsAndStatesThatDoNotFit() {
        Gru4RecModel model = model("");
        GruState state = model.begin(Query.UNKNOWN_USER);
        assertThatThrownBy(() -> model.advance(state, ITEMS, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("items are 0 … 29, but the event has 30");
        assertThatThrownBy(() -> model.score(GruState.of(new float[5], 1, 0), new float[ITEMS]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a state of this model has 9 numbers, but this one has 5");
        assertThatThrownBy(() -> model.score(state, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("3 scores do not hold 30 items");
    }
}
