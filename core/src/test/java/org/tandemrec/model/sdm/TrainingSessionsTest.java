package org.tandemrec.model.sdm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.SequenceUsers;
import org.tandemrec.model.Session;
import org.tandemrec.nn.Window;

class TrainingSessionsTest {
    private static final int ITEMS = 50;
    private static final SessionCut CUT = new SessionCut(600, 3);

    private static Interactions random(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Interactions.Builder rows = new Interactions.Builder();
        for (int user = 0; user < 20; user++) {
            long time = 0;
            for (int i = random.nextInt(12); i > 0; i--) {
                time += random.nextInt(3) == 0 ? 600_001 : random.nextInt(600_001);
                rows.addUnrated(user, random.nextInt(ITEMS), time);
            }
        }
        return rows.build(20, ITEMS);
    }

    private static int[] lengths(TrainingSessions sessions) {
        int[] lengths = new int[sessions.count()];
        Arrays.setAll(lengths, sessions::length);
        return lengths;
    }

    @Test
    void gapsAndLengthsPartSessionsAndTheLastEventIsATargetOnly() {
        long[] seconds = {0, 600, 1201, 1300, 1400, 1500, 1600, 9000};
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < seconds.length; i++) {
            rows.addUnrated(0, i, 1000 * seconds[i]);
        }
        rows.addUnrated(1, 7, 0);
        TrainingSessions sessions = new TrainingSessions(rows.build(2, ITEMS), CUT);
        assertThat(lengths(sessions)).containsExactly(2, 3, 2);
        assertThat(sessions.targets()).isEqualTo(7);
        assertThat(sessions.longest()).isEqualTo(3);
        assertThat(sessions.before(2, 100)).isEqualTo(5);
        assertThat(sessions.before(2, 4)).isEqualTo(4);
    }

    @Test
    void withoutTimesLengthAloneParts() {
        Interactions.Builder rows = new Interactions.Builder();
        for (int i = 0; i < 9; i++) {
            rows.addUntimed(0, i);
        }
        assertThat(lengths(new TrainingSessions(rows.build(1, ITEMS), CUT))).containsExactly(3, 3, 2);
        assertThat(CUT.begins(1, Session.UNTIMED, 5)).isFalse();
        assertThat(CUT.begins(1, 5, Session.UNTIMED)).isFalse();
        assertThat(CUT.begins(0, 5, 5)).isTrue();
    }

    /** As they come, events fall into the same sessions, with the same before them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void trainingAndScoringCutAlike(int seed) {
        Interactions data = random(seed);
        TrainingSessions sessions = new TrainingSessions(data, CUT);
        int session = 0;
        Events events = new Events(CUT, 4, 3);
        for (int user = 0; user < data.userCount(); user++) {
            int lane = user % 3;
            events.clear(lane);
            for (int row = data.start(user); row < data.end(user) - 1; row++) {
                boolean begins = events.add(lane, data.item(row), data.timeMillis(row));
                session += begins && row > data.start(user) ? 1 : 0;
                assertThat(begins).isEqualTo(row == sessions.first(session));
                assertThat(sessions.user(session)).isEqualTo(user);
                assertThat(events.length(lane)).isEqualTo(row - sessions.first(session) + 1);
                assertThat(events.item(lane, events.length(lane) - 1)).isEqualTo(data.item(row));
                assertThat(events.longLength(lane)).isEqualTo(sessions.before(session, 4));
                for (int i = 0; i < events.longLength(lane); i++) {
                    int before = sessions.first(session) - sessions.before(session, 4) + i;
                    assertThat(events.longItem(lane, i)).isEqualTo(data.item(before));
                }
            }
            session += data.count(user) > 1 ? 1 : 0;
        }
        assertThat(session).isEqualTo(sessions.count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aBatchHoldsItsSessionsInBothOrders(int seed) {
        Interactions data = random(seed);
        TrainingSessions sessions = new TrainingSessions(data, CUT);
        int[] order = sessions.shuffled(new SplittableRandom(seed));
        Batch batch = new Batch(sessions, 7, 4);
        List<Integer> targets = new ArrayList<>();
        for (int from = 0; from < order.length; from += 7) {
            int count = Math.min(7, order.length - from);
            batch.fill(order, from, count);
            check(batch);
            assertThat(batch.sequences().count()).isEqualTo(count);
            for (int row = 0; row < batch.sequences().rows(); row++) {
                targets.add(batch.targets()[row]);
            }
        }
        int[] counts = new int[ITEMS];
        targets.forEach(target -> counts[target]++);
        assertThat(targets).hasSize((int) sessions.targets());
        assertThat(counts).isEqualTo(SequenceUsers.of(data).targetCounts());
    }

    /** Inputs of a session are the targets one row before, step after step, the longest session first. */
    private static void check(Batch batch) {
        Window window = batch.window();
        int rows = batch.sequences().rows();
        assertThat(window.rows()).isEqualTo(rows);
        assertThat(Arrays.stream(batch.rows(), 0, rows).sorted().distinct().toArray())
                .hasSize(rows)
                .endsWith(rows - 1);
        for (int step = 0; step < window.steps(); step++) {
            for (int row = window.start(step); row < window.start(step + 1); row++) {
                int lane = row - window.start(step);
                assertThat(batch.rows()[row]).isEqualTo(batch.sequences().start(lane) + step);
                assertThat(batch.sequences().length(lane)).isGreaterThan(step);
                if (step > 0) {
                    assertThat(batch.rows()[window.source(row)]).isEqualTo(batch.rows()[row] - 1);
                    assertThat(batch.events().items()[row]).isEqualTo(batch.targets()[batch.rows()[row] - 1]);
                } else {
                    assertThat(window.source(row)).isEqualTo(Window.NEW);
                }
            }
        }
        for (int i = 1; i < batch.longSequences().count(); i++) {
            assertThat(batch.longSession(i)).isGreaterThan(batch.longSession(i - 1));
        }
    }

    @Test
    void everyOrderHoldsAllSessionsOnce() {
        TrainingSessions sessions = new TrainingSessions(random(1), CUT);
        int[] one = sessions.shuffled(new SplittableRandom(1));
        int[] other = sessions.shuffled(new SplittableRandom(2));
        assertThat(one).isNotEqualTo(other);
        assertThat(Arrays.stream(one).sorted().distinct().count()).isEqualTo(sessions.count());
    }
}
