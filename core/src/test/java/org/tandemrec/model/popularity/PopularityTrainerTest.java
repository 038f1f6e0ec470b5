package org.tandemrec.model.popularity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tandemrec.data.Interactions;
import org.tandemrec.model.Model;
import org.tandemrec.model.Query;
import org.tandemrec.model.Session;
import org.tandemrec.model.TrainingContext;
import org.tandemrec.model.popularity.PopularityConfig.Counting;
import org.tandemrec.model.popularity.RecentPopularityConfig.Moment;

class PopularityTrainerTest {
    private static final long DAY = 86_400_000L;

    private static float[] scores(Model model, int[] history, long... times) {
        float[] scores = new float[model.itemCount()];
        model.score(new Query(Query.UNKNOWN_USER, history, times), scores);
        return scores;
    }

    private static Model popularity(Counting counting, Interactions data) {
        return new PopularityTrainer(new PopularityConfig(counting)).train(data, TrainingContext.of(1));
    }

    private static Model recent(double halfLifeDays, Moment asOf, Interactions data) {
        return new RecentPopularityTrainer(new RecentPopularityConfig(halfLifeDays, asOf))
                .train(data, TrainingContext.of(1));
    }

    /** Two users; the second one takes item 0 twice, and a third one takes nothing. */
    private static Interactions twoUsers() {
        return new Interactions.Builder()
                .addUnrated(0, 0, 0)
                .addUnrated(0, 1, DAY)
                .addUnrated(1, 0, 2 * DAY)
                .addUnrated(1, 0, 4 * DAY)
                .build(3, 3);
    }

    @Test
    void countsEventsOrUsersPerActiveUser() {
        assertThat(scores(popularity(Counting.EVENTS, twoUsers()), new int[] {1}))
                .containsExactly(1.5f, 0.5f, 0);
        assertThat(scores(popularity(Counting.USERS, twoUsers()), new int[] {1}))
                .containsExactly(1, 0.5f, 0);
    }

    @Test
    void anEventFadesByHalfInEveryHalfLife() {
        Model model = recent(2, Moment.END, twoUsers());
        // as of day 4: item 0 on days 0, 2 and 4, item 1 on day 1; divided by two users
        assertThat(scores(model, new int[] {1}, 0L))
                .containsExactly(new float[] {(0.25f + 0.5f + 1) / 2, (float) Math.pow(2, -1.5) / 2, 0}, within(1e-6f));
    }

    @Test
    void asOfTheQueryNothingLaterCounts() {
        Model model = recent(2, Moment.QUERY, twoUsers());
        assertThat(scores(model, new int[] {2}, 2 * DAY))
                .containsExactly(new float[] {(0.5f + 1) / 2, (float) Math.pow(2, -0.5) / 2, 0}, within(1e-6f));
        assertThat(scores(model, new int[] {2}, DAY - 1))
                .as("a millisecond before item 1, as of a whole second")
                .containsExactly(new float[] {(float) Math.pow(2, -0.5) / 2, 0, 0}, within(1e-5f));
        float[] end = scores(recent(2, Moment.END, twoUsers()), new int[0]);
        assertThat(scores(model, new int[0])).as("without an event").isEqualTo(end);
        assertThat(scores(model, new int[] {2, 1}, 4 * DAY, Session.UNTIMED))
                .as("the last known time")
                .isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void isTheSumOverEventsUntilThen(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int items = 150; // more than a chunk
        long origin = 1_000_000_000_000L;
        Interactions.Builder rows = new Interactions.Builder();
        int[] item = new int[2000];
        long[] time = new long[2000];
        for (int i = 0; i < item.length; i++) {
            item[i] = random.nextInt(1 + random.nextInt(items));
            time[i] = origin + random.nextLong(100) * DAY / 3 / 1000 * 1000;
            rows.addUnrated(random.nextInt(50), item[i], time[i]);
        }
        Model model = recent(7, Moment.QUERY, rows.build(50, items));
        for (int day = -1; day < 40; day += 7) {
            long now = origin + day * DAY;
            double[] expected = new double[items];
            for (int i = 0; i < item.length; i++) {
                expected[item[i]] += time[i] <= now ? Math.pow(2, -(double) (now - time[i]) / (7 * DAY)) / 50 : 0;
            }
            float[] actual = scores(model, new int[] {0}, now);
            for (int i = 0; i < items; i++) {
                assertThat(actual[i]).isCloseTo((float) expected[i], within(1e-5f));
            }
        }
    }

    @Test
    void readsTimesOnlyAsOfTheQuery() {
        assertThat(recent(2, Moment.QUERY, twoUsers()).readsTimes()).isTrue();
        assertThat(recent(2, Moment.END, twoUsers()).readsTimes()).isFalse();
    }

    @Test
    void refusesWhatItCannotCount() {
        Interactions untimed = new Interactions.Builder().addUntimed(0, 0).build(1, 1);
        assertThatThrownBy(() -> recent(2, Moment.END, untimed))
                .hasMessage("recent-popularity needs a time in every row, but the data has none; "
                        + "use popularity, which needs no times");
        Interactions empty = new Interactions.Builder().build(1, 1);
        assertThatThrownBy(() -> recent(2, Moment.END, empty))
                .hasMessageContaining("at least one training interaction");
        assertThatThrownBy(() -> popularity(Counting.USERS, empty))
                .hasMessageContaining("at least one training interaction");
        Interactions distant = new Interactions.Builder()
                .addUnrated(0, 0, 0)
                .addUnrated(0, 0, Integer.MAX_VALUE * 1000L)
                .build(1, 1);
        assertThatThrownBy(() -> recent(2, Moment.END, distant))
                .hasMessageContaining("must lie within 68 years, but lie 2147483647 s apart");
        assertThatThrownBy(() -> new RecentPopularityConfig(0, Moment.END))
                .hasMessage("halfLifeDays must be above 0, but was 0.0; for all time alike use popularity");
    }
}
